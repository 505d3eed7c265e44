"""Which line of a file a member of an interaction stands on: `request.body.targets[0].identity` -> 41.

The inverse of looking; reads the block's own text, so that an edited or foreign file is right too. Of a
capture its reader has looked already.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache

import yaml

from harness import body
from harness.cassette import dialect, foreign, outline
from harness.cassette.entry import Entry
from harness.cassette.interaction import OURS
from harness.cassette.outline import Steps
from harness.exchange import Way

_SPELLINGS: dict[Steps, Steps] = {
    ("request", "url"): ("request", "uri"),
    ("request", "path"): ("request", "uri"),
    ("request", "query"): ("request", "uri"),
    ("request", "host"): ("request", "uri"),
    ("request", "scheme"): ("request", "uri"),
    ("response", "status"): ("response", "status", "code"),
    ("response", "reason"): ("response", "status", "message"),
    ("response", "body"): ("response", "body", "string"),
    ("error",): (OURS, "error"),
}
"""Members as an Exchange names them -> as a cassette does."""


def line_of(entry: Entry, where: str) -> int:
    """The line, from 1, of a member named as in `Finding.where`.

    A member that is missing has the line of the nearest one around it that is there; what names no part of
    the interaction, the line that opens it.
    """
    steps = outline.steps(where)
    steps = _SPELLINGS.get(steps[:2], steps[:2]) + steps[2:]
    if entry.exchange.way is Way.TO_BOT and entry.marked and steps[:1] == ("response",):
        steps = (OURS, "reply", *steps[1:])
    steps = outline.canonical(steps)
    lines = entry.lines
    if lines is None:
        lines = _lines(entry.block) if not entry.as_written else _written(entry.block, within="body" in steps)
    while steps:
        if (line := lines.get(steps)) is not None:
            return entry.line + line
        steps = steps[:-1]
    return entry.line


def columns_of(entry: Entry, line: int) -> tuple[int, int] | None:
    """Where what stands on a line of the file begins and ends: columns from 1, the second one behind it.

    None for an empty line, and for one that is not the interaction's.
    """
    if not 0 <= line - entry.line <= entry.block.count("\n"):
        return None
    text = entry.block.split("\n", line - entry.line + 1)[line - entry.line].rstrip()
    return (len(text) - len(text.lstrip()) + 1, len(text) + 1) if text else None


def _written(block: str, *, within: bool) -> Mapping[Steps, int]:
    """The members of a block as we write it. within: those of its bodies, too."""
    around = outline.around(block)
    return around | outline.within(block) if within else around


@lru_cache(maxsize=16)
def _lines(block: str) -> dict[Steps, int]:
    """Each member of a block -> its line, from 0; empty when the block is no document of its own."""
    if block.lstrip()[:1] == "{" and (document := foreign.json_block(block)) is not None:
        first = block.count("\n", 0, block.find("{"))
        return {outline.canonical(outline.steps(path)): first + line for path, line in document.lines.items()}
    try:
        root = dialect.compose(block)
    except (yaml.YAMLError, ValueError):
        return {}
    node = root.value[0] if isinstance(root, yaml.SequenceNode) and root.value else root
    found: dict[Steps, int] = {}
    for steps, line in _members(node, (), set()):
        found.setdefault(outline.canonical(steps), line)
    return found


def _members(node: yaml.Node | None, steps: Steps, seen: set[int]) -> Iterator[tuple[Steps, int]]:
    """The members under a node, each node opened once however often it is aliased."""
    if node is None or id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            if isinstance(name, yaml.ScalarNode):
                yield (*steps, name.value), name.start_mark.line
                yield from _members(value, (*steps, name.value), seen)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield (*steps, f"[{index}]"), value.start_mark.line
            yield from _members(value, (*steps, f"[{index}]"), seen)
    elif isinstance(node, yaml.ScalarNode) and node.style == "|":
        # A body laid out: its first line stands below the one with the `|`.
        document = body.read(node.value.encode("utf-8", "surrogatepass"))
        for path, line in document.lines.items() if document else ():
            if path:
                yield (*steps, *outline.steps(path)), node.start_mark.line + 1 + line
