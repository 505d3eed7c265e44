"""The text of a cassette that is there already, masked: each scalar by where it stands.

Layout, comments and members that nobody knows stay; what they hold is masked like running text.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

import yaml

from harness import body
from harness.cassette import dialect, foreign
from harness.cassette.interaction import OURS
from harness.cassette.pieces import SIGNATURE, Piece, end_marker, marker
from harness.cassette.scalars import Scalar, changed, changed_json
from harness.cassette.scrub import Mask, Masked, Scrub
from harness.redaction.masks import kind_of, masks

KINDS: Mapping[str | None, str] = {
    "guid": "id",
    "number": "phone number",
    "name": "name",
    "host": "host",
    "mail": "mail address",
    "opaque": "secret",
    None: "credentials or headers about machines",
}
"""Kind of a mask -> what it is put in place of."""

UNMASKED = "mark of a recording without masks"


@dataclass(frozen=True, slots=True)
class Datum:
    """Something that was masked: what it is, one of KINDS or UNMASKED, and its line."""

    kind: str
    line: int


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the new text, and what was masked in it, in order."""

    text: str
    found: tuple[Datum, ...] = ()


def scrubbed(lines: Iterable[bytes], mask: Mask) -> Iterator[Part]:
    """The text of a cassette, masked: block by block where it is ours, else as a whole.

    The cassette has been read to its end, and nothing of it is torn. Raises CassetteError for a body that is
    compressed in a way that cannot be undone.
    """
    held: list[bytes] = []
    line, count, is_ours = 1, 0, False
    for each in lines:
        count += 1
        said = marker(each) if each[:6] == b"# end " else None
        if said is None:
            held.append(each)
            continue
        is_ours = True
        yield from _block(b"".join(held).decode(), line, said[0], each, mask)
        held.clear()
        line = count + 1
    rest = b"".join(held)
    if is_ours or rest.startswith(SIGNATURE):
        yield _yaml(rest.decode(), line, mask)
    else:
        yield from _foreign(rest.decode(), mask)


def _block(text: str, line: int, number: int, end: bytes, mask: Mask) -> Iterator[Part]:
    """A block of ours, and the line that ends it: its length is told anew when it changed."""
    part = _yaml(text, line, mask)
    yield part
    if part.text != text:
        size = len(Piece(0, line, part.text.encode()).from_block().text)
        end = end_marker(number, size).replace(b"\n", b"\r\n" if end.endswith(b"\r\n") else b"\n")
    yield Part(end.decode())


def _foreign(text: str, mask: Mask) -> Iterator[Part]:
    if text.lstrip("\ufeff \t\r\n")[:1] == "{" and (document := body.read(text.encode())) is not None:
        marks = _Marks(mask, document.value["interactions"])
        yield Part(changed_json(text, marks.change), tuple(marks.found))
        return
    parts: list[Part] = []
    line = 1
    try:
        for each in foreign.parts(text):
            parts.append(_yaml(each, line, mask))
            line += each.count("\n")
    except (yaml.YAMLError, ValueError):
        parts = [
            _yaml(text, 1, mask)
        ]  # an alias into another block, or a `-` that opens a line within quotes
    yield from parts


def _yaml(text: str, line: int, mask: Mask) -> Part:
    """Text of interactions, with or without what stands around their list."""
    root = dialect.compose(text)
    marks = _Marks(mask, [dialect.construct(node) for node in _interactions(root)])
    return Part(changed(text, root, marks.change, line=line), tuple(marks.found))


def _interactions(root: yaml.Node | None) -> list[yaml.Node]:
    if isinstance(root, yaml.SequenceNode):
        return list(root.value)
    members = root.value if isinstance(root, yaml.MappingNode) else []
    return [
        node
        for name, value in members
        if name.value == "interactions" and isinstance(value, yaml.SequenceNode)
        for node in value.value
    ]


class _Marks:
    """Changes the scalars of a text, and notes what was masked."""

    def __init__(self, mask: Mask, interactions: list[Any]) -> None:
        self.found: list[Datum] = []
        self._mask = mask
        self._around = Scrub(mask, {})
        self._scrubs = [Scrub(mask, value) for value in interactions]

    def change(self, scalar: Scalar) -> str | bytes:
        """The scalar's new value."""
        steps = scalar.steps[1:] if scalar.steps[:1] == ("interactions",) else scalar.steps
        at = steps[0] if steps else None
        if scalar.kind == "comment":
            old = str(scalar.value)
            masked = Masked(new := self._mask.text(old), old, new)
        elif isinstance(at, int):
            masked = self._scrubs[at].changed(scalar, steps[1:])
        else:
            masked = self._around.changed(scalar, scalar.steps)
        if masked.value != scalar.value:
            self.found += _data(scalar, masked)
        return masked.value


def _data(scalar: Scalar, masked: Masked) -> Iterator[Datum]:
    """What was masked in a scalar, by line where its lines are those of the file."""
    if scalar.steps[-2:] == (OURS, "key"):
        yield Datum(UNMASKED, scalar.line)
        return
    lines = zip(masked.before.split("\n"), masked.after.split("\n"), strict=False)
    for below, (before, after) in enumerate(lines, start=1):
        if before != after:
            line = scalar.line + below if scalar.laid_out else scalar.line
            new = Counter(masks(unquote(after))) - Counter(masks(unquote(before)))
            for kind in dict.fromkeys(map(kind_of, new)) or [None]:
                yield Datum(KINDS[kind], line)
