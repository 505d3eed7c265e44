"""Baselines: findings that a project has accepted, so that a check reports only what is new.

A baseline holds rules, places, fingerprints and counts: nothing that anybody said. Reading and writing the
file is harness.baseline_file's matter.
"""

import json
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Annotated

import msgspec

from harness.checking.verdict import Event, Judged, Placed
from harness.errors import HarnessError

VERSION = 1

_AGAIN = "write it anew with --write-baseline"

type Kind = tuple[str, str, str]
"""Rule, place and fingerprint of a finding."""


@dataclass(frozen=True, slots=True, order=True)
class Accepted:
    """A finding that is accepted up to `count` times. fingerprint: as harness.checking.fingerprint has it."""

    rule: str
    where: str
    fingerprint: str
    count: Annotated[int, msgspec.Meta(ge=1)]

    @property
    def kind(self) -> Kind:
        """What makes a finding this one."""
        return self.rule, self.where, self.fingerprint


@dataclass(frozen=True, slots=True)
class _Versioned:
    version: int


@dataclass(frozen=True, slots=True)
class Baseline:
    """What is accepted, in order; of each rule, place and fingerprint once."""

    accepted: tuple[Accepted, ...]

    def __len__(self) -> int:
        """How many findings it accepts."""
        return sum(each.count for each in self.accepted)

    def to_json(self) -> str:
        """The text of a baseline: one line for each finding, sorted, so that its diff can be reviewed."""
        lines = (json.dumps(msgspec.to_builtins(each)) for each in self.accepted)
        listed = ",".join(f"\n    {line}" for line in lines)
        return f'{{\n  "version": {VERSION},\n  "accepted": [{listed}{"\n  " if listed else ""}]\n}}\n'

    @classmethod
    def from_json(cls, text: bytes, *, name: str) -> "Baseline":
        """The baseline that `to_json` wrote, by whoever it was edited since.

        Raises HarnessError, naming `name`, for any other text and for another version.
        """
        try:
            version = msgspec.json.decode(text, type=_Versioned).version
            if version != VERSION:
                raise HarnessError(
                    f"{name} is a baseline of version {version}, known is {VERSION}", hint=_AGAIN
                )
            return _baseline(_counts(msgspec.json.decode(text, type=cls).accepted))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise HarnessError(f"{name} is no baseline: {error}", hint=_AGAIN) from None


class Collector:
    """Accepts every finding of a stream, and holds the baseline that does."""

    def __init__(self) -> None:
        self._counts: Counter[Kind] = Counter()

    def accept(self, events: Iterable[Event]) -> Iterator[Event]:
        """The same stream, each finding taken out."""
        for event in events:
            if isinstance(event, Judged) and event.findings:
                self._counts.update(map(_kind, event.findings))
                event = _without(event, ())
            yield event

    @property
    def baseline(self) -> Baseline:
        """What was accepted so far."""
        return _baseline(self._counts)


class Sieve:
    """Takes the findings that a baseline accepts out of a stream: of each as many as it counts."""

    def __init__(self, baseline: Baseline) -> None:
        self._left: Counter[Kind] = _counts(baseline.accepted)

    def new(self, events: Iterable[Event]) -> Iterator[Event]:
        """The same stream, with the new findings only."""
        for event in events:
            if isinstance(event, Judged) and event.findings:
                event = _without(event, tuple(each for each in event.findings if self._is_new(each)))
            yield event

    def stale(self, codes: Container[str]) -> tuple[Accepted, ...]:
        """What the baseline accepts of these rules and the stream did not have, so far: with the count that
        is too many.
        """
        return tuple(each for each in _baseline(self._left).accepted if each.rule in codes)

    def _is_new(self, placed: Placed) -> bool:
        kind = _kind(placed)
        if not self._left[kind]:
            return True
        self._left[kind] -= 1
        return False


def _kind(placed: Placed) -> Kind:
    return placed.finding.rule, placed.finding.where, placed.fingerprint


def _without(event: Judged, left: tuple[Placed, ...]) -> Judged:
    return replace(event, findings=left, accepted=event.accepted + len(event.findings) - len(left))


def _counts(accepted: Iterable[Accepted]) -> Counter[Kind]:
    counts: Counter[Kind] = Counter()
    for each in accepted:
        counts[each.kind] += each.count
    return counts


def _baseline(counts: Counter[Kind]) -> Baseline:
    return Baseline(tuple(sorted(Accepted(*kind, count) for kind, count in counts.items() if count)))
