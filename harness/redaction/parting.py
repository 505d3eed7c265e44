"""A running text in parts: what the table's rows find in it, what lies between, and what is masked already.

Nothing here knows whom messages name: the parts of one text are always the same.
"""

import re
from base64 import b64decode
from typing import NamedTuple

from harness import body as json_body
from harness.redaction import markup, masking
from harness.redaction.custom import Custom
from harness.redaction.masking import Brush, How
from harness.redaction.scanning import Scan
from harness.redaction.sensitive import REDACTIONS
from harness.remembering import remembered

BASE64 = re.compile(r"(?<![\w+/\-.])[A-Za-z0-9+/_\-]{20,}={0,2}(?![\w+/\-=]|\.\w)", re.ASCII)
"""What may be Base64."""

_TEXT = Scan(
    {f"row{at}": row.pattern for at, row in enumerate(REDACTIONS) if row.pattern},
    {f"row{at}": row.holds for at, row in enumerate(REDACTIONS)},
)
_ROWS: dict[str, How] = {f"row{at}": row.mask for at, row in enumerate(REDACTIONS) if row.pattern}
_FIXED: frozenset[How] = frozenset(
    {
        *(masking.guid, masking.kept, masking.labelled, masking.mail, masking.mri, masking.number),
        *(masking.number_behind, masking.secret, masking.thread),
    }
)
"""What masks with nothing but the masks: whom a message names changes nothing."""

_URL_SAFE = str.maketrans("-_", "+/")
_BLANK = re.compile(r"\s")


class Part(NamedTuple):
    """A part of a text. how: what masks it; None for what lies between. done: whether `text` is the mask."""

    text: str
    how: How | None
    done: bool


class Parted(NamedTuple):
    """A text in parts, in order. running: whether white space stands in it, as in what people write."""

    parts: tuple[Part, ...]
    running: bool


def parted(text: str, custom: Custom, brush: Brush) -> Parted | None:
    """The parts of a text, what a project masks besides as its masks; None where Base64 of text stands in
    it, which is for somebody else to look into.
    """
    text = custom.masked(text, brush.masks.opaque)
    if any(told(match.group()) for match in BASE64.finditer(text)):
        return None
    return in_parts(text, brush)


def in_parts(text: str, brush: Brush) -> Parted:
    """The parts of a text that is taken as it stands."""
    parts: list[Part] = []
    end = 0
    for row, match in _TEXT(text):
        if end < match.start():
            parts.append(Part(text[end : match.start()], None, done=False))
        how = _ROWS[row]
        done = how in _FIXED
        found = match.group()
        parts.append(Part((how(brush, found) or found) if done else found, how, done))
        end = match.end()
    if end < len(text):
        parts.append(Part(text[end:], None, done=False))
    return Parted(tuple(parts), _BLANK.search(text) is not None)


@remembered
def holds_members(text: str) -> bool:
    """Whether members stand in a text: where none does, there is nothing to rewrite."""
    found: list[str] = []

    def note(path: str, value: str) -> str:
        found.append(path)
        return value

    markup.rewritten(text, note)
    json_body.rewritten_in_text(text, note, note)
    return bool(found)


def told(letters: str) -> bytes | None:
    """The text that Base64 stands for, as UTF-8; None where it stands for something else."""
    bare = letters.rstrip("=").translate(_URL_SAFE)
    try:
        text = b64decode(bare + "=" * (-len(bare) % 4)).replace(b"\0", b"")
        printable = text.decode().replace("\n", "").replace("\r", "").replace("\t", "").isprintable()
    except ValueError:
        return None
    return text if printable and text else None
