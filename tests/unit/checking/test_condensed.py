"""A check made small comes to the same: the law of what crosses between processes."""

import pickle
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import reduce
from itertools import chain, groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.checking.condensed import Detail, condensed, told
from harness.checking.coverage import Coverage
from harness.checking.kinds import Kinds
from harness.checking.tally import Tally
from harness.checking.verdict import Event, Figures, Judged, Part, Placed, Read
from harness.cli.formats import DETAILS, RENDERERS
from harness.contract.editions import documentation
from harness.findings import Finding, Severity
from harness.report.run import Run
from harness.rules import RULES
from tests.unit.rules.exchanges import redirect

EXCHANGE = redirect()
CODES = ("RDQ040", "RDR001", "RDC002")
FINDINGS = st.builds(
    lambda code, severity, words: Finding(code, severity, "request.body.timeout", words, "f", None, "57", 1),
    st.sampled_from(CODES),
    st.sampled_from(Severity),
    st.integers(0, 30).map("{} s".format),  # more than a tally tells apart
)


@st.composite
def files(draw: st.DrawFn) -> list[list[Event]]:
    """The events of some files, each ended by its Read."""
    found: list[list[Event]] = []
    for number in range(draw(st.integers(1, 4))):
        name = f"{number}.yaml"
        events: list[Event] = [
            Judged(
                *(name, part, 1, at, "57", part.value, tuple(draw(st.lists(st.sampled_from(CODES))))),
                tuple(Placed(each, name, at, EXCHANGE) for each in draw(st.lists(FINDINGS, max_size=3))),
                (("RDC014", "it is not told"),) * draw(st.integers(0, 1)),
                redirect=draw(st.booleans()),
                figures=Figures("57", float(at), None, None) if part is Part.CALL else None,
                exchange=EXCHANGE if part is Part.EXCHANGE else None,
            )
            for at, part in enumerate(draw(st.lists(st.sampled_from(Part), max_size=9)), start=1)
        ]
        found.append([*events, Read(name, torn=draw(st.integers(0, 1)), left_out=draw(st.integers(0, 2)))])
    return found


def empty() -> Tally:
    return Tally("reference", 3, coverage=Coverage(documentation(), CODES))


def sent(events: Iterable[Event], detail: Detail) -> Iterator[object]:
    """What arrives of it elsewhere."""
    yield from pickle.loads(pickle.dumps(tuple(condensed(events, detail, empty()))))


def came_to(tally: Tally) -> object:
    """All that a tally says."""
    assert tally.coverage is not None
    counts = (tally.cassettes, tally.exchanges, tally.redirects, tally.calls, tally.unread, tally.left_out)
    kinds = (list(tally.kinds), tally.kinds.rest, tally.findings, [tally.count(each) for each in Severity])
    return counts, kinds, tally.judged, tally.not_judged, tally.coverage.rules, tally.coverage.facts


def watched(events: Iterable[Event]) -> Tally:
    tally = empty()
    for _ in tally.watch(events):
        pass
    return tally


@given(files(), st.sampled_from(Detail))
def test_a_tally_of_what_was_made_small_is_the_tally_of_it_all(
    events: list[list[Event]], detail: Detail
) -> None:
    tally = empty()
    small = chain.from_iterable(sent(each, detail) for each in events)
    for _ in tally.watch(told(small, tally)):  # type: ignore[arg-type]
        pass
    assert came_to(tally) == came_to(watched(chain.from_iterable(events)))


@given(files(), st.sampled_from(sorted(RENDERERS)))
def test_every_format_prints_the_same_of_it(events: list[list[Event]], form: str) -> None:
    run = Run(RULES, Severity.ERROR, "1.2.3")
    whole, tally = empty(), empty()
    small = chain.from_iterable(sent(each, DETAILS[form]) for each in events)
    printed = RENDERERS[form](tally.watch(told(small, tally)), tally, run)  # type: ignore[arg-type]
    expected = RENDERERS[form](whole.watch(chain.from_iterable(events)), whole, run)
    assert "".join(printed) == "".join(expected)


def tallied(events: Iterable[Event]) -> Tally:
    """A tally that holds every kind of finding, as those do that cross."""
    tally = Tally("reference", 3, kinds=Kinds(distinct=None), coverage=Coverage(documentation(), ()))
    for event in events:
        tally.take(event)
    return tally


def summed(*tallies: Tally) -> Tally:
    def plus(one: Tally, other: Tally) -> Tally:
        one.add(other)
        return one

    return reduce(plus, tallies, tallied(()))


@given(files(), st.data())
def test_however_the_events_are_parted_and_the_parts_brought_together_the_sum_is_one(
    events: list[list[Event]], data: st.DataObject
) -> None:
    every = list(chain.from_iterable(events))
    cuts = data.draw(st.lists(st.integers(0, 3), min_size=len(every), max_size=len(every)).map(sorted))
    parts = [
        [event for _, event in group] for _, group in groupby(zip(cuts, every, strict=True), lambda it: it[0])
    ]
    at = data.draw(st.integers(0, len(parts)))
    left, right = (summed(*map(tallied, side)) for side in (parts[:at], parts[at:]))
    together, one_by_one = empty(), empty()
    for each in (left, right):
        together.add(each)
    for part in parts:
        one_by_one.add(tallied(part))
    whole = watched(every)
    whole.coverage = together.coverage = one_by_one.coverage = empty().coverage
    assert came_to(together) == came_to(one_by_one) == came_to(whole)


def test_exchanges_cross_where_they_are_asked_for() -> None:
    event = Judged("a.yaml", Part.EXCHANGE, 1, 2, None, "redirect: 202", (), (), exchange=EXCHANGE)
    (found,) = sent([event], Detail.WHOLE)
    assert isinstance(found, Judged)
    assert found.exchange == EXCHANGE


@pytest.mark.parametrize("detail", set(Detail) - {Detail.WHOLE})
def test_no_exchange_crosses(detail: Detail) -> None:
    finding = Placed(
        Finding("RDQ040", Severity.ERROR, "request.body.timeout", "m", "f"), "a.yaml", 3, EXCHANGE
    )
    event = Judged(
        *("a.yaml", Part.EXCHANGE, 1, 2, None, "redirect: 202", ("RDQ040",), (finding,)), exchange=EXCHANGE
    )
    (*_, small), (_, _, read) = (
        [*sent([event], Detail.ALL)],
        [*sent([replace(event), Read("a.yaml")], Detail.SUM)],
    )
    assert isinstance(small, Judged)
    assert small.exchange is None
    assert small.findings[0].culprit is None
    assert small.findings[0].fingerprint == finding.fingerprint
    assert read == Read("a.yaml")
    assert EXCHANGE.request.body not in pickle.dumps(
        tuple(condensed([event, Read("a.yaml")], detail, empty()))
    )
