"""How lists are gathered from a page: what stands twice counts once."""

from collections.abc import Callable, Iterable

from harness.cite import Cite
from harness.contract.source import Source


def unique[T](
    entries: Iterable[T | None],
    key: Callable[[T], object],
    cite: Callable[[T], Cite],
    source: Source | None = None,
) -> tuple[T, ...]:
    """The entries that are there, the first of each key. A later one is doubted where a source is given."""
    seen: dict[object, T] = {}
    for entry in entries:
        if entry is None:
            continue
        if source and key(entry) in seen and cite(entry) != cite(seen[key(entry)]):
            source.doubt(cite(entry), "it stands twice; the first one counts")
        seen.setdefault(key(entry), entry)
    return tuple(seen.values())
