"""The table of faults: what each is called, what it is for, and what may be set."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from harness.faults import answers, notifications
from harness.faults.answers import Occasion
from harness.faults.notifications import Sent, Waiting
from harness.responder import Answer, FollowUp

LONGEST_S = 3600.0
"""The longest that a fault keeps anybody waiting, in seconds."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A number that may be set. default: None where it is left out. whole: whether it is a whole number."""

    default: float | None
    least: float
    most: float
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """A fault. does: what befalls, in a few words. settings: name -> what it may be.

    answer: what a redirect meets; told: what a notification does. One of them stands. never: why it befell
    nobody.
    """

    does: str
    settings: Mapping[str, Setting] = field(default_factory=lambda: MappingProxyType({}))
    answer: Callable[[Occasion], Answer | None] | None = None
    told: Callable[[FollowUp, Waiting, Mapping[str, float]], Sent | None] | None = None
    never: str = "nothing came that it is for"


def _status(number: float) -> Setting:
    return Setting(number, number, number, whole=True)


def _retry_after(seconds: float | None) -> Setting:
    return Setting(seconds, 0, LONGEST_S, whole=True)


_SECONDS = Setting(20, 0, LONGEST_S)
_BROKEN = {"status": Setting(502, 500, 599, whole=True)}

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "429": Kind(
            "too many requests",
            {"status": _status(429), "retry-after": _retry_after(1)},
            answers.refused,
        ),
        "5xx": Kind(
            "an error of the service, such as 503",
            {"retry-after": _retry_after(None)},
            answers.refused,
        ),
        "silence": Kind("no answer", {"seconds": _SECONDS}, answers.silent),
        "reset": Kind("the connection is reset", answer=answers.reset),
        "truncated": Kind("half of a body, then the connection closes", _BROKEN, answers.truncated),
        "malformed": Kind("HTML that calls itself JSON", _BROKEN, answers.malformed),
        "slow": Kind("the recorded answer trickles", {"rate": Setting(50, 1, 1e6)}, answers.slow),
        "claims": Kind("401 with a claims challenge", {"status": _status(401)}, answers.challenged),
        "late": Kind("it comes later", {"seconds": _SECONDS}, told=notifications.late),
        "duplicate": Kind("it comes twice", told=notifications.duplicated),
        "missing": Kind("it never comes", told=notifications.missing),
        "swap": Kind(
            "the next one of its call comes first",
            told=notifications.swapped,
            never="no two notifications of a call were due together; one that follows a request waits for it",
        ),
    }
)
"""Name -> fault. `5xx` is any of 500 to 599."""


def kind_of(name: str) -> Kind | None:
    """The fault of that name; 503 and its like are `5xx` with a status of their own."""
    if re.fullmatch(r"5\d\d", name, re.ASCII):
        kind = KINDS["5xx"]
        return Kind(kind.does, {"status": _status(int(name)), **kind.settings}, kind.answer)
    return KINDS.get(name) if name != "5xx" else None
