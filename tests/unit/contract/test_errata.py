"""The table of contradictions names only editions and facts that exist."""

import pytest

from harness.contract.editions import EDITIONS, edition
from harness.contract.errata import ERRATA, Erratum, concerning
from harness.contract.facts import stated


@pytest.mark.parametrize("row", ERRATA, ids=lambda row: row.topic)
def test_a_row_names_facts_that_its_editions_state(row: Erratum) -> None:
    for reading in row.readings:
        assert reading.edition in EDITIONS
        assert reading.fact in {fact.name for fact in stated(edition(reading.edition))}, reading


@pytest.mark.parametrize("row", ERRATA, ids=lambda row: row.topic)
def test_what_a_row_calls_not_listed_is_not_listed(row: Erratum) -> None:
    listed = {
        reading.fact.removesuffix(".deprecated").removesuffix(".required")
        for reading in row.readings
        if "." in reading.fact
    }
    for reading in row.readings:
        if reading.says.startswith(("not listed", "none of")):
            names = {fact.name for fact in stated(edition(reading.edition))}
            assert names.isdisjoint(listed)


def test_every_edition_has_rows() -> None:
    assert all(concerning(name) for name in EDITIONS)
    assert concerning("none") == ()


def test_topics_are_told_once() -> None:
    assert len({row.topic for row in ERRATA}) == len(ERRATA)
