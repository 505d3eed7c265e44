"""Paths as a user writes them: which members are meant.

`timeout` means every member of that name and what is in it, `redirect.body.targets` those of a redirect. An
index that is not written is any, and so is a step written `*`.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from harness.body import steps

_WRITTEN = re.compile(r'(?:[^\s."\[\]]+|\["(?:[^"\\]|\\.)*"\]|\[(?:\d+|\*)\]|(?<=.)\.(?=[^.\[]))+')
_INDEX = re.compile(r"\[\d+\]")
_ANY_INDEXES = "(?:\1\\d+\0)*"
_ANY_STEP = "[^\0]*\0"


@dataclass(frozen=True, slots=True)
class Paths:
    """Some members. Raises ValueError, whose text says what is none, for a text that is no path."""

    written: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for path in self.written:
            if not _WRITTEN.fullmatch(path):
                raise ValueError(f"{path[:40]!r} is no path, such as redirect.body.timeout")

    def __or__(self, other: "Paths") -> "Paths":
        """These and some more."""
        return Paths((*self.written, *other.written))

    def __bool__(self) -> bool:
        return bool(self.written)

    def cover(self, path: str) -> bool:
        """Whether the member at `path` is one of them, or in one."""
        return any(_wanted(each).search(_flat(path)) for each in self.written)

    def name(self, path: str) -> bool:
        """Whether the member at `path` is one of them itself."""
        return any(_wanted(each, whole=True).search(_flat(path)) for each in self.written)


def general(path: str) -> str:
    """One path for each element of a list: `targets[0].id` is `targets[*].id`."""
    return _INDEX.sub("[*]", path) if "[" in path else path


@cache
def _wanted(written: str, *, whole: bool = False) -> re.Pattern[str]:
    """What finds the steps one after the other in a flat path; whole: at its end."""
    told = written.replace("[*]", ".*")
    found = (_ANY_STEP if step == "*" else re.escape(_flat_step(step)) for step in steps(told))
    return re.compile(f"(?:\\A|(?<=\0)){_ANY_INDEXES.join(found)}{r'\Z' if whole else ''}")


@lru_cache(maxsize=4096)
def _flat(path: str) -> str:
    """A path as a text in which each step ends with a character that none holds."""
    return "".join(map(_flat_step, steps(path)))


def _flat_step(step: str | int) -> str:
    return f"\1{step}\0" if isinstance(step, int) else f"{step}\0"
