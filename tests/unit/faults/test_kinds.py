"""The table of faults."""

import pytest

from harness.faults.kinds import KINDS, kind_of


@pytest.mark.parametrize("name", KINDS)
def test_a_fault_is_for_answers_or_for_notifications(name: str) -> None:
    kind = KINDS[name]
    assert (kind.answer is None) != (kind.told is None)
    assert all(each.least <= (each.default or 0) <= each.most for each in kind.settings.values())


def test_any_error_of_the_service_has_its_status() -> None:
    statuses = []
    for name in ("500", "503", "599"):
        kind = kind_of(name)
        assert kind is not None
        statuses.append(kind.settings["status"].default)
    assert statuses == [500, 503, 599]


@pytest.mark.parametrize("name", ["5xx", "404", "600", "50", "5034", ""])
def test_other_statuses_are_none(name: str) -> None:
    assert kind_of(name) is None


def test_why_a_fault_befell_nobody_is_said_and_of_a_swap_what_it_needs() -> None:
    assert KINDS["reset"].never == "nothing came that it is for"
    assert "one that follows a request waits for it" in KINDS["swap"].never
