"""The account: new answers against recorded ones, by the rules of `redial diff`, and judged."""

import json
from dataclasses import replace

import pytest

from harness.contract.editions import documentation
from harness.diff import Kind
from harness.exchange import Response
from harness.headers import Headers
from harness.redaction.redactor import Redactor
from harness.verification import Account, Planned, Step, unsent
from tests.unit.recorded import CALLS, asked, redirect
from tests.unit.verification.entries import KEY, answered, entries, now, one

TOKEN = "eyJ0eXAi/Oi+JKV1.eyJhdWQiOi.c2ln=="


def account(contract: str = "reference", secret: str = "", redactor: Redactor = KEY) -> Account:
    return Account(documentation(contract), redactor, secret)


def step(each: Planned, response: Response | None, *, secret: str = "", contract: str = "reference") -> Step:
    return account(contract, secret).answered(each, now(response), 1)


def told(found: Step) -> list[str]:
    return [str(change) for change in found.changes]


def error(code: str = "8522", message: str = "Call not found.") -> bytes:
    return json.dumps({"error": {"code": code, "message": message}}).encode()


def test_the_same_answer_is_no_drift() -> None:
    found = step(
        one(response=answered(202, request_id=CALLS[1], Date="Mon, 30 Nov 2026 07:00:00 GMT")),
        answered(202, request_id=CALLS[2]),
    )
    assert (found.answered, found.recorded, found.times, found.why) == (202, 202, 1, "")
    assert found.changes == ()
    assert (found.seconds, found.recorded_seconds) == (0.2, 0.1)


def test_another_status_is_and_says_what_it_breaks() -> None:
    found = step(one(202), answered(200), contract="v1.0")
    assert told(found) == ["redirect.status: 202 -> 200 breaks RDR001"]
    assert "RDR001" in [placed.finding.rule for placed in found.findings]
    assert (found.findings[0].file, found.findings[0].finding.at) == ("calls.yaml", 1)


def test_what_another_edition_documents_drifts_and_breaks_nothing() -> None:
    assert told(step(one(204), answered(202))) == ["redirect.status: 204 -> 202"]


def test_what_was_wrong_before_is_no_news() -> None:
    found = step(one(200), answered(200), contract="v1.0")
    assert found.changes == ()
    assert "RDR001" in [placed.finding.rule for placed in found.findings]


def test_what_the_bot_sent_is_not_judged() -> None:
    each = one(request=redirect(body={"timeout": "30"}))
    assert {placed.finding.rule[:3] for placed in step(each, answered(202)).findings} <= {"RDR"}


def test_members_and_kept_headers_are_compared() -> None:
    old = answered(404, error(), Content_Type="application/json", Retry_After="1")
    new = answered(404, error("8523"), Content_Type="application/json; charset=utf-8", Retry_After="2")
    found = step(one(response=old), new)
    assert told(found) == [
        'redirect.response.headers.content-type: "application/json" -> "application/json; charset=utf-8"',
        'redirect.response.headers.retry-after: "1" -> "2"',
        'redirect.response.body.error.code: "8522" -> "8523"',
    ]
    assert found.changes[0].kind is Kind.EQUIVALENT
    assert len(found.differences) == 2


def test_ids_that_are_others_now_are_no_drift_but_a_split_is() -> None:
    book = account()
    old = one(response=answered(202, Scenario_Id=CALLS[1]))
    assert book.answered(old, now(answered(202, Scenario_Id=CALLS[2])), 1).changes == ()
    (change,) = book.answered(old, now(answered(202, Scenario_Id=CALLS[0])), 1).changes
    assert "would split it" in change.note


def test_an_id_of_the_request_stands_for_itself() -> None:
    each = one()
    call = each.entry.exchange.request.url.split("/")[-2]
    recorded = answered(404, error(message=f"There is no call {call}."))
    each = replace(each, entry=replace(each.entry, exchange=replace(each.entry.exchange, response=recorded)))
    assert step(each, recorded).changes == ()
    (change,) = step(each, answered(404, error(message=f"There is no call {CALLS[2]}."))).differences
    assert change.path == "redirect.response.body.error.message"


def test_what_is_told_of_a_new_answer_is_masked() -> None:
    body = error(message="Ask megan.bowen@contoso.example at +49 30 901820.")
    (change,) = step(one(response=answered(404, error())), answered(404, body)).differences
    assert "megan" not in str(change.new)
    assert "901820" not in str(change.new)


def test_what_nobody_masked_in_the_recording_is_masked_too_and_no_drift() -> None:
    body = error(message="Ask megan.bowen@contoso.example about +49 30 901820.")
    (entry,) = entries([asked(redirect(), response=answered(404, body))], None)
    each = Planned("plain.yaml", entry)
    assert step(each, answered(404, body)).changes == ()
    (change,) = step(each, answered(404, error())).differences
    assert "megan" not in str(change.old)
    assert "901820" not in str(change.old)


@pytest.mark.parametrize(
    "answer",
    [
        answered(401, error(message=f"Bearer {TOKEN} has expired.")),
        answered(401, error(message=TOKEN).replace(b"/", rb"\/")),
        answered(
            401,
            b"",
            Location=f"/login?token={TOKEN.replace('/', '%2F').replace('+', '%2B').replace('=', '%3D')}",
        ),
        answered(401, f"<h1>{TOKEN}</h1>".encode(), X_Echo=TOKEN),
        Response(401, Headers(), b"", TOKEN),
    ],
)
def test_a_token_that_comes_back_is_told_nowhere(answer: Response) -> None:
    told = repr(step(one(), answer, secret=TOKEN))
    assert "c2ln" not in told
    assert "JKV1" not in told


def test_where_the_recorded_body_was_not_kept_the_new_one_is_not_compared() -> None:
    each = one(404)
    exchange = replace(each.entry.exchange, facts={"answer_left_out": 3000000})
    each = replace(each, entry=replace(each.entry, exchange=exchange))
    assert step(each, answered(404, error())).changes == ()


def test_whose_answer_it_is_our_own_servers_say_without_drift() -> None:
    assert step(one(202), answered(202, x_redial_origin="recorded")).changes == ()


def test_no_answer_is_a_sentence() -> None:
    found = account().answered(one(), now(None, error="127.0.0.1:9 did not answer within 20 s"), 2)
    assert (found.answered, found.times) == (None, 2)
    assert found.told == "no answer: 127.0.0.1:9 did not answer within 20 s"


def test_what_was_not_sent_says_why() -> None:
    found = unsent(one(), "it was interrupted")
    assert (found.answered, found.times, found.told) == (None, 0, "not sent: it was interrupted")
