"""What a page shows, as values: the template reads them, and nothing else does."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from harness.cite import Cite
from harness.findings import Severity
from harness.report.page.payload import Payload


class Lane(IntEnum):
    """Who takes part, from left to right."""

    PLATFORM = 0
    BOT = 1
    GRAPH = 2
    LOGIN = 3

    @property
    def title(self) -> str:
        """`Platform`, `Bot`, ..."""
        return self.name.capitalize()


@dataclass(frozen=True, slots=True)
class Point:
    """A finding: the member, what is wrong with it, and its line. link: anchor and name of the call that it
    is about, where it does not stand there.
    """

    anchor: str
    where: str
    message: str
    place: str
    link: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """Findings of one rule that are mended alike. holds: what the rule demands. more: findings left out.

    kept: whether they are about the recording, as what stands in it in clear, and not about what was said.
    """

    severity: str
    rule: str
    holds: str
    fix: str
    cite: Cite | None
    points: tuple[Point, ...]
    more: int = 0
    kept: bool = False

    @property
    def count(self) -> int:
        """How many findings it stands for."""
        return len(self.points) + self.more


@dataclass(frozen=True, slots=True)
class Altered:
    """A difference from the other recording. kind: `added`, `removed`, `changed` or `equivalent`.

    old, new: as JSON, empty where the member is missing. breaks: codes of rules.
    """

    anchor: str
    path: str
    kind: str
    old: str
    new: str
    breaks: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """One message. line: `POST https://...` or `202 Accepted`. note: why it has no body, where it had one."""

    line: str
    headers: tuple[tuple[str, str], ...]
    payload: Payload | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Arrow:
    """One exchange. start, end: who asks whom. name: what is asked. went: `well`, `badly` or `nowhere`.

    came: what was answered, in a few words; took: in how long. at: since the first exchange of the call.
    gap: how long that is after the row above, as a step from 0 to 5. phase: `within` the time to decide,
    `late` or empty. unshown: differences left out. standing: `added` or `removed` where only one of two
    recordings has it, `unplayed` where a test did not ask for it.
    """

    anchor: str
    place: str
    start: Lane
    end: Lane
    name: str
    went: str
    came: str
    took: str
    request: Message
    answer: Message | None
    at: str = ""
    gap: int = 0
    phase: str = ""
    cards: tuple[Card, ...] = ()
    altered: tuple[Altered, ...] = ()
    unshown: int = 0
    standing: str = ""
    severity: str = ""


@dataclass(frozen=True, slots=True)
class Deadline:
    """The end of the time to decide, as a row among the exchanges. words: what it came to. missed: whether
    it ended before the bot had decided.
    """

    at: str
    gap: int
    words: str
    missed: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """An exchange on a strip. x: of STRIP. kind: `told`, `well`, `badly` or `login`."""

    x: float
    kind: str


@dataclass(frozen=True, slots=True)
class Strip:
    """A call to scale. begin, end: of the time to decide, None without. last: where the call ends.

    words: the same for who cannot see it.
    """

    begin: float | None
    end: float | None
    last: float
    marks: tuple[Mark, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Call:
    """One call. rows: its exchanges in the order they began, and the deadline. counts: findings by severity.

    who: who calls whom. began: UTC. cards: findings on no exchange of it. altered: changes of the call as a
    whole. standing: `added`, `removed`, `changed`, `breaks` against the other recording; else empty.
    opened: whether it shows at once. test: the name of the test that played it, on a page of tests.
    """

    anchor: str
    id: str
    short: str
    place: str
    who: str
    began: str
    outcome: str
    strip: Strip | None
    rows: tuple[Arrow | Deadline, ...]
    lanes: tuple[Lane, ...]
    cards: tuple[Card, ...] = ()
    altered: tuple[Altered, ...] = ()
    counts: tuple[tuple[str, int], ...] = ()
    standing: str = ""
    opened: bool = False
    test: str = ""

    @property
    def arrows(self) -> Iterator[Arrow]:
        """Its exchanges, in the order they began."""
        return (row for row in self.rows if isinstance(row, Arrow))

    @property
    def all_cards(self) -> Iterator[Card]:
        """What was found on it and on its exchanges."""
        yield from self.cards
        for arrow in self.arrows:
            yield from arrow.cards


SEVERITIES = tuple(reversed(Severity))
"""Worst first, as everywhere on the page."""
