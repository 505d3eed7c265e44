"""Which line each member stands on, from 0, of a block spelled exactly as we write it.

No YAML parser looks at it: what is spelled otherwise is for `place`.
"""

from collections.abc import Iterator
from functools import lru_cache

from harness import body
from harness.cassette import as_written

type Steps = tuple[str, ...]
"""The names and `[indexes]` that lead to a member; below headers in lower case."""


def steps(path: str) -> Steps:
    """The same of a path of JSON, or of one as in Finding.where."""
    return tuple(f"[{step}]" if isinstance(step, int) else step for step in body.steps(path))


def canonical(steps: Steps) -> Steps:
    """Names of headers compare without case (RFC 9110 section 5.1), all others with it."""
    return tuple(step.lower() for step in steps) if "headers" in steps[:3] else steps


_canonical = lru_cache(maxsize=1024)(canonical)
"""Of members that stand in no body: their names are short, and the same in every block."""


@lru_cache(maxsize=16)
def around(block: str) -> dict[Steps, int]:
    """The members that stand in no body."""
    found: dict[Steps, int] = {}
    for member, line, _ in _members(block):
        found.setdefault(_canonical(member), line)
    return found


@lru_cache(maxsize=16)
def within(block: str) -> dict[Steps, int]:
    """The members of the bodies that are laid out."""
    found: dict[Steps, int] = {}
    for member, line, text in _members(block):
        document = body.read(text.encode()) if text else None
        for path, below in document.lines.items() if document else ():
            if path:
                found.setdefault(canonical((*member, *steps(path))), line + 1 + below)
    return found


def _members(block: str) -> Iterator[tuple[Steps, int, str]]:
    """The members in no body, each with its line, and of a body the text that is laid out below that line."""
    names: list[str] = []
    number = index = 0
    for lines, text, below in as_written.between_bodies(block):
        for line in lines.splitlines():
            bare = line.lstrip(" ")
            if bare.startswith("- "):
                yield (*names, f"[{index}]"), number, ""
                index += 1
            else:
                names[(len(line) - len(bare)) // 2 - 1 :] = [bare.partition(":")[0]]
                yield tuple(names), number, ""
                index = 0
            number += 1
        if text:
            yield tuple(names), number - 1, text
        number += below
