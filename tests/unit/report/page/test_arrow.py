"""Exchanges as arrows."""

from dataclasses import replace

import pytest

from harness.comparison import Change
from harness.diff import Kind
from harness.exchange import Exchange, Origin, Response, Way
from harness.headers import Headers
from harness.report.page.anchor import Anchors
from harness.report.page.arrow import ALTERED, altered, arrow
from harness.report.page.card import cards
from harness.report.page.view import Arrow, Lane
from harness.report.told import TOO_LARGE
from tests.unit.report.page.pages import events
from tests.unit.rules.dialogue import dialogue
from tests.unit.rules.exchanges import URL, answered, members, redirect
from tests.unit.watching import DIALOGUES


def drawn(exchange: Exchange) -> Arrow:
    return arrow(exchange, "a", "a.yaml:3")


@pytest.mark.parametrize(
    ("name", "at", "lanes", "asked", "came", "went"),
    [
        ("faultless", 0, (Lane.PLATFORM, Lane.BOT), "incoming", "202 Accepted", "well"),
        ("faultless", 1, (Lane.BOT, Lane.GRAPH), "redirect to user 5e93a1c8", "202 Accepted", "well"),
        ("refused", 1, (Lane.BOT, Lane.GRAPH), "redirect to user 5e93a1c8", "400 BadRequest", "badly"),
        ("unanswered", 0, (Lane.BOT, Lane.LOGIN), "token", "200 OK", "well"),
    ],
)
def test_an_arrow_goes_from_who_asks_to_who_answers(
    name: str, at: int, lanes: tuple[Lane, Lane], asked: str, came: str, went: str
) -> None:
    found = drawn(dialogue(DIALOGUES[name])[at])
    assert ((found.start, found.end), found.name, found.came, found.went) == (lanes, asked, came, went)


def test_what_got_no_answer_says_why() -> None:
    found = drawn(replace(redirect(), response=None, error="the connection was reset"))
    assert (found.came, found.went) == ("no answer", "nowhere")
    assert found.answer is not None
    assert (found.answer.line, found.answer.payload) == ("the connection was reset", None)
    assert drawn(replace(redirect(), response=None, error=None)).answer is None


def test_an_answer_that_is_not_the_services_says_whose_it_is() -> None:
    assert drawn(replace(redirect(), response=Response(400), origin=Origin.ENFORCED)).came.endswith(
        "(enforced)"
    )


def test_both_messages_are_there_with_headers_and_body() -> None:
    found = drawn(redirect(members(), answer=Response(404, body=b"gone")))
    assert found.request.line == f"POST {URL}"
    assert ("Content-Type", "application/json") in found.request.headers
    assert found.request.payload is not None
    assert found.request.payload.kind == "JSON"
    assert found.answer is not None
    assert found.answer.payload is not None
    assert (found.answer.line, found.answer.payload.text) == ("404 Not Found", "gone")


def test_a_body_that_was_too_large_to_be_kept_is_spoken_of() -> None:
    exchange = replace(redirect(), facts={"body_left_out": 3_000_000})
    assert drawn(exchange).request.note == f"a body of 3,000,000 bytes{TOO_LARGE}"


def test_a_finding_marks_the_member_that_it_is_about() -> None:
    exchange = redirect(members(timeout="30"), answer=answered("reference"))
    first = next(iter(events([exchange])))
    found = cards(getattr(first, "findings", ()), Anchors())
    pinned = arrow(exchange, "a", "a.yaml:3", found)
    assert pinned.severity == "error"
    assert pinned.request.payload is not None
    marked = {piece.mark: piece.text.strip() for piece in pinned.request.payload.pieces}
    assert (found[0].rule, marked[found[0].points[0].anchor]) == ("RDQ040", '"timeout": "30",')


@pytest.mark.parametrize(
    ("path", "side"), [("redirect.body.timeout", "request"), ("redirect.response.body.error.code", "answer")]
)
def test_a_difference_marks_its_member_as_well(path: str, side: str) -> None:
    answer = Response(400, body=b'{"error":{"code":"BadRequest"}}')
    change = altered(Change("57", 2, path, Kind.CHANGED, 45, 5, ("RDQ041",)), Anchors())
    assert (change.kind, change.old, change.new, change.breaks) == ("changed", "45", "5", ("RDQ041",))
    found = arrow(redirect(members(timeout=5), answer=answer), "a", "", (), [change])
    message = getattr(found, side)
    assert [piece.mark for piece in message.payload.pieces if piece.mark] == [change.anchor]


def test_a_member_that_is_missing_has_no_value() -> None:
    change = altered(Change("57", 2, "redirect.body.timeout", Kind.ADDED, None, 5), Anchors())
    assert (change.old, change.new) == ("", "5")


def test_what_would_steer_the_page_is_spelled_out() -> None:
    hostile = replace(redirect(), request=replace(redirect().request, method="PO\u202eST"))
    assert drawn(hostile).request.line.startswith("PO\\u202eST ")


def test_what_is_very_long_has_an_end() -> None:
    sent = redirect().request
    long = replace(sent, url=f"{URL}?{'x' * 100_000}", headers=Headers.of({"X-A": "y" * 100_000}))
    found = drawn(replace(redirect(), request=long))
    assert len(found.request.line) < 5_000
    assert found.request.headers[0][1].endswith("y… and 95,904 characters more")


def test_of_very_many_differences_the_first_are_shown_and_the_rest_counted() -> None:
    change = altered(Change("57", 2, "redirect.body.a", Kind.CHANGED, 1, 2), Anchors())
    found = arrow(redirect(), "a", "", (), [change] * 60_000)
    assert (len(found.altered), found.unshown) == (ALTERED, 60_000 - ALTERED)


def test_every_way_has_its_lanes() -> None:
    assert {drawn(replace(redirect(), way=way)).end for way in Way} == {Lane.BOT, Lane.GRAPH, Lane.LOGIN}
