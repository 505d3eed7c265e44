"""Facts say what only the wire and the unredacted values show, and hold nothing secret."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness import notification
from harness.exchange import Exchange, Request, Response, Way
from harness.facts import CODINGS, FACTS, HANDS, HOST_CLASSES, INVENTED, Parties, Wire, facts_of, host_class
from harness.headers import Headers
from tests.unit.planting import KINDS, token

CALL = "6b29fc40-ca47-4067-b31d-00dd010662da"
TENANT = "0f5c2c1e-4f0a-4a52-8b64-1d2f7c3e9a10"
OTHER = "9d3a7f52-1c4e-4b8a-a6d0-5e2f8c7b4a31"
BOT = "c41b8a6e-7d25-4e93-9f10-2a6b3d8e5c74"
BEGAN = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
URL = f"https://graph.microsoft.com/v1.0/communications/calls/{CALL}/redirect"


def redirect(body: Any = None, **claims: Any) -> Exchange:
    """A redirect; with claims it carries a token that has them."""
    headers = Headers.of({"Authorization": f"Bearer {token(**claims)}"} if claims else {})
    sent = body if isinstance(body, bytes) else json.dumps(body or {}).encode()
    return Exchange(Request("POST", URL, headers, sent), Response(202), Way.TO_GRAPH, started_at=BEGAN)


def webhook(*elements: Mapping[str, Any], **claims: Any) -> Exchange:
    headers = Headers.of({"Authorization": f"Bearer {token(**claims)}"} if claims else {})
    body = notification.envelope([{"resourceData": element} for element in elements])
    request = Request("POST", "https://bot.contoso.com/api/calls", headers, body)
    return Exchange(request, Response(202), Way.TO_BOT, started_at=BEGAN)


def incoming(tenant: str = TENANT, *applications: str) -> dict[str, Any]:
    targets = [{"identity": {"application": {"id": application}}} for application in applications]
    return {"tenantId": tenant, "targets": targets}


def test_lengths_and_coding_are_told_as_sent() -> None:
    facts = facts_of(redirect(), Wire(248, 237, "GZIP", decodes=False))
    assert facts["length_sent"] == 248
    assert facts["length_counted"] == 237
    assert facts["encoding"] == "gzip"
    assert facts["encoding_valid"] is False


def test_of_a_request_that_broke_off_it_is_told() -> None:
    assert facts_of(redirect(), Wire(248, 2, complete=False))["request_complete"] is False
    assert "request_complete" not in facts_of(redirect(), Wire(2, 2))


def test_what_was_not_sent_is_no_fact() -> None:
    assert {*facts_of(redirect(), Wire(None, 2))} == {"length_counted", "duplicate_keys", "token_present"}
    assert {*facts_of(redirect(b"no json"), None)} == {"token_present"}


@pytest.mark.parametrize("coding", ["s3cr3t", "gzip, br", ""])
def test_a_coding_that_nobody_registered_is_called_other(coding: str) -> None:
    assert facts_of(redirect(), Wire(None, 2, coding))["encoding"] == "other"


def test_repeated_keys_are_counted() -> None:
    assert facts_of(redirect(b'{"a":1,"a":2,"b":{"c":1,"c":2,"c":3}}'), None)["duplicate_keys"] == 3


@pytest.mark.parametrize(
    ("host", "reach"),
    [
        ("bot.contoso.com", "public"),
        ("8.8.8.8", "public"),
        ("localhost", "loopback"),
        ("127.0.0.1", "loopback"),
        ("::1", "loopback"),
        ("10.1.2.3", "private"),
        ("192.168.0.1", "private"),
        ("169.254.1.1", "private"),
        ("fd00::1", "private"),
        ("bot", "private"),
        ("bot.corp", "private"),
        ("BOT.local.", "private"),
        ("abc.ngrok-free.app", "tunnel"),
        ("abc.eu.ngrok.io", "tunnel"),
        ("abc-3978.euw.devtunnels.ms", "tunnel"),
        ("", "none"),
    ],
)
def test_a_host_is_classed_by_who_can_reach_it(host: str, reach: str) -> None:
    assert host_class(host) == reach


@pytest.mark.parametrize(
    ("callback", "reach"),
    [
        ("https://bot.contoso.com:8443/api", "public"),
        ("http://[::1]:3978/api", "loopback"),
        ("/api/calls", "none"),
        ("https:///api", "none"),
    ],
)
def test_the_callback_is_classed(callback: str, reach: str) -> None:
    assert facts_of(redirect({"callbackUri": callback}), None)["callback_host"] == reach


@pytest.mark.parametrize("callback", [None, "", 3, {"x": 1}])
def test_without_a_callback_there_is_no_fact_about_it(callback: Any) -> None:
    assert not {name for name in facts_of(redirect({"callbackUri": callback}), None) if "callback" in name}


@pytest.mark.parametrize(
    ("query", "is_secret"),
    [
        ("code=abc", True),
        ("sig=abc", True),
        ("api_key=abc", True),
        ("functionsKey=abc", True),
        ("access_token=abc", True),
        (f"x={'0a' * 32}", True),
        (f"x={token(a=1)}", True),
        ("code=", False),
        ("region=emea&call=1", False),
        (f"id={CALL}", False),
        ("keyboard=1", False),
    ],
)
def test_a_query_that_looks_like_a_secret_is_told(query: str, is_secret: bool) -> None:
    facts = facts_of(redirect({"callbackUri": f"https://bot.contoso.com/api?{query}"}), None)
    assert facts["callback_secret"] is is_secret


def test_a_password_before_the_host_is_a_secret() -> None:
    facts = facts_of(redirect({"callbackUri": "https://ann:pw@bot.contoso.com/api"}), None)
    assert facts["callback_secret"] is True


@pytest.mark.parametrize(
    ("callback", "is_ascii"),
    [
        ("https://bot.contoso.com/api", True),
        ("https://bot.contoso.com/%C3%BC", True),
        ("https://bot.contoso.com/\u00fc", False),
        ("https://b\u00fccher.contoso.com/", False),
    ],
)
def test_whether_a_callback_is_ascii_is_told(callback: str, is_ascii: bool) -> None:
    assert facts_of(redirect({"callbackUri": callback}), None)["callback_ascii"] is is_ascii


def test_without_a_token_there_is_one_fact() -> None:
    assert facts_of(redirect(), None)["token_present"] is False
    assert not {name for name in facts_of(redirect(), None) if "token" in name} - {"token_present"}


def test_a_token_that_cannot_be_read_is_only_present() -> None:
    whole = redirect()
    sent = replace(whole.request, headers=Headers.of({"Authorization": "Bearer opaque"}))
    facts = facts_of(replace(whole, request=sent), None, Parties(frozenset({TENANT}), frozenset({BOT})))
    assert {name: fact for name, fact in facts.items() if "token" in name} == {"token_present": True}


@pytest.mark.parametrize(
    ("claims", "name", "fact"),
    [
        ({"roles": ["Calls.Initiate.All"]}, "token_has_calls_initiate", True),
        ({"roles": ["Calls.AccessMedia.All"]}, "token_has_calls_initiate", False),
        ({"scp": "User.Read"}, "token_has_calls_initiate", False),
        ({"roles": "Calls.Initiate.All"}, "token_has_calls_initiate", False),
        ({"aud": "https://graph.microsoft.com"}, "token_audience_graph", True),
        ({"aud": "https://graph.microsoft.us/"}, "token_audience_graph", True),
        ({"aud": "00000003-0000-0000-c000-000000000000"}, "token_audience_graph", True),
        ({"aud": "https://vault.azure.net"}, "token_audience_graph", False),
        ({"exp": BEGAN.timestamp() + 1}, "token_expired", False),
        ({"exp": int(BEGAN.timestamp())}, "token_expired", True),
        ({"tid": TENANT.upper()}, "token_tenant_matches", True),
        ({"tid": OTHER}, "token_tenant_matches", False),
        ({"appid": BOT}, "token_app_matches", True),
        ({"azp": BOT.upper()}, "token_app_matches", True),
        ({"appid": OTHER}, "token_app_matches", False),
    ],
)
def test_a_graph_token_is_told_by_yes_and_no(claims: dict[str, Any], name: str, fact: bool) -> None:
    parties = Parties.of(webhook(incoming(TENANT, BOT)))
    assert facts_of(redirect(None, **claims), None, parties)[name] is fact


@pytest.mark.parametrize("claims", [{"exp": "soon"}, {"tid": 3}, {"appid": None}, {"aud": ["x"]}, {"iss": 1}])
def test_a_claim_of_another_type_is_no_fact(claims: dict[str, Any]) -> None:
    parties = Parties.of(webhook(incoming(TENANT, BOT)))
    assert {name for name in facts_of(redirect(None, **claims), None, parties) if "token" in name} == {
        "token_present",
        "token_has_calls_initiate",
    }


def test_without_the_call_nobody_can_say_whose_token_it_should_be() -> None:
    facts = facts_of(redirect(None, tid=TENANT, appid=BOT), None)
    assert not {"token_tenant_matches", "token_app_matches"} & {*facts}


@pytest.mark.parametrize(
    ("claims", "name", "fact"),
    [
        ({"iss": "https://api.botframework.com"}, "token_issuer_known", True),
        ({"iss": "https://api.botframework.com/"}, "token_issuer_known", True),
        ({"iss": "https://graph.microsoft.com"}, "token_issuer_known", True),
        ({"iss": "https://contoso.com"}, "token_issuer_known", False),
        ({"tid": TENANT}, "token_tenant_matches", True),
        ({"tid": OTHER}, "token_tenant_matches", False),
        ({"aud": BOT}, "token_app_matches", True),
        ({"aud": OTHER}, "token_app_matches", False),
        ({"exp": 1}, "token_expired", True),
    ],
)
def test_a_webhooks_token_is_held_against_the_webhook_itself(
    claims: dict[str, Any], name: str, fact: bool
) -> None:
    assert facts_of(webhook(incoming(TENANT, BOT), **claims), None)[name] is fact


def test_notifications_of_two_tenants_match_no_one_token() -> None:
    facts = facts_of(webhook(incoming(TENANT), incoming(OTHER), tid=TENANT), None)
    assert facts["token_tenant_matches"] is False


def test_a_tenant_that_nobody_has_tells_nothing_of_a_token_of_another() -> None:
    made_up = Parties(frozenset({INVENTED}))
    assert "token_tenant_matches" not in facts_of(redirect(None, tid=TENANT), None, made_up)
    assert facts_of(redirect(None, tid=INVENTED), None, made_up)["token_tenant_matches"] is True


def test_the_parties_of_a_call_are_its_tenants_its_targets_and_the_audience() -> None:
    parties = Parties.of(webhook(incoming(TENANT.upper(), BOT), aud=OTHER))
    assert parties == Parties(frozenset({TENANT}), frozenset({BOT, OTHER}))


@pytest.mark.parametrize(
    "targets",
    [None, 3, [None], [{"identity": None}], [{"identity": {"application": "x"}}], [{"identity": {}}]],
)
def test_odd_targets_name_no_application(targets: Any) -> None:
    assert Parties.of(webhook({"tenantId": 3, "targets": targets})) == Parties()


def test_of_a_token_fetch_only_the_status_is_a_fact() -> None:
    fetch = replace(redirect(None, tid=TENANT), way=Way.TO_LOGIN, response=Response(401))
    assert facts_of(fetch, Wire(3, 3)) == {"login_status": 401}
    assert facts_of(replace(fetch, response=None), None) == {}


@given(st.data(), st.sampled_from(sorted(KINDS)))
def test_every_fact_is_in_the_table_and_holds_no_secret(data: st.DataObject, kind: str) -> None:
    secret = data.draw(KINDS[kind])
    body = {"callbackUri": f"https://{secret}/{secret}?code={secret}", secret: secret, "tenantId": secret}
    claims = dict.fromkeys(("tid", "appid", "aud", "iss", "roles"), secret)
    for whole in (redirect(body, **claims), webhook(body, **claims)):
        facts = facts_of(whole, Wire(1, 2, secret), Parties.of(webhook(incoming(secret, secret))))
        for name, fact in facts.items():
            assert type(fact) is FACTS[name].type
            assert not isinstance(fact, str) or fact in FACTS[name].words
            assert secret not in str(fact)


@given(st.binary(max_size=60), st.text(max_size=30))
def test_no_message_is_an_error(body: bytes, credentials: str) -> None:
    request = Request("POST", URL, Headers.of({"Authorization": f"Bearer {credentials}"}), body)
    for way in Way:
        assert {*facts_of(Exchange(request, None, way), None)} <= {*FACTS}


def test_texts_are_words_of_a_table() -> None:
    assert {name: fact.words for name, fact in FACTS.items() if fact.words} == {
        "encoding": CODINGS,
        "answer_encoding": CODINGS,
        "by_hand": HANDS,
        "callback_host": HOST_CLASSES,
    }
    assert all((fact.type is str) is bool(fact.words) for fact in FACTS.values())
