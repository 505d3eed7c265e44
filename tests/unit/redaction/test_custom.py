"""What a project masks besides, and what it lets stand."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.exchange import Exchange, Response, Way
from harness.headers import Headers
from harness.redaction.custom import LONGEST, Custom, KeepingMasks, member, pattern
from harness.redaction.redactor import Redactor
from tests.unit.planting import guids, hosts, mails, names, numbers
from tests.unit.rules.exchanges import HEADERS, members, redirect

KEY = b"a key for tests"
CUSTOM = Custom(
    keep=frozenset({"public.contoso.com", "front desk", "+12025550143"}),
    headers=frozenset({"x-api-key"}),
    members=frozenset({member("$.value[*].resourceData.meta"), member("ticket.code")}),
    patterns=(pattern(r"ACME-\d{6}"), pattern(r"[0-9a-f]{8}")),
)
REDACTOR = Redactor(KEY, CUSTOM)


def sent(**changes: object) -> Exchange:
    headers = HEADERS | {"X-Api-Key": "open sesame", "X-Note": "see ACME-123456"}
    answer = Response(202, Headers.of({"x-api-key": "shut"}), b"ACME-654321")
    return redirect(members(**changes), headers=headers, answer=answer)


def test_headers_members_and_patterns_become_opaque() -> None:
    exchange = REDACTOR.exchange(
        sent(ticket={"code": "A-1", "kind": "ACME-123456"}, n=[{"ticket": {"code": 7}}])
    )
    body = json.loads(exchange.request.body)
    opaque = REDACTOR.masks.opaque
    assert exchange.request.headers.get("x-api-key") == opaque("open sesame")
    assert exchange.request.headers.get("x-note") == f"see {opaque('ACME-123456')}"
    assert body["ticket"] == {"code": opaque("A-1"), "kind": opaque("ACME-123456")}
    assert exchange.response
    assert exchange.response.body == opaque("ACME-654321").encode()
    assert exchange.response.headers.get("x-api-key") == opaque("shut")


def test_a_member_is_named_by_the_end_of_its_path_and_all_that_stands_in_it() -> None:
    told = {"value": [{"resourceData": {"meta": {"a": "x", "b": ["y"]}, "state": "incoming"}}]}
    body = json.loads(REDACTOR.body(json.dumps(told).encode()))
    data = body["value"][0]["resourceData"]
    assert data == {
        "meta": {"a": REDACTOR.masks.opaque("x"), "b": [REDACTOR.masks.opaque("y")]},
        "state": "incoming",
    }


def test_what_is_kept_stands_in_any_case_and_what_is_secret_does_not() -> None:
    identity = {"phone": {"id": "+12025550143", "displayName": "Front Desk"}}
    kept = REDACTOR.exchange(
        sent(
            targets=[{"identity": identity}],
            callbackUri="https://PUBLIC.contoso.com/api",
            subject="Ada Lovelace",
        )
    )
    body = json.loads(kept.request.body)
    assert body["targets"][0]["identity"] == identity
    assert body["callbackUri"].lower() == "https://public.contoso.com/api"
    assert body["subject"] != "Ada Lovelace"
    secret = Redactor(KEY, Custom(keep=frozenset({"sesame", "bearer sesame"})))
    spoken = secret.request(redirect(headers={"Authorization": "Bearer sesame"}).request, Way.TO_GRAPH)
    assert spoken.headers.get("authorization") == "Bearer REDACTED"


@given(st.lists(names | guids | hosts | mails | numbers | st.just("ACME-123456"), max_size=4).map(" ".join))
def test_redacted_twice_is_redacted_once(text: str) -> None:
    once = REDACTOR.text(text)
    assert REDACTOR.text(once) == once


@pytest.mark.parametrize("path", ["", "$", "a..b", "a b", "$..x", "[0]"])
def test_what_names_no_member_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match="no path of a member"):
        member(path)


def test_a_path_may_begin_at_the_root_and_have_any_indices() -> None:
    assert member("$.value[*].resourceData[3].@odata.type"[:-5]) == ("value", "resourceData", "@odata")
    assert member("targets[].identity") == ("targets", "identity")


@pytest.mark.parametrize(
    ("text", "why"),
    [("(", "no regular expression"), ("x*", "nothing stands"), ("a" * (LONGEST + 1), "longer than 500")],
)
def test_a_pattern_that_cannot_serve_is_refused(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        pattern(text)


def test_what_is_kept_is_so_whole() -> None:
    keeping = KeepingMasks(KEY, frozenset({"front desk"}))
    assert keeping.name(" Front Desk ") == " Front Desk "
    assert keeping.name("Front Desk 2") != "Front Desk 2"
    assert keeping.opaque("front desk") != "front desk"
