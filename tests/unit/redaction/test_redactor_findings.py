"""A redacted exchange is found fault with exactly as the original: masks keep what the rules look at."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from harness.contract.editions import EDITIONS, documentation
from harness.exchange import Exchange, Request, Response, Way
from harness.facts import facts_of
from harness.headers import Headers
from harness.redaction.redactor import Redactor
from harness.rules import judge
from tests.unit.places import PLACES, PLANTINGS
from tests.unit.planting import (
    KINDS,
    addresses,
    guids,
    hosts,
    mails,
    mris,
    names,
    numbers,
    opaque,
    tokens,
    tunnels,
    words,
)
from tests.unit.rows import PLACES as ROWS

REDACTOR = Redactor(b"a key for tests")
MINE = "4d7a1c52-9e03-4b68-8f2d-c6a05b3e97f1"

calls = (
    guids
    | guids.map(lambda it: it.replace("-", "").upper())
    | st.sampled_from(["{id}", "%7Bid%7D", "", "x", "('a')"])
)
urls = st.builds(
    "{}://{}/{}/{}calls/{}/{}".format,
    st.sampled_from(["https", "http"]),
    st.sampled_from(["graph.microsoft.com", "graph.microsoft.us", "127.0.0.1:8080"]) | hosts,
    st.sampled_from(["v1.0", "beta", "v2.0"]),
    st.sampled_from(["communications/", "app/", "communications//", ""]),
    calls,
    st.sampled_from(["redirect", "microsoft.graph.redirect", "Redirect"]),
)
phone_ids = (
    numbers
    | numbers.map(lambda it: it[1:])
    | numbers.map(lambda it: f"tel:{it}")
    | numbers.map(lambda it: f"{it[:3]} {it[3:6]}-{it[6:]}")
    | numbers.map(lambda it: it + "0123456789")
    | numbers.map(lambda it: it.replace("+", "00"))
    | st.sampled_from(["", "+1", "+12", "+0123456", "8:orgid", "extension 12"])
)
identities = st.fixed_dictionaries(
    {},
    optional={
        "user": st.fixed_dictionaries(
            {"id": guids | names | mris | addresses | st.sampled_from(["", "{userId}"])},
            optional={"displayName": names | mails | numbers},
        ),
        "phone": st.fixed_dictionaries({"id": phone_ids}, optional={"displayName": phone_ids})
        | st.builds(lambda it: json.dumps({"id": it}), phone_ids),
        "application": st.none() | st.fixed_dictionaries({"id": guids, "@odata_type": names}),
        "guest": st.fixed_dictionaries({"id": guids | mails | st.just("ada")}),
        "encrypted": st.fixed_dictionaries({"id": opaque}),
        "telephone": st.fixed_dictionaries({"id": numbers}),
        "endpointType": st.sampled_from(["default", "voicemail", "Default"]) | names | guids,
        "@odata.type": st.sampled_from(["#microsoft.graph.identitySet", "microsoft.graph.identitySet"])
        | names,
    },
)
callbacks = (
    st.builds(
        "{}://{}{}/api/calls{}".format,
        st.sampled_from(["https", "http", "HTTPS", "ftp"]),
        hosts,
        st.sampled_from(["", ":8443", ":x"]),
        st.sampled_from(["", "?a=b", "#c", "?code=" + "a" * 50, "/\u00fc", "?x=\u00fc"]),
    )
    | hosts
    | hosts.map(lambda it: f"//{it}/api")
    | hosts.map(lambda it: f"https://ann:pw@{it}/")
    | hosts.map(lambda it: f"https://bü{it}/")
    | st.sampled_from(
        [
            "",
            "/api",
            "https://",
            "https:///api",
            "string",
            "localhost:3978/api",
            "https://{host}/",
            "https://[::1]/",
        ]
    )
)
odd = st.none() | st.booleans() | st.integers(-5, 120) | st.floats(0, 100) | guids | names
targets = st.lists(st.fixed_dictionaries({"identity": identities}), min_size=1, max_size=3)
members = {
    "timeout": odd,
    "callbackUri": callbacks | odd,
    "maskCallee": odd,
    "routingPolicies": odd,
    "Timeout": odd,
    "targetDisposition": odd,
    "callback_uri": callbacks,
    "@odata_type": odd,
    "subject": names,
    "clientToken": odd,
    "mediaConfig": st.fixed_dictionaries({"blob": opaque | odd}),
}
bodies = (
    st.fixed_dictionaries({"targets": targets}, optional=members).map(lambda it: json.dumps(it).encode())
    | targets.map(lambda it: json.dumps({"targets": it + it}).encode())
    | targets.map(lambda it: b'{"timeout": 20, "targets": %b, "timeout": 30}' % json.dumps(it).encode())
    | st.fixed_dictionaries({"targets": st.lists(odd, max_size=2) | odd}, optional=members).map(
        lambda it: json.dumps(it).encode()
    )
    | st.sampled_from([b"", b"[]", b"{", b'{"targets": [],}', b"\xff"])
)
fields = st.fixed_dictionaries(
    {},
    optional={
        "Authorization": st.sampled_from(["Bearer x.y.z", "Bearer", "", "Basic abc", "abc", "bearer  abc"]),
        "Authentication": st.just("Bearer abc"),
        "X-Auth-Token": opaque,
        "User-Agent": st.sampled_from(["x/1 (Windows NT 10.0)", "azsdk-python-identity/1.19.0 (Linux-6.8)"]),
        "client-request-id": guids | names | st.sampled_from(["redirect-7", MINE, MINE.upper()]),
        "Content-Type": st.sampled_from(
            ["application/json", "application/json; charset=utf-8", "text/plain", ""]
        ),
    },
)
answers = st.none() | st.builds(
    lambda status, headers, body: Response(
        status, Headers.of({"Content-Type": "application/json"} | headers), body
    ),
    st.sampled_from([200, 202, 204, 302, 400, 401, 404, 429, 503]),
    st.fixed_dictionaries(
        {},
        optional={
            "request-id": guids,
            "client-request-id": guids | st.just(MINE),
            "Retry-After": st.sampled_from(["2", "Mon, 02 Mar 2026 12:00:09 GMT", "soon"]),
        },
    ),
    st.sampled_from([b"", b"oops", b"{}"])
    | st.builds(
        lambda code, name: json.dumps(
            {"error": {"code": "UnknownError", "message": json.dumps({"errorCode": code, "message": name})}}
        ).encode(),
        st.sampled_from(["7503", 7503, "1"]),
        names | numbers | addresses | tunnels | mris,
    )
    | st.builds(
        lambda name: json.dumps({"error": {"code": "8522", "message": f"No {name}."}}).encode(), names | guids
    ),
)


def found(exchange: Exchange, edition: str) -> list[tuple[str, Any]]:
    return [(finding.rule, finding.severity) for finding in judge(exchange, documentation(edition))]


@settings(max_examples=200)
@given(urls, fields, bodies, answers, st.sampled_from([*EDITIONS]))
@example("https://graph.microsoft.com/v1.0/communications/calls//redirect", {}, b"{}", None, "reference")
@example(
    *("https://graph.microsoft.com/v1.0/communications/calls/x/redirect", {}),
    *(b'{"targets": [], "callbackUri": "https://bot.contoso.com:x/api"}', None, "v1.0"),
)
@example(
    *("https://graph.microsoft.com/v1.0/communications/calls/x/redirect", {}),
    *(b'{"targets": [], "callbackUri": "https://bot.contoso.com:65536/api"}', None, "v1.0"),
)
def test_redaction_changes_no_finding(
    url: str, headers: dict[str, str], body: bytes, answer: Response | None, edition: str
) -> None:
    request = Request("POST", url, Headers.of(headers), body)
    whole = Exchange(request, answer, Way.TO_GRAPH, error=None if answer else "no answer")
    whole = replace(whole, facts=facts_of(whole, None))
    assert found(REDACTOR.exchange(whole), edition) == found(whole, edition)


ids = (
    st.sampled_from([MINE, MINE.upper(), MINE.replace("-", "")]) | guids | st.sampled_from(["57", "", "x y"])
)
identity_sets = st.fixed_dictionaries(
    {},
    optional={
        "user": st.fixed_dictionaries({"id": guids | mris}, optional={"displayName": names}) | st.none(),
        "encrypted": st.fixed_dictionaries({"id": names}),
        "guest": st.fixed_dictionaries({"id": names}, optional={"displayName": names, "email": mails}),
        "phone": st.fixed_dictionaries({"id": phone_ids}),
    },
)
parties = st.none() | st.fixed_dictionaries({"identity": identity_sets | st.none()})
calls_told = st.fixed_dictionaries(
    {"source": parties, "targets": st.lists(parties, max_size=2)},
    optional={
        "@odata.type": st.sampled_from(["#microsoft.graph.call", "microsoft.graph.call", "#x"]),
        "@odata.id": ids.map(lambda it: f"/app/calls/{it}"),
        "id": ids,
        "state": st.sampled_from(["incoming", "Established", "ringing", "terminated", "gone"]),
        "direction": st.sampled_from(["incoming", "outgoing"]),
        "callChainId": ids,
        "tenantId": guids,
        "subject": names,
        "chatInfo": st.fixed_dictionaries({"threadId": words.map("19:meeting_{}@thread.v2".format)}),
        "meetingInfo": st.fixed_dictionaries({"token": tokens | opaque}),
        "serverCallId": opaque,
        "resultInfo": st.fixed_dictionaries(
            {"code": st.sampled_from([200, "200"])}, optional={"subcode": odd, "message": names | numbers}
        ),
    },
)
told = st.lists(
    st.fixed_dictionaries(
        {
            "changeType": st.sampled_from(["created", "Created", "deleted", "made"]),
            "resourceData": calls_told,
        },
        optional={
            "resourceUrl": ids.map(lambda it: f"/communications/calls/{it}"),
            "resource": ids.map(lambda it: f"/app/calls('{it}')"),
        },
    ),
    max_size=2,
)
webhook_bodies = told.map(lambda it: json.dumps({"value": it}).encode()) | st.sampled_from(
    [b"", b"[]", b'{"value": [{}],}', b'{"callState": "incoming", "participants": []}']
)
webhook_fields = st.fixed_dictionaries(
    {},
    optional={
        "Authorization": st.just("Bearer x.y.z"),
        "Authentication": st.just("Bearer x.y.z"),
        "Content-Type": st.sampled_from(["application/json", "text/plain"]),
        "User-Agent": st.sampled_from(["Microsoft-Skype/3.0,(Calling/1.0)", "curl/8.9.1"]),
        "Scenario-Id": ids,
        "X-Microsoft-Skype-Chain-ID": ids,
    },
)
webhook_replies = st.none() | st.builds(
    lambda status, place: Response(status, Headers.of({"Location": f"https://{place}/"} if place else {})),
    st.sampled_from([200, 202, 204, 302, 401, 500]),
    hosts | st.just(""),
)


@settings(max_examples=200)
@given(webhook_fields, webhook_bodies, webhook_replies, st.sampled_from([*EDITIONS]))
def test_redaction_changes_no_finding_on_a_webhook(
    headers: dict[str, str], body: bytes, reply: Response | None, edition: str
) -> None:
    request = Request("POST", "https://bot.contoso.com/api/calls", Headers.of(headers), body)
    facts = {"token_present": True, "token_expired": True}
    whole = Exchange(request, reply, Way.TO_BOT, error=None if reply else "no answer", facts=facts)
    assert found(REDACTOR.exchange(whole), edition) == found(whole, edition)


@settings(max_examples=5)
@pytest.mark.parametrize(("kind", "place"), PLANTINGS, ids=lambda it: it)
@given(drawn=st.data())
def test_redaction_of_what_was_planted_changes_no_finding(
    kind: str, place: str, drawn: st.DataObject
) -> None:
    planted = PLACES[place][1](kind, drawn.draw(KINDS[kind]))
    whole = replace(planted, facts=facts_of(planted, None))
    assert found(REDACTOR.exchange(whole), "v1.0") == found(whole, "v1.0")


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("whole", [each for _, _, each in ROWS], ids=[row for row, _, _ in ROWS])
def test_redaction_of_a_row_of_the_table_changes_no_finding(whole: Exchange, edition: str) -> None:
    whole = replace(whole, facts=facts_of(whole, None))
    assert found(REDACTOR.exchange(whole), edition) == found(whole, edition)
