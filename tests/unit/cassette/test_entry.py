"""An entry is a value."""

from dataclasses import FrozenInstanceError

import pytest

from harness.cassette import Entry
from tests.unit.cassette.exchanges import redirect


def test_an_entry_cannot_be_changed() -> None:
    entry = Entry(1, 4, redirect(), None)
    with pytest.raises(FrozenInstanceError):
        entry.number = 2  # type: ignore[misc]


def test_two_readings_of_one_block_are_equal() -> None:
    assert Entry(1, 4, redirect(), "a") == Entry(1, 4, redirect(), "a")
