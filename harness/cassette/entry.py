"""One interaction of a recording, as everybody above this floor sees it. Holds values only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from harness.address import canonical_id
from harness.conversation import call_of
from harness.diff import route
from harness.exchange import Exchange, Way


@dataclass(frozen=True, slots=True)
class Entry:
    """An exchange and where it stands.

    number: its place in the file, from 1. line: of the `-` that opens it, from 1.
    call: the call it is about, masked as in the file; None where it names none.
    key: the id of the project key it was redacted with; None when it was not redacted, or by somebody else.
    block: its YAML text, end marker excluded. marked: whether it carries our `x_redial`.
    as_written: whether the block is spelled exactly as we write it.
    lines: of a capture, which has no block: steps to a member as a cassette names it -> its line, from 0 at
    `line`.
    """

    number: int
    line: int
    exchange: Exchange
    call: str | None
    key: str | None = None
    block: str = ""
    marked: bool = True
    lines: Mapping[tuple[str, ...], int] | None = None
    as_written: bool = False

    def read(self) -> "Entry":
        """The entry itself: it is read."""
        return self

    @property
    def way(self) -> Way:
        """Who called whom."""
        return self.exchange.way

    @property
    def started_at(self) -> datetime | None:
        """When it began, UTC; None in a recording that keeps no time."""
        return self.exchange.started_at

    @property
    def answered(self) -> bool:
        """Whether it is a request to Graph with its answer."""
        return self.way is Way.TO_GRAPH and self.exchange.response is not None

    @property
    def about(self) -> str:
        """The call that its URL or its first notice names, in canonical spelling; empty where none does."""
        try:
            return canonical_id(call_of(self.exchange) or "")
        except ValueError:
            return ""

    @property
    def route(self) -> str:
        """What its URL asks for in whatever spelling, its call left out."""
        return route(self.exchange.request)["route"]
