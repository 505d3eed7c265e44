"""Webhooks as the platform and the published pages have them, and a valid one with one change at a time."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.contract.editions import EDITIONS, documentation
from harness.exchange import Request, Response, Way
from harness.facts import facts_of
from harness.headers import Headers
from harness.notification import write
from harness.rules import RULES, Judge, judge
from harness.simulator.fiction import Home, Wanted, call, incoming, wanted, webhook_headers
from tests.unit.rules.dialogue import CALLS, CHAINS, GOOD_TOKEN, IDS
from tests.unit.rules.exchanges import CALL, NOON, alike, found, found_everywhere
from tests.unit.rules.webhooks import DATA, LEGACY, value, webhook

OTHER = CALLS["B"]

MUTATIONS: list[tuple[dict[str, Any], str]] = [
    ({}, "- - -"),
    ({"method": "GET"}, "RDN001 RDN001 RDN001"),
    ({"headers": {"Content-Type": "text/plain"}}, "RDN001 RDN001 RDN001"),
    ({"body": b""}, "RDN001 RDN001 RDN001"),
    ({"body": LEGACY}, "RDN002 RDN002 RDN002"),
    ({"body": LEGACY, "reply": Response(204)}, "- - -"),
    ({"body": value()}, "RDN003 RDN003 RDN003"),
    ({"element": {"changeType": ...}}, "RDN003 RDN003 RDN003"),
    ({"element": {"resourceUrl": ...}}, "RDN003 RDN003 RDN003"),
    ({"element": {"resourceData": ...}}, "RDN003 RDN003 RDN003"),
    ({"element": {"changeType": "made"}}, "RDN004 RDN004 RDN004"),
    ({"element": {"resourceUrl": f"/communications/calls/{OTHER}"}}, "RDN005 RDN005 RDN005"),
    ({"id": OTHER}, "RDN005 RDN005 RDN005"),
    ({"at_type": ...}, "RDN006 RDN006 RDN006"),
    ({"at_type": "#microsoft.graph.participant"}, "RDN006 RDN006 RDN006"),
    ({"element": {"changeType": "deleted"}}, "RDN007 RDN007 RDN007"),
    ({"state": "established"}, "RDN007 RDN007 RDN007"),
    ({"state": "gone"}, "RDN009 RDN009 RDN009"),
    ({"state": "ringing", "element": {"changeType": "updated"}}, "- RDN009 -"),
    ({"resultInfo": {"code": "200", "subcode": 0}}, "RDN010 RDN010 RDN010"),
    ({"source": ...}, "RDN011 RDN011 RDN011"),
    ({"targets": []}, "RDN011 RDN011 RDN011"),
    ({"facts": {"token_present": False}}, "RDN012 RDN012 RDN012"),
    ({"facts": {"token_tenant_matches": False}}, "RDN012 RDN012 RDN012"),
    ({"facts": {"token_present": ...}}, "- - -"),
    ({"headers": {"Authorization": ..., "Authentication": "Bearer REDACTED"}}, "RDN013 RDN013 RDN013"),
    ({"headers": {"Scenario-Id": CHAINS["2"]}}, "RDN014 RDN014 RDN014"),
    ({"callChainId": CHAINS["2"], "headers": {"Scenario-Id": CHAINS["2"]}}, "RDN014 RDN014 RDN014"),
    ({"reply": Response(500)}, "RDN015 RDN015 RDN015"),
    ({"reply": Response(204)}, "RDN015 RDN015 RDN015"),
    ({"reply": None}, "- - -"),
    ({"headers": {"User-Agent": ...}}, "RDN016 RDN016 RDN016"),
    ({"tenantId": ..., "direction": ..., "callChainId": ...}, "- - -"),
]


@pytest.mark.parametrize(("change", "expected"), MUTATIONS)
def test_one_change_breaks_exactly_the_rule_that_is_about_it(change: dict[str, Any], expected: str) -> None:
    codes = (sorted({code for code, _, _ in found(webhook(**change), name)}) for name in EDITIONS)
    assert " ".join("+".join(each) or "-" for each in codes) == expected


def test_each_rule_on_webhooks_has_a_change_that_breaks_it() -> None:
    broken = {code for _, expected in MUTATIONS for code in expected.replace("-", "").split()}
    assert broken == {rule.code for rule in RULES if rule.code.startswith("RDN")} - {"RDN008"}


def test_a_webhook_as_logs_show_it_breaks_nothing() -> None:
    tenant, participant = IDS["1"], IDS["2"]
    user = {
        "@odata.type": "#microsoft.graph.identity",
        "id": IDS["3"],
        "tenantId": tenant,
        "displayName": "Ada Example",
        "identityProvider": "AAD",
    }
    identity = {"@odata.type": "#microsoft.graph.identitySet", "user": user}
    element = {
        "resource": f"/app/calls/{CALL}",
        "resourceUrl": f"/communications/calls/{CALL}",
    }
    exchange = webhook(
        element=element,
        source={
            "@odata.type": "#microsoft.graph.participantInfo",
            "id": participant,
            "identity": identity,
            "endpointType": "default",
            "region": "amer",
            "languageId": "en-us",
        },
        targets=[
            {
                "@odata.type": "#microsoft.graph.invitationParticipantInfo",
                "id": participant,
                "identity": {"@odata.type": "#microsoft.graph.identitySet", "applicationInstance": user},
                "languageId": None,
            }
        ],
        at_id=f"/app/calls/{CALL}",
        at_etag="W/5445",
        answeredBy={"identity": identity},
        chatInfo={"@odata.type": "#microsoft.graph.chatInfo", "threadId": "19:x@thread.v2"},
        meetingInfo=None,
        callRoutes=[],
        requestedModalities=["unknown", "audio"],
        terminationReason="AppRedirected",
        headers={"X-Microsoft-Skype-Message-ID": IDS["4"], "MS-Teams-Region": "amer", "Connection": "close"},
    )
    assert found_everywhere(exchange) == alike()


@pytest.mark.parametrize(("change", "state"), [("created", "incoming"), ("deleted", "terminated")])
@pytest.mark.parametrize("asked", [b"", b'{"target": {"application": {"id": "a"}}}'])
def test_what_the_simulator_sends_breaks_nothing(change: str, state: str, asked: bytes) -> None:
    ids = iter(range(100))

    def draw(_kind: str) -> str:
        return f"a1b2c3d4-0000-4000-8000-{next(ids):012d}"

    wish: Wanted = wanted(asked)
    rung = call(1, CALL, draw, Home.drawn(draw, "/api/calls"), wish)
    body = write(change, state, rung, incoming(draw) if state == "incoming" else {})
    headers = webhook_headers(rung, draw("message"), NOON)
    request = Request("POST", "https://bot.example/api/calls", headers, body)
    exchange = replace(webhook(), request=request)
    exchange = replace(exchange, facts=facts_of(exchange, None))
    assert found_everywhere(exchange) == alike()
    assert Judge(documentation()).exchange(exchange).unjudged == ()


TRAILING_COMMA = b"""{
  "@odata.type": "#microsoft.graph.commsNotifications",
  "value": [{
    "changeType": "created",
    "resourceUrl": "/communications/calls/9f2c61b8-0d4e-4a37-8b15-c7e3a6904d52",
    "resourceData": {"@odata.type": "#microsoft.graph.call", "source": {"region": "amer",}}
  }]
}"""
NO_BRACES = b"""[
  "@odata.type": "#microsoft.graph.commsNotifications",
  "value": [ "changeType": "updated", "state": "Established" ]
]"""


@pytest.mark.parametrize(
    ("defect", "change", "expected"),
    [
        ("D1", {"body": TRAILING_COMMA}, ("RDN001", "warning", "request.body")),
        (
            "D2",
            {"element": {"resourceUrl": f"/communications/calls/{OTHER}"}},
            ("RDN005", "warning", f"{DATA}.id"),
        ),
        (
            "D6",
            {"headers": {"Authorization": ..., "Authentication": "Bearer REDACTED"}},
            ("RDN013", "error", "request.headers.authentication"),
        ),
        ("D7", {"body": NO_BRACES}, ("RDN001", "warning", "request.body")),
        (
            "D8",
            {"resultInfo": {"code": "200", "subcode": 5001}},
            ("RDN010", "warning", f"{DATA}.resultInfo.code"),
        ),
        (
            "D9",
            {"resultInfo": {"code": 0, "subCode": 7015}},
            ("RDN010", "warning", f"{DATA}.resultInfo.subCode"),
        ),
    ],
)
def test_a_defect_of_the_published_pages_meets_its_rule(
    defect: str, change: dict[str, Any], expected: tuple[str, str, str]
) -> None:
    assert {defect: found_everywhere(webhook("terminated", **change))} == {defect: alike(expected)}


SECRET = "b6c0e7f4-19d8-4c35-8a72-0e4f93d15ac6"


def test_no_finding_on_a_webhook_quotes_an_id_a_name_a_token_or_a_url() -> None:
    secret = f"{SECRET}.example"
    spoilt = [
        webhook(
            element={
                "changeType": SECRET,
                "resourceUrl": f"/communications/calls/{SECRET}",
                "resource": f"/app/calls/{SECRET}1",
            },
            at_type=f"#microsoft.graph.{SECRET}.call",
            state=SECRET,
            resultInfo={"code": SECRET, "subcode": SECRET, "message": SECRET},
            source={"identity": {"encrypted": {"id": SECRET}}},
            targets=[SECRET],
            callChainId=SECRET,
            headers={
                "User-Agent": secret,
                "Content-Type": secret,
                "Authentication": SECRET,
                "Authorization": ...,
            },
            facts={"token_expired": True, "token_issuer_known": False},
            reply=Response(302, Headers.of({"X": secret})),
        ),
        webhook(body=LEGACY.replace(CALL.encode(), SECRET.encode()), method=SECRET),
        webhook(body=value(SECRET, {"changeType": [SECRET], "resourceData": SECRET})),
    ]
    findings = [each for name in EDITIONS for one in spoilt for each in judge(one, documentation(name))]
    assert len({each.rule for each in findings}) > 12
    assert [each for each in findings if SECRET in each.message + each.fix + each.where] == []


odd: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
paths = st.sampled_from([f"/communications/calls/{CALL}", f"app/calls('{OTHER}')", "", "://", "https://[::1"])
data = st.fixed_dictionaries(
    {},
    optional={
        "@odata.type": st.sampled_from(["#microsoft.graph.call", "call", "microsoft.graph.call"]) | odd,
        "@odata.id": paths | odd,
        "id": st.sampled_from([CALL, ""]) | odd,
        "state": st.sampled_from(["incoming", "Terminated", "ringing"]) | odd,
        "direction": st.sampled_from(["incoming", "outgoing"]) | odd,
        "callChainId": odd,
        "source": odd | st.fixed_dictionaries({"identity": odd}),
        "targets": odd | st.lists(st.fixed_dictionaries({"identity": odd})),
        "resultInfo": odd | st.fixed_dictionaries({}, optional={"code": odd, "subCode": odd, "subcode": odd}),
    },
)
elements = st.fixed_dictionaries(
    {},
    optional={
        "changeType": st.sampled_from(["created", "Deleted", "made"]) | odd,
        "resourceUrl": paths | odd,
        "resource": paths | odd,
        "resourceData": data | odd,
    },
)
bodies = st.one_of(
    st.binary(max_size=30),
    odd.map(lambda it: json.dumps(it).encode()),
    st.lists(elements | odd, max_size=3).map(lambda it: json.dumps({"value": it}).encode()),
    st.fixed_dictionaries({"value": elements | odd}).map(lambda it: json.dumps(it).encode()),
)
fields = st.dictionaries(
    st.sampled_from(["Content-Type", "Authorization", "Authentication", "Scenario-Id", "User-Agent"])
    | st.just("X-Microsoft-Skype-Chain-ID"),
    st.text(max_size=8),
)
known = st.fixed_dictionaries(
    {}, optional={name: st.booleans() for name in [*GOOD_TOKEN, "token_issuer_known"]}
)


@given(bodies, fields, known, st.none() | st.integers(100, 599), st.text(max_size=5))
def test_whatever_a_webhook_holds_nothing_is_raised_and_messages_are_one_line_of_ascii(
    body: bytes, headers: dict[str, str], facts: dict[str, bool], status: int | None, method: str
) -> None:
    request = Request(method, "https://bot.example/", Headers.of(headers), body)
    reply = Response(status) if status else None
    exchange = replace(webhook(), request=request, response=reply, facts=facts)
    assert exchange.way is Way.TO_BOT
    for name in EDITIONS:
        for each in judge(exchange, documentation(name)):
            assert each.where.startswith(("request.", "response."))
            for words in (each.message, each.fix):
                assert words
                assert words.isascii()
                assert "\n" not in words
