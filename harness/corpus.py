"""Many recordings at once: which files a list of paths means, and what checking them comes to."""

from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO, Protocol

from harness.cassette import Entry
from harness.checking.verdict import Event, Read, judged
from harness.errors import HarnessError
from harness.library import Captured, Masking, Recorded
from harness.remote import Source
from harness.rules import Judge

CASSETTES = (".yaml", ".yml")
"""Names of the cassettes in a directory."""

SUFFIXES = (".har", ".mitm", *CASSETTES)
"""Names of the recordings in a directory."""


class Readable(Protocol):
    """A recording that can be judged: Recorded, or what it opens."""

    path: Source
    capture: bool
    torn: int
    left_out: int

    def entries(self) -> Iterator[Entry]:
        """The entries in the order of the file."""


def recordings(
    paths: Iterable[Source], *, masking: Callable[[], Masking], flows: Callable[[BinaryIO], Captured]
) -> list[Recorded]:
    """The recordings that `paths` mean, none of them opened yet. Raises HarnessError as `files` does.

    masking, flows: what masks a capture, and what reads flows of mitmproxy's, where there are any.
    """
    return [Recorded(path, masking=masking, flows=flows) for path in files(paths)]


def files(paths: Iterable[Source], suffixes: tuple[str, ...] = SUFFIXES) -> list[Source]:
    """The files that `paths` mean, each once: files as given, directories as what has such a name under them.

    Those of a directory come sorted, hidden ones left out. Raises HarnessError for a path that does not exist
    and for a directory without recordings.
    """
    found: dict[Source, Source] = {}
    for path in paths:
        for file in _files(path, suffixes):
            found.setdefault(file.resolve(), file)
    return list(found.values())


type Pair = tuple[list[Source], list[Source]]
"""Files that are compared as a whole with others."""


def pairs(old: Source, new: Source) -> tuple[list[Pair], Pair]:
    """The files of two folders that have one name in both, and those that only one has; without two folders
    all of `old` and all of `new`.

    Raises HarnessError as `files` does.
    """
    before, after = files([old]), files([new])
    if not (old.is_dir() and new.is_dir()):
        return [], (before, after)
    one = {path.relative_to(str(old)): path for path in before}
    other = {path.relative_to(str(new)): path for path in after}
    both = [([path], [other[name]]) for name, path in one.items() if name in other]
    gone = [path for name, path in one.items() if name not in other]
    return both, (gone, [path for name, path in other.items() if name not in one])


def checked(recordings: Iterable[Readable], judge: Judge) -> Iterator[Event]:
    """Judge recordings, one after the other, as they are read.

    What cannot be read is said at the end of its file.
    """
    for recorded in recordings:
        yield from checked_as(str(recorded.path), recorded, judge)


def checked_as(name: str, recorded: Readable, judge: Judge) -> Iterator[Event]:
    """Judge one recording, under the name that it was given by, wherever it is read from."""
    trouble = None
    try:
        yield from judged(name, recorded.entries(), judge)
    except HarnessError as error:
        trouble = str(error).replace(str(recorded.path), name)
    yield Read(name, recorded.torn, trouble, recorded.capture, recorded.left_out)


def _files(path: Source, suffixes: tuple[str, ...]) -> list[Source]:
    try:
        if not path.exists():
            raise HarnessError(f"{path}: there is no such file or directory", hint="check the path")
        if not path.is_dir():
            return [path]
        within = sorted(_under(path, suffixes))
    except OSError as error:
        raise HarnessError(f"{path}: {error.strerror}", hint="check the path and its permissions") from error
    if not within:
        *kinds, last = (f"*{suffix}" for suffix in suffixes)
        raise HarnessError(
            f"{path}: no cassette ({', '.join(kinds)} or {last}) in this directory",
            hint="give one that has some",
        )
    return within


def _under(directory: Source, suffixes: tuple[str, ...]) -> Iterator[Source]:
    for path in directory.rglob("*"):
        hidden = any(part.startswith(".") for part in path.relative_to(str(directory)).parts)
        if path.suffix.lower() in suffixes and not hidden and path.is_file():
            yield path
