"""Copies of a recording: the same calls once more, each under an id of its own; and several recordings, in
which no two calls are one.

An id of a copy is a mask like any other of a recording: whoever plays a call may call it by yet another.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from uuid import NAMESPACE_URL, uuid5

from harness import titles
from harness.address import canonical_id
from harness.cassette import Entry
from harness.conversation import calls_of, notices
from harness.exchange import Exchange
from harness.ids import Name, name_of, replaced
from harness.matching import in_order
from harness.redaction.masks import Masks
from harness.replay import renamed

type Recording = tuple[str, Iterable[Entry]]
"""The name of a file and what it holds."""


def apart(recordings: Iterable[Recording], times: int = 1) -> Iterator[Recording]:
    """The recordings, so many times each. A call that begins in several of them is played in each: recordings
    of simulated calls may share their ids.
    """
    known = [(name, list(entries)) for name, entries in recordings]
    begun: set[tuple[str, str]] = set()
    for number, (name, entries) in enumerate(known * times):
        beginnings = _beginnings(entries)
        again = number >= len(known) or not begun.isdisjoint(beginnings)
        begun |= beginnings
        yield name, copied(entries, number if again else 0)


def _beginnings(entries: Iterable[Entry]) -> set[tuple[str, str]]:
    """The calls of a recording, each with how it begins there: parts of one call begin otherwise."""
    first: dict[str, str] = {}
    for entry in in_order(entries):
        for call in calls_of(entry.exchange):
            first.setdefault(canonical_id(call), titles.name(entry.exchange))
    return set(first.items())


def copied(entries: Iterable[Entry], number: int) -> Iterator[Entry]:
    """The entries of a recording with calls and chains of their own; number 0 is the recording itself."""
    if not number:
        yield from entries
        return
    masks = Masks(f"copy {number}".encode())
    for entry in entries:
        names = {name: masks.guid(str(uuid5(NAMESPACE_URL, name[1]))) for name in _ids(entry.exchange)}
        exchange = entry.exchange
        response = exchange.response
        yield replace(
            entry,
            call=replaced(entry.call, names) if entry.call else None,
            exchange=replace(
                exchange,
                request=renamed.request(exchange.request, names),
                response=renamed.response(response, names) if response is not None else None,
            ),
        )


def _ids(exchange: Exchange) -> Iterator[Name]:
    """What names the call of an exchange and the chain it belongs to."""
    chains = (told.chain for told in notices(exchange))
    for text in (*calls_of(exchange), *chains, exchange.request.headers.get("scenario-id") or ""):
        if text:
            yield name_of("guid", text)
