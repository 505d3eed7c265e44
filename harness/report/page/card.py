"""Findings as cards: those of one place that one change mends are one card, however many they are."""

from collections.abc import Callable, Iterable

from harness.checking.fingerprint import fingerprint
from harness.checking.verdict import Placed
from harness.exchange import Exchange
from harness.findings import SHOWN, Severity
from harness.report.page.anchor import Anchors
from harness.report.page.overview import HOLDS, ON_RECORDINGS
from harness.report.page.view import Card, Point
from harness.report.printable import printable

type Link = Callable[[int | None], tuple[str, str] | None]
"""The number of an exchange -> anchor and name of its call."""


def nowhere(_: int | None) -> None:
    """The findings stand at their exchange."""


def as_it_is(exchange: Exchange) -> Exchange:
    """Nothing in it is to be masked."""
    return exchange


def cards(
    found: Iterable[Placed],
    anchors: Anchors,
    said: Callable[[str], str] = str,
    masked: Callable[[Exchange], Exchange] = as_it_is,
    link: Link = nowhere,
) -> tuple[Card, ...]:
    """The cards of the findings of one place, the worst first. said: masks what they quote, where it must.

    masked: the exchange that one is about, for its anchor: a hash of what is in clear would give it away to
    who tries all that it may be.
    """
    groups: dict[tuple[object, ...], list[Placed]] = {}
    for placed in found:
        one = placed.finding
        groups.setdefault((one.severity, one.rule, one.fix, one.cite), []).append(placed)

    def shown(text: str) -> str:
        return printable(said(text))

    def point(placed: Placed) -> Point:
        one = placed.finding
        culprit = placed.culprit and masked(placed.culprit)
        anchor = anchors.give("finding", fingerprint(one, culprit))
        place = printable(f"{placed.file}:{placed.line}" if placed.file and placed.line else placed.file)
        return Point(anchor, shown(one.where), shown(one.message), place, link(one.at))

    made = []
    for group in groups.values():
        first = group[0].finding
        points = tuple(map(point, group[:SHOWN]))
        named = (str(first.severity), first.rule, HOLDS.get(first.rule, ""), shown(first.fix), first.cite)
        made.append(Card(*named, points, len(group) - len(points), first.rule in ON_RECORDINGS))
    return tuple(sorted(made, key=lambda card: -Severity[card.severity.upper()]))
