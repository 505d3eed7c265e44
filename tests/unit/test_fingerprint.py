"""What makes a finding the same in another recording."""

from harness.exchange import Response
from harness.findings import Finding, Severity
from harness.fingerprint import fingerprint
from harness.headers import Headers
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


def test_it_is_sixteen_hex_digits() -> None:
    assert len(GIVEN) == 16
    assert int(GIVEN, 16) >= 0
