"""What the examples of a page show against its own prose. An example states nothing, it only casts doubt."""

import re
from collections.abc import Iterator

import msgspec

from harness.contract.model import Fact, Listing, Parameter, Route
from harness.contract.page import Fence, Page, Text
from harness.contract.routes import target
from harness.contract.source import Source


def doubt(
    page: Page,
    routes: Listing[Route],
    parameters: Listing[Parameter] | None,
    successes: Listing[Fact[int]] | None,
    source: Source,
) -> None:
    """Note the successes and the members of a body that an example shows and no sentence states."""
    statuses = {each.value for each in successes or ()}
    names = {each.name for each in parameters or ()}
    for fence in (block for block in page.blocks if isinstance(block, Fence)):
        first = next((line for line in fence.lines if line.text.strip()), None)
        if first is None:
            continue
        if (found := _STATUS.match(first.text.strip())) and int(found[1]) not in statuses:
            stated = ", ".join(map(str, sorted(statuses))) or "none"
            source.doubt(first, f"an example states nothing, and the page states {stated}")
        elif parameters and _is_of(first, routes):
            for member in _members(fence):
                if member not in names and not member.startswith("@"):
                    source.doubt(first, f"this example sends {member!r}, which no row lists")


def _is_of(line: Text, routes: Listing[Route]) -> bool:
    found = target(line.text)
    return found is not None and any(
        route.method == found[0] and _alike(route.path, found[1]) for route in routes
    )


def _alike(template: str, path: str) -> bool:
    wanted, parts = template.strip("/").split("/"), path.strip("/").split("/")
    return len(wanted) == len(parts) and all(
        one == other or one.startswith("{") or other.startswith("{")
        for one, other in zip(wanted, parts, strict=True)
    )


def _members(fence: Fence) -> Iterator[str]:
    """The members of the JSON object in a fence; commas too many do not matter."""
    body = "\n".join(line.text for line in fence.lines).partition("\n\n")[2].lstrip()
    body = body[max(body.find("{"), 0) :]
    try:
        value = msgspec.json.decode(_COMMA.sub(lambda found: found[1] or "", body))
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return
    if isinstance(value, dict):
        yield from value


_STATUS = re.compile(r"HTTP/\d(?:\.\d)? (2\d\d)\b")
_COMMA = re.compile(r'("(?:\\.|[^"\\])*")|,(?=\s*[}\]])')
