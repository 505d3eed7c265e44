"""What a message tells in a few words."""

import json
from dataclasses import replace

import pytest

from harness.conversation import notices
from harness.exchange import Response
from harness.report.told import TOO_LARGE, calling, party, remaining, short, targets, why
from tests.unit.rules.dialogue import dialogue
from tests.unit.rules.exchanges import PHONE, USER, USERS, members, redirect
from tests.unit.watching import DIALOGUES


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ("9f2c61b8-0d4e-4a37", "9f2c61b8"),
        ("redacted-57dab8b1", "57dab8b1"),
        ("57", "57      "),
        (None, "--------"),
    ],
)
def test_a_call_goes_by_its_first_digits(call: str | None, words: str) -> None:
    assert short(call) == words


@pytest.mark.parametrize(
    ("listed", "words"),
    [
        ([USER], "to user 5e93a1c8"),
        (USERS[:3], "to user 5e93a1c8 and 2 more"),
        ([PHONE], "to phone +12025550143"),
        ([{}], "to somebody"),
        ([], "without targets"),
        ("x", "without targets"),
    ],
)
def test_a_redirect_leads_to_its_first_target_and_so_many_more(listed: object, words: str) -> None:
    assert targets(redirect(members(targets=listed))) == words


def test_a_redirect_without_a_body_that_could_be_read_says_so() -> None:
    broken = redirect()
    assert (
        targets(replace(broken, request=replace(broken.request, body=b"{"))) == "with a body that is no JSON"
    )
    assert (
        targets(replace(broken, facts={"body_left_out": 300_000}))
        == f"with a body of 300,000 bytes{TOO_LARGE}"
    )


def test_a_party_is_a_name_else_the_beginning_of_an_id() -> None:
    assert party({"identity": {"user": {"displayName": "User 7f3a90c2", "id": "5"}}}) == "User 7f3a90c2"
    assert party(USER) == "user 5e93a1c8"
    assert party(None) == ""


def test_a_ring_says_who_calls_whom() -> None:
    (told,) = notices(dialogue(DIALOGUES["faultless"])[0])
    assert calling(told) == "user d83b60fa calls application 7e05d9b4"
    assert calling(replace(told, data={})) == "somebody calls the bot"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"error": {"code": "NotFound"}}, " NotFound"),
        ({"error": {"code": 5}}, ""),
        ({"error": 5}, ""),
        ([], ""),
    ],
)
def test_an_error_is_told_by_its_code(body: object, words: str) -> None:
    assert why(redirect(answer=Response(404, body=json.dumps(body).encode()))) == words


def test_what_cannot_be_read_tells_no_code() -> None:
    assert why(redirect(answer=Response(404, body=b"<html>"))) == ""
    assert why(replace(redirect(), response=None)) == ""


def test_time_is_left_or_over() -> None:
    assert remaining(14.26) == "14.3 s left"
    assert remaining(-2.5) == "2.5 s too late"
