"""The scalars of a cassette's text, and the same text with some of them changed: all else stays as it stands.

Knows YAML and JSON, comments included; what a scalar means is for whoever changes it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import yaml

from harness import body
from harness.cassette import dialect
from harness.cassette.spelling import respelled

type Steps = tuple[str | int, ...]
"""The names and indexes that lead to a scalar."""

COMMENT: Steps = ("#",)
"""The steps of a comment."""

_OBJECT = "tag:yaml.org,2002:python/object/"
_COMMENT = re.compile(r"(?:(?<=\s)|\A)#[^\r\n]*")


@dataclass(frozen=True, slots=True)
class Scalar:
    """One scalar.

    value: text, or the bytes of a `!!binary` or of one of the Python objects that vcrpy writes. kind: `text`,
    `bytes`, `key`, `comment`, or `plain` for a number, a boolean or null, of which the value is its spelling.
    line: the one it opens on, from 1. laid_out: whether its lines are those of the text.
    """

    steps: Steps
    value: str | bytes
    kind: str
    line: int
    laid_out: bool = False


type Change = Callable[[Scalar], str | bytes]
"""Gives a scalar's new value: the same one to leave it alone."""


def changed(text: str, root: yaml.Node | None, change: Change, *, line: int = 1) -> str:
    """YAML text, of which `root` are the nodes, with each scalar and comment passed through `change`.

    line: of the first of the text.
    """
    mark = len(text) - len(text.removeprefix("\ufeff"))
    parts: list[str] = [text[:mark]]
    at = mark

    def between(end: int) -> None:
        """Pass over what is no scalar, up to `end`: comments stand there."""
        nonlocal at
        for found in _COMMENT.finditer(text[:end], at):
            parts.append(text[at : found.start()])
            where = line + text.count("\n", 0, found.start())
            parts.append(str(change(Scalar(COMMENT, found.group(), "comment", where))))
            at = found.end()
        parts.append(text[at:end])
        at = end

    for scalar, start, end, flow in sorted(_leaves(root, line), key=lambda leaf: leaf[1]):
        between(start + mark)
        source = text[start + mark : end + mark]
        new = change(scalar)
        if new != scalar.value:
            bare = scalar.kind == "plain"
            spelled = respelled(source, new, flow=flow)
            source = f"{source.removesuffix(str(scalar.value))}{new!s}" if bare else spelled
        parts.append(source)
        at = end + mark
    between(len(text))
    return "".join(parts)


def changed_json(text: str, change: Change) -> str:
    """The same for JSON, which has no comments. Raises ValueError when it is none."""
    lines = document.lines if (document := body.read(text.encode())) is not None else {}

    def scalar(path: str, value: str, kind: str) -> str:
        steps = tuple(body.steps(path))
        kind = "key" if steps[-1:] == (value,) else kind
        return str(change(Scalar(steps, value, kind, lines.get(path, 0) + 1)))

    return body.rewritten(
        text.encode(),
        lambda path, value: scalar(path, value, "text"),
        lambda path, digits: scalar(path, digits, "plain"),
    ).decode()


type _Leaf = tuple[Scalar, int, int, bool]
"""A scalar, where its spelling begins and ends, and whether it stands within `[]` or `{}`."""


def _leaves(root: yaml.Node | None, line: int) -> Iterator[_Leaf]:
    """The scalars under a node, each once however often it is aliased."""
    seen: set[int] = set()
    pending: list[tuple[yaml.Node | None, Steps, str, bool]] = [(root, (), "text", False)]
    while pending:
        node, steps, kind, flow = pending.pop()
        if node is None or id(node) in seen:
            continue
        seen.add(id(node))
        if not isinstance(node, yaml.CollectionNode) or node.tag.startswith(_OBJECT):
            yield _leaf(node, steps, kind, flow=flow, line=line)
            continue
        flow = flow or bool(node.flow_style)
        within: list[tuple[yaml.Node | None, Steps, str, bool]] = []
        if isinstance(node, yaml.MappingNode):
            for name, value in node.value:
                own = (*steps, str(name.value) if isinstance(name, yaml.ScalarNode) else "")
                within += (name, own, "key", flow), (value, own, "text", flow)
        else:
            within += ((value, (*steps, index), "text", flow) for index, value in enumerate(node.value))
        pending += reversed(within)


def _leaf(node: yaml.Node, steps: Steps, kind: str, *, flow: bool, line: int) -> _Leaf:
    value = dialect.construct(node)
    if isinstance(value, bytes):
        kind = "bytes"
    elif not isinstance(value, str):
        kind, value = "plain", str(node.value)
    laid_out = isinstance(node, yaml.ScalarNode) and node.style == "|" and kind == "text"
    scalar = Scalar(steps, value, kind, line + node.start_mark.line, laid_out)
    return scalar, node.start_mark.index, _end(node), flow


def _end(node: yaml.Node) -> int:
    """Where a node ends. The mark of a collection without brackets stands where the next one begins."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    return int(node.end_mark.index)
