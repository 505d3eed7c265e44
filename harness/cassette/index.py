"""Where the entries of a cassette stand and what each is about, found without parsing the blocks.

A cheap look at the few lines that matter; a block that was edited by hand is parsed after all.
"""

import re
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

import yaml

from harness.address import canonical_id
from harness.cassette import as_written, interaction
from harness.cassette.entry import Entry
from harness.cassette.shape import MalformedError
from harness.diff import route
from harness.exchange import Request, Way

_HEAD = re.compile(rb"- request:\n    method: .+\n    uri: ([^|\n].*)\n")
_OURS = re.compile(
    rb"\n  x_redial:\n    v: 1\n    n: .+\n    way: (\w+)\n    origin: .+\n    started_at: (.+)\n"
    rb"    seconds: .+\n    call: ([^|\n].*)\n"
)
_KEY = re.compile(rb"\n    key: (.+)\n")
"""Blanks: text within a body stands deeper and cannot pass for these. What opens with `|` ends below."""

_WAYS = {way.value.encode(): way for way in Way}
_CALLED = re.compile(r"([^?#]*/calls/)([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(/[\w.]*)?")
_ANY = "00000000-0000-0000-0000-000000000000"


class Place(NamedTuple):
    """An entry that has not been read.

    number, line, call, key: as in its Entry. route: see `route_of`. way, started_at: as in its exchange.
    about: its call as `call_of` has it, in canonical spelling; empty without one. answered: whether what it
    holds is a request to Graph with its answer. offset, size: the bytes of the block it stands in. nth: which
    interaction of that block it is, from 0.
    """

    number: int
    line: int
    call: str | None
    route: str
    offset: int
    size: int
    nth: int = 0
    way: Way = Way.TO_GRAPH
    started_at: datetime | None = None
    key: str | None = None
    about: str = ""
    answered: bool = False


def route_of(url: str) -> str:
    """What a URL asks for in whatever spelling, its call left out: `/app/calls/{callId}/redirect`."""
    return _named(url)[0]


def glance(text: bytes, number: int, line: int, offset: int) -> Place | None:
    """The place of the one interaction in a block as we write it; None when the block is not like that."""
    head = _HEAD.match(text)
    ours = _OURS.match(text, at := text.rfind(b"\n  x_redial:\n"))
    keyed = _KEY.match(text, text.rfind(b"\n    key: "))
    if head is None or ours is None or keyed is None or (way := _WAYS.get(ours[1])) is None:
        return None
    try:
        uri, started_at, call, key = (_scalar(text) for text in (head[1], *ours.group(2, 3), keyed[1]))
        moment = interaction.moment(started_at)
    except (yaml.YAMLError, ValueError, MalformedError):
        return None
    if not (isinstance(uri, str) and isinstance(call, str | None) and isinstance(key, str | None)):
        return None
    asked, named = _named(uri)
    about = _canonical((named if way is Way.TO_GRAPH else call) or "")
    answered = way is Way.TO_GRAPH and not text.endswith(b"\n  response: null", 0, at)
    return Place(number, line, call, asked, offset, len(text), 0, way, moment, key, about, answered)


def place_of(entry: Entry, offset: int, size: int, nth: int) -> Place:
    """The place of an entry that was read."""
    exchange = entry.exchange
    answered = exchange.way is Way.TO_GRAPH and exchange.response is not None
    return Place(
        *(entry.number, entry.line, entry.call, route_of(exchange.request.url), offset, size, nth),
        *(exchange.way, exchange.started_at, entry.key, entry.about, answered),
    )


def _scalar(spelled: bytes) -> Any:
    return as_written.scalar(spelled.decode("utf-8"))


def _named(url: str) -> tuple[str, str]:
    """What a URL asks for, and the call that it names. Calls come by the thousand, routes do not."""
    if (called := _CALLED.fullmatch(url)) is not None:
        before, call, behind = called.groups("")
        asked, named = _read(f"{before}{_ANY}{behind}")
        if named == _ANY and _ANY not in before:
            return asked, call
    return _read(url)


@lru_cache(maxsize=1024)
def _read(url: str) -> tuple[str, str]:
    seen = route(Request("", url))
    return seen["route"], seen.get("call", "")


_canonical = lru_cache(maxsize=1024)(canonical_id)
"""One text for all exchanges of a call, in a recording of any length."""
