"""The least and the greatest value, or count, that the cell of a parameter states.

Both ends are taken or none: a bound that holds on a condition, shuts its own number out or is of another
unit is doubted together with its partner. A default is never a bound.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from harness.contract.clauses import reservation
from harness.contract.kinds import Kind
from harness.contract.model import Fact
from harness.contract.source import Sentence, Source
from harness.contract.wordings import EXCLUSIVE, Wording, units_of_time, without_defaults, wordings


@dataclass(frozen=True, slots=True)
class Bounds:
    """Inclusive ends; None where the page states none."""

    least: Fact[int] | None = None
    most: Fact[int] | None = None


def bounds(name: str, kind: Kind, sentences: Iterable[Sentence], source: Source) -> Bounds:
    """What the cell of a parameter says of the size of a number, or of the count of a collection."""
    sentences = tuple(sentences)
    said = [
        (each, wording) for each in sentences for wording in wordings(each.text) if _bounds(each, wording)
    ]
    time = set(chain(units_of_time(name), *(units_of_time(each.text) for each in sentences)))
    doubts = [(each, why) for each, wording in said if (why := _doubt(each, wording, kind, time))]
    # Backwards, so that the first of equal bounds stays.
    least = {wording.least: each for each, wording in reversed(said) if wording.least is not None}
    most = {wording.most: each for each, wording in reversed(said) if wording.most is not None}
    if not doubts and (len(least) > 1 or len(most) > 1):
        doubts = [(each, "the cell states several bounds") for each, _ in said]
    if not doubts and least and most and min(least) > max(most):
        doubts = [(each, "the bounds exclude each other") for each, _ in said]
    for each, why in doubts:
        source.doubt(each, why)
    return Bounds() if doubts else Bounds(_fact(least), _fact(most))


def _fact(ends: Mapping[int, Sentence]) -> Fact[int] | None:
    return next((Fact(end, each.cite) for end, each in ends.items()), None)


def _bounds(sentence: Sentence, wording: Wording) -> bool:
    """Whether words bound anything: a condition such as "if more than 2 are given" does not."""
    return wording.doubt != EXCLUSIVE or not reservation(sentence.text, wording.start, wording.end)


def _doubt(sentence: Sentence, wording: Wording, kind: Kind, time: set[str]) -> str | None:
    """Why the words do not bound a parameter of this kind, whose cell speaks of these units of time."""
    before = without_defaults(sentence.text)[: wording.start]
    length = wording.unit in ("character", "byte")
    if wording.doubt:
        return wording.doubt
    if kind.name and not (kind.collection or kind.number):
        return "the contract holds no lengths" if length else f"a {kind.name} has no such bound"
    if length:
        return "it is a length, not a value"
    if kind.collection and wording.unit:
        return "it does not count what is sent"
    if wording.unit and len({wording.unit, *time} - {"percent"}) > 1:
        return "the cell speaks of several units"
    if re.search(r"\bdefault", before.rpartition(",")[2], re.IGNORECASE):
        return "a default is no bound"
    if _HAPPENING.search(before):
        return "it is what may happen, not what may be sent"
    return reservation(sentence.text, wording.start, wording.end)


_HAPPENING = re.compile(
    r"\b(?:takes?|taking|took|delay(?:s|ed)?|wait(?:s|ed)?|lasts?|might|expires?|retain(?:s|ed)?)\b",
    re.IGNORECASE,
)
