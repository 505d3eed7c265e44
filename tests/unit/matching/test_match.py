"""What a match says: what was recorded, and what its ids are called by whoever asks."""

import pytest

from harness.address import canonical_id
from harness.matching import Index, Match
from tests.unit.matching.finding import READERS
from tests.unit.recorded import CALLS, KEY, forward, kept, redirect


@pytest.mark.parametrize("reader", READERS)
def test_it_names_the_entry_and_the_call_of_whoever_asked(reader: str) -> None:
    index = Index.of(kept(forward(), KEY), redactor=READERS[reader])
    match = index.find(redirect(CALLS[0].upper()))
    assert isinstance(match, Match)
    assert match.entry is match.item.entry
    assert (match.entry.number, match.call, match.again) == (2, canonical_id(CALLS[0]), False)
    assert CALLS[0].upper() in match.renaming.names.values()
