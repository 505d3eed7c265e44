"""The end of a cassette file: where its last block stands, and moving a torn tail out of the way."""

import os
from pathlib import Path

from harness.cassette import Place, marker

_LONGEST_MARKER = 64
_CHUNK = 1 << 20


def last_block(file: int, size: int) -> Place | None:
    """Where the last block stands, if the last line is its end marker with the right length, else None.

    Which line that is, and what stands there, is not looked at.
    """
    end = os.pread(file, _LONGEST_MARKER, max(0, size - _LONGEST_MARKER))
    line = end[end[:-1].rfind(b"\n") + 1 :]
    said = marker(line) if line.endswith(b"\n") and len(line) < len(end) else None
    if said is None:
        return None
    start = size - len(line) - said[1]
    whole = start > 0 and os.pread(file, 2, start - 1) == b"\n-"
    return Place(said[0], 0, None, "", start, said[1]) if whole else None


def moved_tail(file: int, path: Path, whole: int) -> Path:
    """Move the bytes from `whole` on to a new file beside `path`: FILE.torn, or FILE.torn.2 and so on."""
    number = 1
    while True:
        torn = path.with_name(f"{path.name}.torn" + (f".{number}" if number > 1 else ""))
        try:
            target = os.open(torn, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            number += 1
            continue
        break
    try:
        with os.fdopen(target, "wb") as kept:
            offset = whole
            while chunk := os.pread(file, _CHUNK, offset):
                kept.write(chunk)
                offset += len(chunk)
            kept.flush()
            os.fsync(target)
    except OSError:
        torn.unlink()
        raise
    os.ftruncate(file, whole)
    return torn
