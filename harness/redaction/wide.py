"""Text in UTF-16 within bytes: a whole body with its byte order mark, or ASCII among other bytes."""

import re
from collections.abc import Callable

_MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_RUN = re.compile(r"(?:\0[\t-~]){8,}|(?:[\t-~]\0){8,}")


def narrowed(body: bytes) -> bytes | None:
    """A body in UTF-16 as UTF-8; None for one that does not say by its mark that it is, or is not."""
    encoding = _MARKS.get(body[:2])
    try:
        return body[2:].decode(encoding).encode() if encoding else None
    except ValueError:
        return None


def widened(body: bytes, like: bytes) -> bytes:
    """A body in UTF-8 in the UTF-16 of another, from which it was narrowed."""
    return like[:2] + body.decode().encode(_MARKS[like[:2]])


def each_run(text: str, change: Callable[[str], str]) -> str:
    """A text of a character a byte with what is ASCII in UTF-16 in it, of either byte order, passed through
    `change`.
    """

    def changed(match: re.Match[str]) -> str:
        first, second = ("\0", "") if match.group().startswith("\0") else ("", "\0")
        return "".join(f"{first}{letter}{second}" for letter in change(match.group().replace("\0", "")))

    return _RUN.sub(changed, text)
