"""How lists are gathered from a page: what stands twice counts once, and is noted."""

from collections.abc import Callable, Iterable

from harness.cite import Cite
from harness.contract.source import Source


def unique[T](
    entries: Iterable[T | None], key: Callable[[T], object], cite: Callable[[T], Cite], source: Source
) -> tuple[T, ...]:
    """The entries that are there, the first of each key; a later one that says otherwise is doubted."""
    seen: dict[object, T] = {}
    for entry in entries:
        if entry is None:
            continue
        if key(entry) in seen and cite(entry) != cite(seen[key(entry)]):
            source.doubt(cite(entry), "it stands twice; the first one counts")
        seen.setdefault(key(entry), entry)
    return tuple(seen.values())
