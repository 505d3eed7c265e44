"""Whoever may read all else still reads no secret."""

import json

import pytest

from harness.exchange import Request, Way
from harness.headers import Headers
from harness.redaction.secrets import SECRETS

URL = "https://graph.microsoft.com/v1.0/users/alice@contoso.com/+14255550123"


def told(url: str = URL, body: bytes = b"") -> Request:
    return SECRETS.request(
        Request("POST", url, Headers.of({"Authorization": "Bearer s3cret"}), body), Way.TO_GRAPH
    )


def test_ids_numbers_names_and_hosts_stand_as_they_are() -> None:
    user = {"id": "5b0f9a3e-7d41-4c86-9e27-f1c8d2a6b054", "displayName": "Ines Marlowe"}
    said = {"user": user, "phone": {"id": "+14255550123"}, "callbackUri": "https://bot.contoso.com/cb?a=1"}
    request = told(body=json.dumps(said).encode())
    assert request.url == URL
    assert json.loads(request.body) == {**said, "callbackUri": "https://bot.contoso.com/cb?a=REDACTED"}


@pytest.mark.parametrize(
    "body",
    [
        b"client_id=abc&client_secret=s3cret&password=s3cret",
        b'{"callbackUri": "https://bot.contoso.com/cb?sig=s3cret", "access_token": "s3cret"}',
        b"it said client_secret=s3cret and went",
    ],
    ids=["form", "JSON", "text"],
)
def test_no_secret_is_told_and_each_run_tells_the_same(body: bytes) -> None:
    request = told(f"{URL}?sig=s3cret&access_token=s3cret", body)
    assert b"s3cret" not in request.body
    assert "s3cret" not in f"{request.url}{request.headers}"
    assert "REDACTED" in request.url
    assert b"REDACTED" in request.body
