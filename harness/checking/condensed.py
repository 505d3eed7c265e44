"""A check made small: what crosses from the process that judged to the one that tells.

Holds no exchange, unless it is asked for. What nobody tells one by one is summed up, so that any recording
takes little room.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from enum import IntEnum, auto

from harness.checking.coverage import Exercised
from harness.checking.kinds import Kinds
from harness.checking.tally import Tally
from harness.checking.verdict import Event, Judged, Part, Placed


class Detail(IntEnum):
    """What is told one by one; a higher number is more."""

    SUM = auto()
    """Files alone: the rest is counted, findings by kind."""
    FINDINGS = auto()
    """What has findings, and calls, which have figures."""
    ALL = auto()
    """Everything that was judged."""
    WHOLE = auto()
    """The same with the exchanges: with everything that was said."""


type Condensed = Event | Tally | Exercised
"""An event that is told, a sum of those that are not, or what all of them put to the test."""


def condensed(events: Iterable[Event], detail: Detail, whole: Tally) -> Iterator[Condensed]:
    """The events of one recording, made small. whole: an empty tally of the check, with what it asks for.

    Counted by another tally of the same check, with `told`, they come to the same as the events.
    """
    rest = Tally(whole.contract, whole.rules_run, kinds=Kinds(distinct=None))
    for event in events:
        if whole.coverage is not None:
            whole.coverage.add(event)
        if not isinstance(event, Judged):
            yield rest
            if whole.coverage is not None:
                yield whole.coverage.exercised
            yield event
        elif _is_told(event, detail):
            yield event if detail is Detail.WHOLE else _small(event, named=True)
        else:
            rest.take(_small(event, named=False))


def told(condensed: Iterable[Condensed], tally: Tally) -> Iterator[Event]:
    """The events that are told, which `tally.watch` counts; what is not told it is given as it passes."""
    for each in condensed:
        if isinstance(each, Tally):
            tally.add(each)
        elif isinstance(each, Exercised):
            if tally.coverage is not None:
                tally.coverage.take(each)
        else:
            yield each


def _is_told(event: Judged, detail: Detail) -> bool:
    if detail is Detail.FINDINGS:
        return bool(event.findings) or event.part is Part.CALL
    return detail >= Detail.ALL


def _small(event: Judged, *, named: bool) -> Judged:
    """The event without exchanges. named: whether somebody may ask for the fingerprints of its findings."""
    findings = tuple(_without_culprit(placed, named=named) for placed in event.findings)
    return replace(event, exchange=None, findings=findings)


def _without_culprit(placed: Placed, *, named: bool) -> Placed:
    return replace(placed, culprit=None, known_as=placed.fingerprint if named else "")
