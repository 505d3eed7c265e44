"""An entry that is read later."""

from dataclasses import replace

from harness.cassette import Entry, Place, Unread, changed, named_call
from harness.cassette.index import place_of
from harness.exchange import Exchange
from tests.unit.cassette.exchanges import redirect, webhook


def test_entries_are_changed_when_they_are_read() -> None:
    entries = [Entry(n, n, one, named_call(one)) for n, one in enumerate([redirect(), webhook()], 1)]
    asked: list[int] = []

    def source(place: Place) -> Entry:
        asked.append(place.number)
        return entries[place.number - 1]

    def later(exchange: Exchange) -> Exchange:
        return replace(exchange, seconds=9.0)

    unread = [Unread(entry.number, place_of(entry, 0, 0, 0), source) for entry in entries]
    found = list(changed([*unread, entries[0]], later))
    assert asked == []
    assert [one.exchange.seconds for one in found] == [9.0, 9.0, 9.0]
    assert asked == [1, 2]
    assert [one.exchange for one in unread] == [redirect(), webhook()]
