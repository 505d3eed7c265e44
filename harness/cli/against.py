"""How recordings differ from older ones, for `redial report --against`."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import click

from harness import corpus
from harness.cassette import Entry
from harness.checking.verdict import Read
from harness.cli.recordings import recordings
from harness.comparison import Change, compare
from harness.contract.precedence import Documentation
from harness.diff import Kind
from harness.errors import HarnessError
from harness.library import Recorded
from harness.report.page import Differing, Masking
from harness.report.unread import unread


class Against:
    """The recordings of `old`, and how those of `new` differ from them: of two folders those of one name are
    compared with each other, and what only one of them has together; otherwise all with all.

    unread: how many of the older files could not be read to their end.
    Raises HarnessError for a path that means no recording, and where no older file can be read at all.
    """

    def __init__(
        self, old: Path, new: Sequence[Path], documentation: Documentation, masking: Masking
    ) -> None:
        both, rest = corpus.pairs(old, new[0]) if len(new) == 1 else ([], ([old], list(new)))
        found: list[tuple[str, Change]] = []
        gone: list[tuple[str, Entry]] = []
        troubles: list[str] = []
        seen = False
        for pair in (*both, rest):
            before, after = (_Numbered(recordings(side), masking) for side in pair)
            seen |= bool(before.entries)
            troubles += before.troubles
            changes = compare(before.entries, after.entries, documentation).differences
            found += ((before if _is_gone(each) else after).told(each) for each in changes)
            calls = {before.entries[each.interaction - 1].call for each in changes if _is_gone(each)}
            gone += (before.placed(entry) for entry in before.entries if entry.call in calls)
        if not seen:
            why = troubles[0] if troubles else f"{old}: no exchange is in it"
            raise HarnessError(f"nothing to compare with: {why}", hint="give another --against")
        for why in troubles:
            click.echo(f"redial: {why}", err=True)
        self.unread = len(troubles)
        self.differing = Differing(found, gone)


class _Numbered:
    """The entries of several files, masked, numbered through. troubles: why one could not be read whole."""

    def __init__(self, recorded: Iterable[Recorded], masking: Masking) -> None:
        self.entries: list[Entry] = []
        self.troubles: list[str] = []
        self._places: list[tuple[str, Entry]] = []
        for each in recorded:
            trouble = None
            try:
                for entry in _masked(each.entries(), masking):
                    self._places.append((str(each.path), entry))
                    self.entries.append(replace(entry, number=len(self._places)))
            except HarnessError as error:
                trouble = str(error)
            if why := unread(Read(str(each.path), each.torn, trouble, each.capture)):
                self.troubles.append(why)

    def placed(self, entry: Entry) -> tuple[str, Entry]:
        """The file of an entry, and the entry as it stands there."""
        return self._places[entry.number - 1]

    def told(self, change: Change) -> tuple[str, Change]:
        """The file of a change, and the change by the number of its exchange there."""
        file, entry = self._places[change.interaction - 1]
        return file, replace(change, interaction=entry.number)


def _is_gone(change: Change) -> bool:
    """Whether a change is an exchange or a call that the older recording alone has."""
    return change.kind is Kind.REMOVED and "." not in change.path


def _masked(entries: Iterable[Entry], masking: Masking) -> Iterator[Entry]:
    for entry in entries:
        call = masking.text(entry.call) if entry.call else None
        yield replace(entry, exchange=masking.exchange(entry.exchange), call=call)
