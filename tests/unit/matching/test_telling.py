"""What a miss tells of what was sent is masked, by place, and what is no secret of anybody's is told."""

import json

from harness.exchange import Request
from harness.matching import Index, Miss, told_miss, told_request
from harness.redaction.secrets import SECRETS
from tests.unit.recorded import KEY, asked, kept, redirect, redirect_body


def missed(body: bytes) -> tuple[Miss, Request]:
    request = redirect(body=body)
    found = Index.of(kept([asked(redirect())])).find(request)
    assert isinstance(found, Miss)
    return found, request


SENT = json.dumps(
    {
        "targets": [{"identity": {"phone": {"id": "+14255550123"}}}],
        "timeout": 31,
        "callbackUri": "https://bot.contoso.com/cb?sig=s3cret",
    }
).encode()


def test_with_a_key_persons_and_hosts_are_masked_as_well() -> None:
    why = told_miss(*missed(SENT), KEY).why
    assert "timeout" in why
    assert "31" in why
    for told in ("4255550123", "contoso", "s3cret"):
        assert told not in why


def test_without_one_all_but_secrets_is_told() -> None:
    why = told_miss(*missed(SENT), SECRETS).why
    assert "+14255550123" in why
    assert "https://bot.contoso.com/cb?sig=REDACTED" in why


def test_a_body_that_is_no_json_is_told_without_its_secrets() -> None:
    why = told_miss(*missed(b"client_secret=s3cret&grant_type=x"), SECRETS).why
    assert "client_secret=REDACTED&grant_type=x" in why


def test_nothing_is_told_of_a_body_too_large_to_be_masked_in_time() -> None:
    found, request = missed(json.dumps(redirect_body(timeout=31)).encode() + b" " * 300_000)
    assert "31" not in told_miss(found, request, SECRETS).why
    assert told_request(request, SECRETS).body == b""


def test_a_miss_of_an_empty_recording_stays_as_it_is() -> None:
    assert told_miss(Miss(None), redirect(), KEY) == Miss(None)
