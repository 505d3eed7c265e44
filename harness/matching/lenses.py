"""Lenses: what matching looks at in a request. What no lens shows (host, query, headers) cannot make a miss.

A View is a request through all lenses, with keys that are equal exactly when two requests match.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from harness.address import canonical_id
from harness.diff import Exact, Said, content, route, said
from harness.exchange import Request
from harness.ids import has_mask

LENSES: Mapping[str, str] = MappingProxyType(
    {
        "method": "the method, without case",
        "version": "the version that the URL names",
        "route": "the route that the URL names in whatever spelling; the path, when it names no call",
        "call": "the id of the call that the URL names",
        "body": "the body as JSON: not the order of members, nulls, documented defaults or @odata.type",
        "text": "the body when it is no JSON",
    }
)
"""lens -> what it shows of a request.

The host is a cloud's or a proxy's, the query says nothing to an action, headers name the client.
"""


@dataclass(frozen=True, slots=True)
class View:
    """A request as matching sees it.

    tree: lens -> what it shows. exact: equal for requests that say the same in whatever spelling.
    shape: equal for requests that say the same but for their texts; then `texts` stand in the same order.
    """

    tree: Mapping[str, Any]
    exact: Exact
    shape: str
    texts: tuple[str, ...]

    @property
    def call(self) -> str:
        """The id of the call, as sent; empty when none is named."""
        return str(self.tree.get("call", ""))

    @property
    def masked(self) -> bool:
        """Whether the id of the call is a mask."""
        return is_masked(self.call)

    @property
    def route(self) -> str:
        """What its URL asks for, its call left out."""
        return str(self.tree["route"])

    @property
    def place(self) -> tuple[Any, ...]:
        """What names the action without its call: method, version and route."""
        return tuple(self.tree.get(name) for name in ("method", "version", "route"))

    def exact_about(self, call: str) -> Exact:
        """What `exact` would be, were it said of another call, whose id stood where that of its own does."""
        if not self.call or self.call == call:
            return self.exact
        return Said(self.shape, tuple(text.replace(self.call, call) for text in self.texts)).exact


def view(request: Request) -> View:
    """`request` through every lens."""
    seen = {"method": request.method.upper(), **route(request), **content(request.body)}
    tree = {name: seen[name] for name in LENSES if seen.get(name) is not None}
    found = said(tree)
    return View(tree, found.exact, found.shape, found.texts)


def is_masked(call: str) -> bool:
    """Whether the id of a call, in whatever spelling, is a mask."""
    return has_mask(canonical_id(call))


def tree_about(seen: View, call: str) -> Mapping[str, Any]:
    """The tree of the same request, said of another call."""
    return _replaced(seen.tree, seen.call, call) if seen.call and seen.call != call else seen.tree


def _replaced(tree: Any, old: str, new: str) -> Any:
    match tree:
        case str():
            return tree.replace(old, new)
        case list():
            return [_replaced(element, old, new) for element in tree]
        case dict():
            return {name: _replaced(member, old, new) for name, member in tree.items()}
    return tree
