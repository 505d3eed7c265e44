"""A comparison as Markdown, for a comment on a pull request. Nothing recorded can be markup in it."""

from collections.abc import Iterator

from harness.comparison import Digest, Group
from harness.diff import Kind
from harness.report.difference import NO_DIFFERENCE, closing, sides
from harness.report.plain import code, row
from harness.report.seen import Seen
from harness.report.text import counted

LIMIT = 60_000
"""Characters. A comment on GitHub holds 65,536."""

_HEAD = ("times", "member", "old", "new", "contract", "first at")


def diff(digest: Digest, seen: Seen) -> Iterator[str]:
    """A headline, the kinds of difference as a table as far as there is room, and what is not told."""
    foremost = f": {code(digest.foremost)}" if digest.foremost else ""
    opening = f"### redial diff: {digest.summary}{foremost}\n\n"
    ending = "".join(f"{code(line)}\n\n" for line in closing(digest, seen))
    yield opening
    groups = digest.groups
    if groups:
        yield row(_HEAD) + row(["---"] * len(_HEAD))
    room = LIMIT - len(opening) - len(ending)
    for told, group in enumerate(groups):
        line = row(_cells(group))
        room -= len(line)
        if room < 0:
            yield f"\n{counted(len(groups) - told, 'more kind')} of difference\n"
            break
        yield line
    yield f"\n{ending}" if groups else ending


def _cells(group: Group) -> Iterator[str]:
    first = group.first
    yield str(group.times)
    yield code(group.path)
    yield from map(code, sides(group))
    yield NO_DIFFERENCE if first.kind is Kind.EQUIVALENT else first.effect.strip()
    yield code(first.place)
