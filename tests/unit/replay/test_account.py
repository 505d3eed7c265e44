"""The account of a replay says whether all is well."""

from dataclasses import replace

import pytest

from harness.diff import Kind
from harness.replay.account import Befallen, Departure, Replayed
from tests.unit.report.checks import FAULTY, REPLAYED

WELL = Replayed((), (), (), ())


@pytest.mark.parametrize(
    "wrong",
    [
        {"missed": REPLAYED.missed},
        {"left": REPLAYED.left},
        {"undelivered": REPLAYED.undelivered},
        {"trouble": "no bot listened"},
        {"findings": REPLAYED.findings},
        {"unmet": FAULTY.unmet},
        {"differences": tuple(each for each in REPLAYED.differences if each.refuses)},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_it_is_not_well_when_one_thing_is_wrong(wrong: dict[str, object]) -> None:
    assert WELL.well
    assert not replace(WELL, **wrong).well  # type: ignore[arg-type]


def test_what_was_sent_otherwise_and_matched_is_well() -> None:
    assert replace(WELL, differences=tuple(one for one in REPLAYED.differences if not one.refuses)).well


def test_a_fault_says_what_it_met() -> None:
    assert str(Befallen("503", "a.yaml", 2, "57", "POST /x", 1)) == (
        "503 into a.yaml, interaction 2, call 57, number 1 of its call"
    )


def test_a_departure_tells_how_it_differs() -> None:
    split = Departure("a.yaml", 2, "57", "redirect.headers.accept", Kind.CHANGED, "a", "b", note="why")
    assert str(split.told) == 'redirect.headers.accept: "a" -> "b" (why)'
