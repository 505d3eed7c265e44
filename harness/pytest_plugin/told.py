"""What a recording tells a test: its calls and its webhooks, found one after the other."""

from collections.abc import Iterable, Iterator
from typing import Any

from harness import notification
from harness.address import canonical_id
from harness.body import value_of
from harness.cassette import Entry, Unread
from harness.conversation import calls_of
from harness.exchange import Way


def calls(entries: Iterable[Entry | Unread]) -> Iterator[str]:
    """The ids of the calls, each as it is spelled first, in order of first appearance."""
    known: set[str] = set()
    for entry in entries:
        for call in calls_of(entry.exchange) if entry.about else ():
            if (name := canonical_id(call)) not in known:
                known.add(name)
                yield call


def webhooks(entries: Iterable[Entry | Unread]) -> Iterator[Any]:
    """The webhooks that tell of calls, as JSON, in order."""
    for entry in entries:
        if entry.way is Way.TO_BOT and notification.read(body := entry.exchange.request.body):
            yield value_of(body)


def incoming(entries: Iterable[Entry | Unread]) -> Iterator[Any]:
    """Those of them that tell first of an incoming call."""
    return (told for told in webhooks(entries) if _state(told) == "incoming")


def _state(envelope: Any) -> str:
    first = envelope["value"][0]
    data = first.get("resourceData") if isinstance(first, dict) else None
    return str(data.get("state", "")).lower() if isinstance(data, dict) else ""
