"""Cassettes that others wrote: vcrpy's sorted keys, its JSON serializer, indented or flowing lists, anchors.

A whole file in, its interactions with their lines out. Ours, read block by block, are in `reading`.
"""

import json
import re
from collections.abc import Iterator, Mapping
from itertools import islice, pairwise
from typing import Any, NamedTuple

import yaml

from harness import body, traffic
from harness.cassette import dialect, shape
from harness.errors import CassetteError
from harness.exchange import Exchange, Way

_LIST = re.compile(r"^interactions:[ \t]*(?:#.*)?\r?\n", re.MULTILINE)
_TOP = re.compile(r"^(?P<item>-[ \r\n])|^[^\s#-]", re.MULTILINE)


class Item(NamedTuple):
    """One interaction as loaded: the line it opens on, from 1, and the lines of text it stands on.

    as_written: whether they are spelled exactly as we write them.
    """

    line: int
    value: Any
    text: str
    as_written: bool = False


def items(text: str) -> Iterator[Item]:
    """The interactions of a whole file. Raises CassetteError when it is no cassette, and yaml.YAMLError."""
    if text.lstrip()[:1] == "{" and (document := body.read(text.encode())) is not None:
        yield from _from_json(text, document)
        return
    count = 0
    try:
        for item in _by_blocks(text):
            count += 1
            yield item
    except (yaml.YAMLError, ValueError):
        # An alias into another block, or a `-` that opens a line within quotes: only the whole can tell.
        pass
    else:
        if count:
            return
    yield from islice(_whole(text), count, None)


def _by_blocks(text: str) -> Iterator[Item]:
    """The interactions where each opens with `- ` at column 0; none when the file is laid out otherwise."""
    head = _LIST.search(text)
    if head is None:
        return
    line = text.count("\n", 0, head.end()) + 1
    tops = list(_TOP.finditer(text, head.end()))
    for index, top in enumerate(tops):
        if not top["item"]:
            if not isinstance(dialect.load(text[top.start() :]), dict):
                raise ValueError("what follows the interactions is no member of the file")
            return
        end = tops[index + 1].start() if index + 1 < len(tops) else len(text)
        start = top.start()
        if index == 0:
            line += text.count("\n", head.end(), start)
        block = text[start:end]
        for value in dialect.load(block):
            yield Item(line, value, block)
        line += block.count("\n")


def parts(text: str) -> list[str]:
    """A file cut before each interaction that opens with `- ` at column 0, and behind the last.

    Each is YAML of its own, unless one refers to another or a text within quotes only looks like an opening.
    """
    cuts = [0]
    if head := _LIST.search(text):
        for top in _TOP.finditer(text, head.end()):
            cuts.append(top.start())
            if not top["item"]:
                break
    return [text[start:end] for start, end in pairwise((*cuts, len(text)))]


def _whole(text: str) -> Iterator[Item]:
    """The interactions of any other YAML, each with the lines from its own to the next one's."""
    root = dialect.compose(text)
    if isinstance(root, yaml.SequenceNode):
        raise CassetteError(
            "it is a list, as vcrpy wrote before version 1",
            hint="migrate it with `python -m vcr.migration PATH`",
        )
    found = _interactions(root)
    lines = [f"{line}\n" for line in text.split("\n")]
    for index, node in enumerate(found):
        start = node.start_mark.line
        end = found[index + 1].start_mark.line if index + 1 < len(found) else node.end_mark.line + 1
        yield Item(start + 1, dialect.construct(node), "".join(lines[start:end]))


def _interactions(root: yaml.Node | None) -> list[yaml.Node]:
    members = root.value if isinstance(root, yaml.MappingNode) else []
    for name, value in members:
        if isinstance(name, yaml.ScalarNode) and name.value == "interactions":
            if isinstance(value, yaml.SequenceNode):
                return list(value.value)
            if isinstance(value, yaml.ScalarNode) and value.tag == "tag:yaml.org,2002:null":
                return []
    raise _no_cassette()


def _from_json(text: str, document: body.Document) -> Iterator[Item]:
    """The interactions of a file that vcrpy's JSON serializer wrote."""
    found = document.value.get("interactions")
    if not isinstance(found, list):
        raise _no_cassette()
    lines = [f"{line}\n" for line in text.split("\n")]
    starts = [document.lines[f"interactions[{index}]"] for index in range(len(found))]
    for index, value in enumerate(found):
        end = starts[index + 1] if index + 1 < len(found) else len(lines)
        yield Item(starts[index] + 1, value, "".join(lines[starts[index] : max(end, starts[index] + 1)]))


def _no_cassette() -> CassetteError:
    return CassetteError(
        "it is no cassette: it has no list of interactions", hint="give a file that redial or vcrpy recorded"
    )


def exchange(value: Mapping[str, Any]) -> Exchange:
    """The exchange of an interaction without our key: when it was, and over which HTTP, nobody wrote down.

    What was recorded is kept: a request that tells no way went to Graph.
    """
    request = shape.request(value)
    answer = value.get("response")
    return Exchange(
        request, None if answer is None else shape.response(answer), traffic.way(request) or Way.TO_GRAPH
    )


def json_block(text: str) -> body.Document | None:
    """The lines of an interaction in a JSON file, given the text from its first line on."""
    start = text.find("{")
    try:
        _, end = json.JSONDecoder().raw_decode(text, start)
    except (ValueError, RecursionError):
        return None
    return body.read(text[start:end].encode())
