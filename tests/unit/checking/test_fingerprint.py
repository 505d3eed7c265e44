"""What makes a finding the same in another recording."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.checking import fingerprint as module
from harness.checking.fingerprint import fingerprint
from harness.exchange import Exchange, Response
from harness.findings import Finding, Severity
from harness.headers import Headers
from harness.redaction.redactor import Redactor
from tests.unit import recorded
from tests.unit.rules.exchanges import CALL, URL, members, redirect

FINDING = Finding("RDQ041", Severity.ERROR, "request.body.timeout", "m", "f")
OTHER = "0ad7c36f-82e4-4b59-a91d-3e75c08fb2d4"
GIVEN = fingerprint(FINDING, redirect(members(timeout=5), answer=Response(202)))


def test_another_call_and_other_noise_change_nothing() -> None:
    answer = Response(202, Headers((("Date", "Mon, 02 Mar 2026 12:00:00 GMT"), ("request-id", OTHER))))
    again = redirect(members(timeout=5), url=URL.replace(CALL, OTHER), answer=answer)
    assert fingerprint(FINDING, again) == GIVEN


def test_what_was_sent_and_answered_and_the_place_change_it() -> None:
    others = {
        fingerprint(FINDING, redirect(members(timeout=6), answer=Response(202))),
        fingerprint(FINDING, redirect(members(timeout=5), answer=Response(400))),
        fingerprint(FINDING, None),
        fingerprint(
            Finding("RDQ041", Severity.ERROR, "request.body", "m", "f"),
            redirect(members(timeout=5), answer=Response(202)),
        ),
    }
    assert len(others | {GIVEN}) == 5


def test_what_an_exchange_says_is_spelled_out_once_for_its_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    spelled: list[Exchange] = []

    def tree(exchange: Exchange) -> dict[str, object]:
        spelled.append(exchange)
        return {}

    monkeypatch.setattr(module, "tree", tree)
    exchange, equal = (redirect(members(timeout=5)) for _ in range(2))
    findings = [replace(FINDING, where=f"request.body.m{number}") for number in range(99)]
    assert len({fingerprint(each, exchange) for each in findings}) == 99
    assert fingerprint(FINDING, equal)
    assert [each is exchange for each in spelled] == [True, False]


def test_it_is_sixteen_hex_digits() -> None:
    assert len(GIVEN) == 16
    assert int(GIVEN, 16) >= 0


def test_why_nothing_answered_changes_nothing_and_that_nothing_did_does() -> None:
    dead = redirect(members(timeout=5))
    again = replace(dead, error="127.0.0.1:39017 refused the connection")
    assert fingerprint(FINDING, dead) == fingerprint(FINDING, again) != GIVEN


@st.composite
def recordings(draw: st.DrawFn) -> list[Exchange]:
    """One conversation of a bot, recorded with any key, at any time, with any ids, names and numbers."""
    call, user, caller = (str(draw(st.uuids(version=4))) for _ in range(3))
    name = draw(st.sampled_from(["Ines Marlowe", "Tariq O'Dell", "Zoe"]))
    number = draw(st.integers(0, 9))
    at = draw(st.floats(0, 86400))
    phone = {"identity": {"phone": {"id": f"+1202555014{number}"}}}
    body = recorded.redirect_body(user, name, replacesCallId=call)
    body["targets"].append(phone)
    trace = {"client-request-id": str(draw(st.uuids(version=4)))}
    error = b'{"error": {"code": "8522", "message": "Call %s not found."}}' % call.encode()
    request = recorded.redirect(call, body, headers=trace)
    redactor = Redactor(draw(st.binary(min_size=8, max_size=40)))
    return [
        redactor.exchange(each)
        for each in (
            recorded.told("created", "incoming", call, at, caller),
            recorded.asked(request, at=at + 1),
            recorded.asked(request, at=at + 2, response=Response(404, body=error)),
            recorded.told("deleted", "terminated", call, at + 5, caller),
        )
    ]


@given(recordings(), recordings())
def test_two_recordings_of_one_conversation_have_the_same_fingerprints(
    one: list[Exchange], other: list[Exchange]
) -> None:
    seen = [fingerprint(FINDING, each) for each in one]
    assert [fingerprint(FINDING, each) for each in other] == seen
    assert len(set(seen)) == len(seen)
