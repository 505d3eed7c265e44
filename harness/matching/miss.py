"""A miss explains itself: which recorded request is nearest, and in what the sent one differs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from harness.diff import Difference, Kind, both_shown, shown
from harness.exchange import Exchange, Way

_TOLD = 8
_PLACE = ("method", "route")


class Recorded(Protocol):
    """An exchange of a recording, with its number from 1 and the id of the key that masked it."""

    @property
    def number(self) -> int:
        """Its place in the recording, from 1."""

    @property
    def exchange(self) -> Exchange:
        """The exchange itself."""

    @property
    def key(self) -> str | None:
        """The id of the project key that it was redacted with; None when by none."""


class Listed(Recorded, Protocol):
    """An exchange of a recording of which some is known without reading it."""

    @property
    def way(self) -> Way:
        """Who called whom."""

    @property
    def started_at(self) -> datetime | None:
        """When it began, UTC; None in a recording that keeps no time."""

    @property
    def about(self) -> str:
        """The call that it is about, in canonical spelling; empty where it names none."""

    @property
    def route(self) -> str:
        """What its URL asks for in whatever spelling, as `harness.diff.route` names it."""


@dataclass(frozen=True, slots=True)
class Miss:
    """No recorded request matches.

    nearest: the one with the fewest differences; None when the recording holds no request at all.
    differences: from it to the request that came. None at all means that it was played already.
    first: what was to be asked for before it, where that is the reason.
    """

    nearest: Recorded | None
    differences: tuple[Difference, ...] = ()
    first: Recorded | None = None

    @property
    def why(self) -> str:
        """One sentence: the nearest recorded request by its number, and the differences."""
        return self.explained(_numbered)

    def explained(self, named: Callable[[Recorded], str]) -> str:
        """One sentence: the nearest recorded request and the differences, each with its path.

        named: what a recorded exchange goes by, such as `interaction 2`.
        """
        if self.nearest is None:
            return "the recording holds no request to Graph"
        name = named(self.nearest)
        if self.first is not None:
            return f"it is {name}, and {named(self.first)} of the same call was to come before it"
        if not self.differences:
            return f"each recorded answer plays once, and {name} is played already"
        if any(one.path in _PLACE for one in self.differences):
            request = self.nearest.exchange.request
            return f"no recorded request has this method and path; {name} has {request.method} {request.path}"
        return f"{name} is nearest: {told(self.differences)}"


def _numbered(entry: Recorded) -> str:
    return f"interaction {entry.number}"


def told(differences: tuple[Difference, ...]) -> str:
    """Differences from what is recorded to what was sent, on one line."""
    words = "; ".join(_words(differences[:_TOLD]))
    rest = len(differences) - _TOLD
    return f"{words}; and {rest} more" if rest > 0 else words


def _words(differences: tuple[Difference, ...]) -> Iterator[str]:
    for one in differences:
        match one.kind:
            case Kind.ADDED:
                words = f"sent {shown(one.new)}, not recorded"
            case Kind.REMOVED:
                words = f"recorded {shown(one.old)}, not sent"
            case _:
                words = "recorded {}, sent {}".format(*both_shown(one.old, one.new))
        yield f"{one.path} {words}" + (f" ({one.note})" if one.note else "")
