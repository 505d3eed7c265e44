"""The YAML of cassettes: dumped so that every reader gets the same text back, loaded so that nothing runs.

Knows YAML and tags; knows no interaction.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import yaml

from harness.cassette.emitting import WIDTH, UnspelledError, emitted, literal
from harness.errors import CassetteError

_OPENERS = "[{-?:"
"""Each level of nesting takes at least one of these."""

_DEEPEST = 1000

_LARGEST = 64 * 1024 * 1024
"""Bytes that the pieces of a recorded iterator, which may be aliases of one text, may come to."""

_MERGED = 10_000
"""Members of one mapping that merges (`<<`) others: merging merges ten times over is ten to the power."""

_UNBUILT = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What PyYAML lets out for a scalar that is not what its tag says: `!!bool abc`, `!!int ''`."""

_PYTHON = "tag:yaml.org,2002:python/"
_STRINGS = ("str", "unicode")
_TIMESTAMP = "tag:yaml.org,2002:timestamp"


class _Dumper(yaml.CSafeDumper):
    """Plain values, text in literal style where it is safe, and no anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        """An alias would tie one block to another."""
        return True


class _Loader(yaml.CSafeLoader):
    """The safe loader, plus the few Python tags that vcrpy's cassettes hold; none makes an object."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML reads it from the class
        first: [pair for pair in pairs if pair[0] != _TIMESTAMP]
        for first, pairs in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    }
    """Without dates: a header or a member that looks like one stays the text it is."""

    def flatten_mapping(self, node: yaml.MappingNode) -> None:
        """Merge what `<<` names, up to a bound."""
        super().flatten_mapping(node)
        if len(node.value) > _MERGED:
            raise yaml.constructor.ConstructorError(
                None, None, f"merges more than {_MERGED} members", node.start_mark
            )


def _represent_text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    style = None
    if literal(text):
        style = "|"
    elif not text.isascii() or not text.isprintable():
        style = '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represent_text)


def _text(loader: _Loader, node: yaml.ScalarNode) -> str:
    return str(loader.construct_scalar(node))


def _tuple(loader: _Loader, node: yaml.SequenceNode) -> list[Any]:
    return loader.construct_sequence(node, deep=True)


def _buffer(loader: _Loader, node: yaml.MappingNode) -> bytes:
    """The content of a pickled BytesIO: the first element of its state."""
    return _joined(loader.construct_mapping(node, deep=True).get("state"))


def _iterator(loader: _Loader, node: yaml.MappingNode) -> bytes:
    """What a recorded iterator would have yielded, in one piece."""
    return _joined(loader.construct_mapping(node, deep=True).get("args"))


def _joined(arguments: Any) -> bytes:
    """The first of some arguments as bytes: text, bytes, or a sequence of them or of byte values."""
    first = arguments[0] if isinstance(arguments, list) and arguments else b""
    parts = [_bytes(part) for part in first] if isinstance(first, list) else [_bytes(first)]
    if sum(map(len, parts)) > _LARGEST:
        raise CassetteError("a recorded iterator is larger than 64 MiB", hint=_RECORD_AGAIN)
    return b"".join(parts)


def _bytes(part: Any) -> bytes:
    match part:
        case bytes():
            return part
        case str():
            return part.encode()
        case int() if 0 <= part < 256:
            return bytes([part])
    raise CassetteError("a recorded iterator holds what is neither text nor bytes", hint=_RECORD_AGAIN)


_RECORD_AGAIN = "record that interaction again"

for _name in _STRINGS:
    _Loader.add_constructor(_PYTHON + _name, _text)
_Loader.add_constructor(_PYTHON + "tuple", _tuple)
_Loader.add_constructor(_PYTHON + "object/new:_io.BytesIO", _buffer)
_Loader.add_constructor(_PYTHON + "object/apply:builtins.iter", _iterator)


def dump(value: Any) -> bytes:
    """`value` as YAML in block style and pure ASCII, keys in the order given."""
    try:
        text = emitted(value)
    except UnspelledError:
        text = dumped(value)
    return text.encode("ascii")


def dumped(value: Any) -> str:
    """The same by PyYAML alone, which knows values of any type."""
    return str(yaml.dump(value, Dumper=_Dumper, width=WIDTH, default_flow_style=False, sort_keys=False))


def is_text(plain: str) -> bool:
    """Whether a plain scalar is nothing but its text: neither null nor a boolean nor a number."""
    kinds = _Loader.yaml_implicit_resolvers.get(plain[:1])
    return kinds is None or not any(pattern.match(plain) for _, pattern in kinds)


def _guarded(text: str) -> str:
    """`text`, unless it nests so deep that the C parser would run out of stack and crash the process."""
    if sum(text.count(opener) for opener in _OPENERS) <= _DEEPEST:
        return text
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _DEEPEST:
            raise yaml.YAMLError(f"nested deeper than {_DEEPEST} levels")
    return text


@contextmanager
def _building() -> Iterator[None]:
    """Lets ValueError out for whatever cannot be built, whichever way PyYAML fails at it."""
    try:
        yield
    except _UNBUILT as error:
        raise ValueError("a scalar is not what its tag says, or too large") from error


def load(text: str) -> Any:
    """The value of a YAML document. Raises yaml.YAMLError, or ValueError for what no value can be."""
    with _building():
        return yaml.load(_guarded(text), Loader=_Loader)  # noqa: S506, TID251 - the loader above


def compose(text: str) -> yaml.Node | None:
    """The nodes of a YAML document, each with its line; None for an empty one. Raises yaml.YAMLError."""
    return yaml.compose(_guarded(text), Loader=_Loader)


def construct(node: yaml.Node) -> Any:
    """The value of one node. Raises yaml.YAMLError, and ValueError as `load` does."""
    with _building():
        return _Loader("").construct_document(node)
