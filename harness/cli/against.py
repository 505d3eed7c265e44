"""How recordings differ from older ones, for `redial report --against`."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import click

from harness import corpus
from harness.cassette import Entry
from harness.checking.verdict import Read
from harness.cli.recordings import recordings
from harness.comparison import Change, Comparing, Held
from harness.contract.precedence import Documentation
from harness.diff import Kind
from harness.errors import HarnessError
from harness.ids import Name
from harness.library import Recorded
from harness.remote import Source
from harness.report.page import Differing, Masking
from harness.report.unread import unread


class Against:
    """The recordings of `old`, and how those of `new` differ from them: of two folders those of one name are
    compared with each other, and what only one of them has together; otherwise all with all.

    unread: how many of the older files could not be read to their end.
    Raises HarnessError for a path that means no recording, and where no older file can be read at all.
    """

    def __init__(
        self, old: Source, new: Sequence[Source], documentation: Documentation, masking: Masking
    ) -> None:
        both, rest = corpus.pairs(old, new[0]) if len(new) == 1 else ([], ([old], list(new)))
        found: list[tuple[str, Change]] = []
        gone: list[tuple[str, Entry]] = []
        troubles: list[str] = []
        seen = False
        for pair in (*both, rest):
            before, after = (_Masked(recordings(side), masking) for side in pair)
            seen |= bool(before.entries)
            troubles += before.troubles
            comparing = Comparing(documentation, before.names & after.names)
            changes = [change for call in comparing.calls(before.held, after.held) for change in call.changes]
            found += ((each.file, each) for each in changes)
            calls = {before.entries[each.file, each.interaction].call for each in changes if _is_gone(each)}
            gone += ((file, entry) for (file, _), entry in before.entries.items() if entry.call in calls)
        if not seen:
            why = troubles[0] if troubles else f"{old}: no exchange is in it"
            raise HarnessError(f"nothing to compare with: {why}", hint="give another --against")
        for why in troubles:
            click.echo(f"redial: {why}", err=True)
        self.unread = len(troubles)
        self.differing = Differing(found, gone)


class _Masked:
    """Several files, masked. entries: by file and number. troubles: why one could not be read whole."""

    def __init__(self, recorded: Iterable[Recorded], masking: Masking) -> None:
        self.held: list[Held] = []
        self.entries: dict[tuple[str, int], Entry] = {}
        self.troubles: list[str] = []
        for each in recorded:
            name, trouble = str(each.path), None
            entries: list[Entry] = []
            try:
                entries.extend(_masked(each.entries(), masking))
            except HarnessError as error:
                trouble = str(error)
            self.held.append(Held(entries, name))
            self.entries |= {(name, entry.number): entry for entry in entries}
            if why := unread(Read(name, each.torn, trouble, each.capture)):
                self.troubles.append(why)

    @property
    def names(self) -> frozenset[Name]:
        """The ids that stand in them."""
        return frozenset().union(*(each.names() for each in self.held))


def _is_gone(change: Change) -> bool:
    """Whether a change is an exchange or a call that the older recording alone has."""
    return change.kind is Kind.REMOVED and change.whole


def _masked(entries: Iterable[Entry], masking: Masking) -> Iterator[Entry]:
    for entry in entries:
        call = masking.text(entry.call) if entry.call else None
        yield replace(entry, exchange=masking.exchange(entry.exchange), call=call)
