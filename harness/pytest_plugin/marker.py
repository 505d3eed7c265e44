"""What `@pytest.mark.redial` says: the cassette, and how it is to be played."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from harness.configuration import LEVELS
from harness.errors import HarnessError
from harness.replay.pace import AT_ONCE, Pace
from harness.simulator.fiction import is_path

USAGE = '@pytest.mark.redial("forward.yaml")'

ORDERS = ("any", "strict")


class Marker(Protocol):
    """What is read of pytest's Mark."""

    @property
    def args(self) -> tuple[Any, ...]:
        """The positional arguments."""

    @property
    def kwargs(self) -> Mapping[str, Any]:
        """The named ones."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The arguments of a marker, each as it is when it is not given; None: as the project has it.

    contract: what to judge by. fail_on: a word of LEVELS, the mildest finding that fails the test. order: a
    word of ORDERS: whether the requests of a call come in their recorded order. pace: how long answers and
    webhooks take, and how long an answer asks to wait. repeats: whether an answer that was played may be
    given again when nothing else matches. max_age: days, after which a cassette is stale. path: where a call
    rings that is recorded with a simulated Graph.
    """

    cassette: str
    contract: str | None = None
    fail_on: str | None = None
    order: str = "any"
    pace: Pace = AT_ONCE
    repeats: bool = False
    max_age: float | None = None
    path: str = ""


def wanted(marker: Marker | None) -> Wanted:
    """What a marker says. Raises HarnessError for one that says nothing, or what nobody understands."""
    if marker is None or len(marker.args) != 1 or "cassette" in marker.kwargs:
        raise HarnessError("name one cassette", hint=f"as in {USAGE}")
    unknown = ", ".join(name for name in marker.kwargs if name not in READ)
    if unknown:
        raise HarnessError(f"the marker has no {unknown}", hint=f"it takes {', '.join(READ)}")
    read: dict[str, Any] = {}
    for name, value in marker.kwargs.items():
        try:
            read[_FIELDS.get(name, name)] = READ[name](value)
        except ValueError as error:
            raise HarnessError(f"the marker's {name}: {error}", hint=f"as in {USAGE}") from None
    return Wanted(str(marker.args[0]), **read)


def _contract(value: object) -> str:
    if isinstance(value, str) and value:
        return value
    raise ValueError(f"{value!r} names no edition and no page")


def _one_of(*words: str) -> Any:
    def read(value: object) -> object:
        if value in words:
            return value
        raise ValueError(f"{value!r} is none of {', '.join(words)}")

    return read


def days(value: object) -> float | None:
    """An age in days, None for none. Raises HarnessError for what is no number."""
    if value is None:
        return None
    try:
        return _number(value)
    except ValueError as error:
        raise HarnessError(str(error), hint="as in redial_max_age = 90") from None


def _number(value: object) -> float:
    try:
        number = float(str(value))
    except ValueError:
        number = -1.0
    if not 0 <= number < float("inf"):
        raise ValueError(f"{value!r} is no number of days")
    return number


def _flag(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise ValueError(f"{value!r} is neither True nor False")


def _path(value: object) -> str:
    if isinstance(value, str) and is_path(value):
        return value
    raise ValueError(f"{value!r} is no path such as /api/calls")


READ: Mapping[str, Any] = {
    "contract": _contract,
    "fail_on": _one_of(*LEVELS),
    "order": _one_of(*ORDERS),
    "latency": lambda value: Pace.told(str(value)),
    "repeats": _flag,
    "max_age": _number,
    "path": _path,
}
"""Argument of the marker -> what reads its value; ValueError says what is wrong with it."""

_FIELDS = {"latency": "pace"}
"""Argument -> its field of Wanted, where the two have different names."""
