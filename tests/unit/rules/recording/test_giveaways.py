"""Ids of tenants, users and applications, hosts, and headers about machines."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.exchange import Exchange, Way
from harness.redaction.masks import Masks
from harness.redaction.redactor import Redactor
from harness.rules.telling import MACHINES
from tests.unit.planting import URL, exchange, with_response
from tests.unit.rules.recordings import given_away, severities

MASKS = Masks(b"a key for tests")
REDACTOR = Redactor(b"a key for tests")
ID = "8d1f6b2c-5e4a-4c3d-9b8a-7f6e5d4c3b2a"
BOT = "https://bot.contoso.com/api/calls"


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({"identity": {"user": {"id": ID}}}, "identity.user.id"),
        ({"identity": {"applicationInstance": {"id": ID.upper()}}}, "identity.applicationInstance.id"),
        ({"identity": {"application": {"id": ID.replace("-", "")}}}, "identity.application.id"),
        ({"tenantId": ID}, "tenantId"),
        ({"a": {"tid": ID}}, "a.tid"),
        ({"client_id": ID}, "client_id"),
        ({"aud": f"api://{ID}"}, "aud"),
        ({"m": f"No luck with 8:orgid:{ID}."}, "m"),
        ({"m": f"28:{ID}"}, "m"),
        ({"m": f"AADSTS7000: tenant_id='{ID}'"}, "m"),
        ({"m": f'{{"Tid": "{ID}", "Oid": "{ID}"}}'}, "m"),
        ({"m": f"https://teams.microsoft.com/l/x?context=%7b%22Tid%22%3a%22{ID}%22%7d"}, "m"),
        ({"iss": f"https://sts.windows.net/{ID}/"}, "iss"),
        ({"callbackUri": f"https://bot.example/{ID}"}, "callbackUri"),
    ],
)
def test_an_id_is_found_where_a_tenant_a_user_or_an_application_is_named(body: Any, where: str) -> None:
    seen = severities(exchange(body)) - {("RDS006", "warning", "request.body.m")}
    assert seen == {("RDS005", "warning", f"request.body.{where}")}
    assert given_away(REDACTOR.exchange(exchange(body))) == []


@pytest.mark.parametrize(
    "body",
    [
        {"id": ID},
        {"resourceData": {"id": ID, "callChainId": ID, "myParticipantId": ID}},
        {"source": {"id": ID}},
        {"error": {"innerError": {"request-id": ID, "client-request-id": ID}}},
        {"m": f"call {ID} not found, participantId={ID}"},
        {"tenantId": MASKS.guid(ID)},
        {"tenantId": "00000000-0000-0000-0000-000000000000"},
        {"appId": "00000003-0000-0000-c000-000000000000"},
        {"tenantId": "common"},
    ],
)
def test_an_id_that_names_nobody_for_long_is_let_be(body: Any) -> None:
    assert given_away(exchange(body, fields={"Scenario-Id": ID, "client-request-id": ID})) == []


@pytest.mark.parametrize(
    ("url", "way", "seen"),
    [
        (f"https://login.microsoftonline.com/{ID}/oauth2/v2.0/token", Way.TO_LOGIN, True),
        ("https://login.microsoftonline.com/contoso.com/oauth2/v2.0/token", Way.TO_LOGIN, True),
        ("https://login.microsoftonline.com/contoso.onmicrosoft.com/oauth2", Way.TO_LOGIN, True),
        ("https://login.microsoftonline.com/common/oauth2/v2.0/token", Way.TO_LOGIN, False),
        ("https://login.microsoftonline.com/botframework.com/oauth2/v2.0/token", Way.TO_LOGIN, False),
        ("https://login.microsoftonline.com/h7f3a90c2.example/oauth2/v2.0/token", Way.TO_LOGIN, False),
        (f"https://bot.example/api/{ID}", Way.TO_BOT, True),
        (f"https://bot.example/api/{MASKS.guid(ID)}", Way.TO_BOT, False),
        (URL, Way.TO_GRAPH, False),
        (f"https://graph.microsoft.com/v1.0/communications/calls?tenantId={ID}", Way.TO_GRAPH, True),
    ],
)
def test_the_url_of_the_login_side_and_of_the_bot_may_name_one(url: str, way: Way, seen: bool) -> None:
    whole = exchange(url=url, way=way)
    codes = {code for code, _, _ in given_away(whole)}
    assert ("RDS005" in codes) is seen
    assert given_away(REDACTOR.exchange(whole)) == []


@pytest.mark.parametrize(
    ("whole", "where"),
    [
        (exchange(url=BOT, way=Way.TO_BOT), "request.uri"),
        (exchange(url="https://graph.contoso.com/v1.0/x"), "request.uri"),
        (exchange(Host="bot.contoso.com:8443"), "request.headers.host"),
        (exchange(fields={"X-Forwarded-Host": "x.ngrok.app"}), "request.headers.x-forwarded-host"),
        (exchange({"callbackUri": BOT}), "request.body.callbackUri"),
        (exchange({"callbackUri": "https://b.example/?code=Zx81Qp"}), "request.body.callbackUri"),
        (
            exchange({"callbackUri": "https://b.example/?webInstanceId=" + "4f" * 32}),
            "request.body.callbackUri",
        ),
        (exchange(url="https://b.example/?sig=Zx81Qp", way=Way.TO_BOT), "request.uri"),
        (with_response(b'{"m": "no route to bot.contoso.onmicrosoft.com"}'), "response.body.m"),
        (with_response(b"no route to https://bot.contoso.com/api"), "response.body"),
    ],
)
def test_a_host_and_what_it_is_asked_is_found(whole: Exchange, where: str) -> None:
    assert severities(whole) == {("RDS006", "warning", where)}
    assert given_away(REDACTOR.exchange(whole)) == []


@pytest.mark.parametrize(
    "whole",
    [
        exchange(),
        exchange(url="https://127.0.0.1:8443/api?key=", way=Way.TO_BOT),
        exchange(url="https://bot.example/api?a=b&code=redacted-63c53b42", way=Way.TO_BOT),
        exchange(url="https://graph.microsoft.com/v1.0/x?$skiptoken=Zx81Qp"),
        exchange(fields={"User-Agent": "x/1 (+https://github.com/x)", "Report-To": "https://nel.office.net"}),
        exchange({"callbackUri": "https://bot.test/api", "a": "https://login.microsoftonline.com/common"}),
        exchange({"callbackUri": "https://h7f3a90c2.example/api?code=REDACTED"}),
        exchange({"@odata.context": "https://graph.microsoft.com/v1.0/$metadata#a"}),
    ],
)
def test_a_host_that_is_everybodys_or_nobodys_is_let_be(whole: Exchange) -> None:
    assert given_away(whole) == []


@pytest.mark.parametrize("name", MACHINES)
def test_a_header_about_a_machine_is_found_and_is_one_that_redaction_drops(name: str) -> None:
    whole = exchange(fields={name.title(): "xyz"})
    assert severities(whole) == {("RDS008", "warning", f"request.headers.{name}")}
    assert given_away(REDACTOR.exchange(whole)) == []
    assert given_away(exchange(fields={name: "REDACTED"})) == []


def test_a_header_of_an_answer_counts_and_a_member_of_that_name_does_not() -> None:
    assert severities(with_response(b"", **{"set-cookie": "fpc=A"})) == {
        ("RDS008", "warning", "response.headers.set-cookie")
    }
    assert given_away(exchange({"headers": {"cookie": "fpc=A"}})) == []


@given(st.text(max_size=60))
def test_a_label_counts_whatever_stands_before_it(text: str) -> None:
    assert "RDS005" in {code for code, _, _ in given_away(exchange({"m": f"{text} tid={ID}"}))}
