"""Cassettes masked in place: what is there is replaced by a whole new file, or left as it is."""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from harness.cassette import Datum, Mask, Part, read, scrubbed
from harness.errors import CassetteError
from harness.library.hold import Hold
from harness.library.opened import regular
from harness.library.recorded import capture
from harness.library.tail import moved_tail
from harness.library.trouble import named, resolved
from harness.replacing import replacing

_FIRST = 3


@dataclass(slots=True)
class Lines:
    """Where one kind of datum stands: the first few lines, and how often in all."""

    first: list[int] = field(default_factory=list)
    count: int = 0


class Traces:
    """What there was to mask in a file. lines: of each kind, in the order they were met."""

    def __init__(self, data: Iterable[Datum]) -> None:
        self.lines: dict[str, Lines] = {}
        for datum in data:
            lines = self.lines.setdefault(datum.kind, Lines())
            lines.count += 1
            if len(lines.first) < _FIRST and datum.line not in lines.first:
                lines.first.append(datum.line)


@dataclass(frozen=True, slots=True)
class Scrubbed:
    """What was done to a file. backup, torn: where the original and its torn tail are kept."""

    traces: Traces
    backup: Path | None = None
    torn: Path | None = None


def examine(path: Path, mask: Mask) -> Traces:
    """What there is to mask in the cassette at `path`, which stays as it is.

    Raises HarnessError as `scrub` does.
    """
    with named(path):
        place = resolved(path)
        _whole(place)
        aware = _aware(place, mask)
        return Traces(datum for part in _parts(place, aware) for datum in part.found) if aware else Traces(())


def scrub(path: Path, mask: Mask, *, backup: bool = False, mend: bool = False) -> Scrubbed:
    """Mask the cassette at `path`, symbolic links followed; where there is nothing to mask it is not touched.

    backup: keep the original as FILE.bak. mend: move a torn tail to FILE.torn first.

    Raises HarnessError for what is no cassette, is torn, is a capture, is held by a recorder, has a second
    name by a hard link or cannot be written, and where FILE.bak exists: then the file is as it was.
    """
    with named(path), _held(resolved(path)) as place:
        torn = _whole(place, mend=mend)
        if (aware := _aware(place, mask)) is None:
            return Scrubbed(Traces(()), torn=torn)
        _alone(place)
        with _kept(place, wanted=backup) as original, replacing(place) as file:
            traces = Traces(_written(_parts(place, aware), file.write))
        return Scrubbed(traces, original, torn)


def _aware(place: Path, mask: Mask) -> Mask | None:
    """What masks the cassette, given whom and what all of it names; None where nothing is to be masked."""
    aware = mask.remembering()
    dirty = False
    for part in _parts(place, aware):
        dirty |= bool(part.found)
    return aware if dirty else None


def _written(parts: Iterable[Part], write: Callable[[str], object]) -> Iterator[Datum]:
    for part in parts:
        write(part.text)
        yield from part.found


def _parts(place: Path, mask: Mask) -> Iterator[Part]:
    with place.open("rb") as file:
        yield from scrubbed(file, mask)


def _whole(place: Path, *, mend: bool = False) -> Path | None:
    """Raise CassetteError unless there is a cassette, whole to its end; with `mend` it is made so, and where
    its torn tail was moved is returned.
    """
    regular(place)
    if capture(place):
        raise CassetteError(
            "it is a capture, no cassette", hint="make a masked cassette of it: redial record --from FILE"
        )
    with place.open("r+b" if mend else "rb") as file:
        reading = read(file)
        for _ in reading:
            pass
        if not reading.torn:
            return None
        if mend:
            _alone(place)
            return moved_tail(file.fileno(), place, reading.whole)
    raise CassetteError(
        f"it ends in the middle of an interaction, {reading.torn} bytes behind the last whole one",
        hint="--mend moves them to a .torn file",
    )


def _alone(place: Path) -> None:
    """Raise CassetteError for a file of several names: a new one takes the place of one name only."""
    if place.stat().st_nlink > 1:
        raise CassetteError(
            "it has another name by a hard link, and what stands there would stay in clear",
            hint="delete the other name, or put a copy in the place of this one",
        )


@contextmanager
def _held(place: Path) -> Iterator[Path]:
    """Nobody records to the file meanwhile."""
    regular(place)
    hold = Hold(place)
    try:
        yield place
    finally:
        hold.release()


@contextmanager
def _kept(place: Path, *, wanted: bool) -> Iterator[Path | None]:
    """A copy of the original beside it, if it is wanted; taken away again when it was not replaced."""
    if not wanted:
        yield None
        return
    copy = place.with_name(f"{place.name}.bak")
    try:
        with place.open("rb") as source, copy.open("xb") as target:
            os.fchmod(target.fileno(), place.stat().st_mode & 0o777)
            shutil.copyfileobj(source, target)
    except FileExistsError:
        raise CassetteError(
            f"{copy.name} exists already", hint="move it away, or leave --backup out"
        ) from None
    try:
        yield copy
    except BaseException:
        copy.unlink()
        raise
