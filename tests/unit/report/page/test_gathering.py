"""Events of a check gathered into calls."""

from dataclasses import replace
from datetime import timedelta

import pytest

from harness.checking.tally import Tally
from harness.exchange import Exchange, Way
from harness.report.page.differing import Differing
from harness.report.page.gathering import OPENED, Gathering
from harness.report.page.view import Arrow, Call
from tests.unit.recorded import CALLS, forward
from tests.unit.report.page.pages import DOCUMENTATION, KEY, MASKING, calls, differing, events
from tests.unit.rules.dialogue import dialogue
from tests.unit.rules.exchanges import CALL, USER
from tests.unit.watching import DIALOGUES, interleaved

REDIRECT = f"redirect to user {MASKING.masks.guid(USER['identity']['user']['id'])[:8]}"


def arrows(call: Call) -> list[Arrow]:
    return [row for row in call.rows if isinstance(row, Arrow)]


def gathered(exchanges: list[Exchange]) -> tuple[Gathering, list[Call]]:
    gathering = Gathering(DOCUMENTATION, MASKING, Differing())
    return gathering, list(gathering.calls(events(exchanges)))


def test_interleaved_calls_are_told_apart_each_with_its_own_exchanges() -> None:
    found = calls(interleaved(40))
    named = [call for call in found if call.id]
    assert len(named) == len({call.anchor for call in found}) - (len(found) - len(named)) == 40
    assert all(
        call.id in row.request.line
        for call in named
        for row in arrows(call)
        if row.name.startswith("redirect")
    )


def test_findings_are_pinned_to_their_exchange() -> None:
    (call,) = calls(dialogue(DIALOGUES["refused"]))
    pinned = {row.name: {card.rule for card in row.cards} for row in arrows(call)}
    assert "RDQ040" in pinned[REDIRECT]
    assert "RDQ040" not in pinned["incoming"]
    assert dict(call.counts)["error"] >= 1


def test_a_finding_on_the_call_stands_at_the_exchange_that_it_is_about() -> None:
    (call,) = calls(dialogue(DIALOGUES["late"]))
    (late,) = [row for row in arrows(call) if row.phase == "late"]
    assert "RDC002" in {card.rule for card in late.cards}


def test_a_token_that_was_fetched_meanwhile_is_shown_in_the_call() -> None:
    text = DIALOGUES["faultless"].replace(
        "1.5  bot       redirect", "0.5 bot token\n0.9 login 200\n1.5 bot redirect"
    )
    (call,) = calls(dialogue(text))
    assert [row.name for row in arrows(call)] == [
        "incoming",
        "token",
        REDIRECT,
        "terminated",
    ]


def test_a_token_that_no_call_was_waiting_for_stands_by_itself() -> None:
    first, second = calls(dialogue(DIALOGUES["unanswered"]))
    assert first.outcome == "unanswered"
    assert (second.who, second.outcome, second.id) == ("token fetches beside the calls", "other", "")
    assert [row.name for row in arrows(second)] == ["token"]


def test_a_webhook_that_tells_of_two_calls_is_shown_in_both() -> None:
    exchanges = dialogue("0.0 platform incoming\n0.1 bot 202\n1.0 platform incoming call=B\n1.1 bot 202")
    first, second = exchanges
    inner = second.request.body.partition(b'"value":')[2].strip()[1:].rpartition(b"]")[0]
    both = first.request.body.rpartition(b"]")[0] + b"," + inner + b"]}"
    found = calls([replace(first, request=replace(first.request, body=both))])
    assert len([call for call in found if call.id]) == 2


@pytest.mark.parametrize("key", [None, KEY], ids=["not masked", "edited since it was masked"])
def test_what_a_recording_has_in_clear_is_masked(key: str | None) -> None:
    shown = calls(dialogue(DIALOGUES["refused"]), key)
    assert shown[0].id == MASKING.text(CALL)
    assert CALL not in repr(shown)
    assert "d83b60fa" not in repr(shown)


def test_what_is_masked_is_shown_as_it_stands() -> None:
    once = dialogue(DIALOGUES["refused"])
    twice = [MASKING.exchange(each) for each in once]
    first, second = (
        [row.request.payload.text for call in calls(each) for row in arrows(call) if row.request.payload]
        for each in (once, twice)
    )
    assert first == second


def test_the_overview_knows_margins_outcomes_rules_and_the_time() -> None:
    later = [
        replace(each, started_at=each.started_at + timedelta(minutes=1) if each.started_at else None)
        for each in dialogue(DIALOGUES["faultless"])
    ]
    found, _ = gathered([*dialogue(DIALOGUES["late"]), *later])
    assert found.margins
    assert found.rules["RDC002", "warning"] == 1
    assert found.began is not None
    assert found.ended is not None
    assert (found.began.hour, found.ended.minute) == (12, 1)
    assert found.files == ["a.yaml"]


def test_a_finding_on_the_recording_as_a_whole_links_to_its_call() -> None:
    token = "0.0 platform incoming\n0.1 bot 202\n{} bot token\n{} login 200\n9.0 bot redirect\n9.1 graph 202"
    twice = [
        each
        for at in (1, 3)
        for each in dialogue(token.format(at, at + 0.2))
        if at == 1 or each.way is Way.TO_LOGIN
    ]
    found, shown = gathered(twice)
    (card,) = [card for card in found.aside if card.rule == "RDC025"]
    assert card.points[0].link == (shown[0].anchor, shown[0].short)


def test_a_file_that_was_not_read_to_its_end_is_said() -> None:
    from harness.checking.verdict import Read

    gathering = Gathering(DOCUMENTATION, MASKING, Differing())
    assert list(gathering.calls([Read("b.yaml", torn=7)])) == []
    assert gathering.troubles[0].startswith("b.yaml ends in the middle of an interaction")


def test_a_few_calls_show_at_once_the_first_and_those_that_are_wrong() -> None:
    found = calls(interleaved(40))
    opened = [call for call in found if call.opened]
    assert len(opened) == OPENED
    assert found[0] in opened
    assert all({"error", "warning"} & dict(call.counts).keys() for call in opened[1:])


def test_how_a_recording_was_kept_opens_no_call_and_colours_no_arrow() -> None:
    masked, clear = (calls(interleaved(40), key) for key in (KEY, None))
    assert [call.opened for call in clear] == [call.opened for call in masked]
    assert [[row.severity for row in arrows(call)] for call in clear] == [
        [row.severity for row in arrows(call)] for call in masked
    ]
    assert all("RDS011" in {card.rule for card in call.all_cards if card.kept} for call in clear)


def test_what_is_over_is_held_no_longer() -> None:
    gathering = Gathering(DOCUMENTATION, MASKING, Differing())
    held: list[int] = []
    for _ in gathering.calls(events(interleaved(40))):
        assert gathering._file is not None
        held.append(len(gathering._file.kept))
    assert held[-1] == 0


def test_calls_are_counted_apart_from_exchanges_of_no_call_and_from_what_is_no_more() -> None:
    old, new = [*forward(CALLS[0], at=0), *forward(CALLS[1], at=100)], forward(CALLS[0], at=0)
    seen = Gathering(DOCUMENTATION, MASKING, differing(old, new))
    assert len(list(seen.calls(events(new)))) == 2
    assert (seen.identified, seen.loose) == (1, 0)
    seen = Gathering(DOCUMENTATION, MASKING, Differing())
    rows = [row for text in DIALOGUES.values() for row in seen.calls(events(dialogue(text)))]
    assert [seen.identified, seen.loose] == [sum(bool(row.id) is it for row in rows) for it in (True, False)]
    assert seen.loose == 1
    tally = Tally("reference", 0)
    assert list(tally.watch(event for text in DIALOGUES.values() for event in events(dialogue(text))))
    assert tally.calls == seen.identified
