"""A miss as it may be told: what was sent and what is recorded, masked for whoever reads of it."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from harness.body import child
from harness.exchange import Exchange, Request, Way
from harness.facts import LARGEST
from harness.matching.lenses import view
from harness.matching.miss import Miss, Recorded
from harness.redaction.masking import REDACTED
from harness.redaction.redactor import Redactor


@dataclass(frozen=True, slots=True)
class _Told:
    """A recorded exchange that may be told."""

    number: int
    exchange: Exchange
    key: str | None


@lru_cache(maxsize=64)
def told_request(request: Request, redactor: Redactor) -> Request:
    """A request to Graph as it may be told: of a body that recordings keep the size of, nothing.

    A miss asks for it more than once, and misses often have the same nearest.
    """
    bodied = request if len(request.body) <= LARGEST else replace(request, body=b"")
    return redactor.request(bodied, Way.TO_GRAPH)


def told_miss(miss: Miss, request: Request, redactor: Redactor) -> Miss:
    """The miss of a request as it may be told: of the same differences other values."""
    if miss.nearest is None:
        return miss
    nearest = _told(miss.nearest, redactor)
    old = _values(view(nearest.exchange.request).tree)
    new = _values(view(told_request(request, redactor)).tree)
    differences = tuple(
        replace(
            one,
            old=old.get(one.path, REDACTED) if one.old is not None else None,
            new=new.get(one.path, REDACTED) if one.new is not None else None,
            note=redactor.text(one.note),
        )
        for one in miss.differences
    )
    return replace(miss, nearest=nearest, differences=differences)


def _told(entry: Recorded, redactor: Redactor) -> _Told:
    exchange = entry.exchange
    return _Told(entry.number, replace(exchange, request=told_request(exchange.request, redactor)), entry.key)


def _values(tree: Any) -> dict[str, Any]:
    """Each value of a tree by its path, as differences name it."""
    found: dict[str, Any] = {}
    rest: list[tuple[str, Any]] = [("", tree)]
    while rest:
        path, value = rest.pop()
        found[path] = value
        if isinstance(value, dict):
            rest += [(child(path, name), member) for name, member in value.items()]
        elif isinstance(value, list):
            rest += [(child(path, index), element) for index, element in enumerate(value)]
    return found
