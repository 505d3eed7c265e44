"""Baselines as `redial check` takes them: findings that are accepted pass through here before they count."""

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

import click

from harness import baseline_file
from harness.checking.baseline import Baseline, Collector, Sieve
from harness.checking.verdict import Event
from harness.report.text import counted

_NAMED = 3
"""How many stale kinds of findings are named; the others are counted."""


class Baselines:
    """What a check accepts: what the file `known` has, or with `written` everything, which is put there."""

    def __init__(self, known: Path | None, written: Path | None) -> None:
        if known and written:
            raise click.UsageError("--write-baseline accepts everything: leave out --baseline")
        self._known, self._written = known, written
        self._sieve = Sieve(baseline_file.read(known) if known else Baseline(()))
        self._collector = Collector()

    def sift(self, events: Iterable[Event]) -> Iterator[Event]:
        """The same stream without the findings that are accepted."""
        return self._collector.accept(events) if self._written else self._sieve.new(events)

    def close(self, chosen: Collection[str]) -> None:
        """Write what was asked for, and say what is accepted and does not occur any more. chosen: the rules
        that ran.
        """
        if self._known:
            self._say_stale(self._known, chosen)
        if self._written:
            baseline_file.write(self._written, self._collector.baseline)
            accepted = counted(len(self._collector.baseline), "finding")
            click.echo(f"{self._written}: {accepted} accepted", err=True)

    def _say_stale(self, known: Path, chosen: Collection[str]) -> None:
        stale = self._sieve.stale(chosen)
        if not stale:
            return
        count = sum(each.count for each in stale)
        occur = "occurs" if count == 1 else "occur"
        kinds = list(dict.fromkeys(f"{each.rule} {each.where}" for each in stale))
        more = f" and {len(kinds) - _NAMED} more" if len(kinds) > _NAMED else ""
        click.echo(
            f"redial: {counted(count, 'finding')} that {known} accepts no longer {occur}:"
            f" {', '.join(kinds[:_NAMED])}{more}; write it anew with --write-baseline",
            err=True,
        )
