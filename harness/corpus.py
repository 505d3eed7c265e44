"""Many cassettes at once: which files a list of paths means, and what checking them comes to."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from harness.errors import HarnessError
from harness.library import open_cassette
from harness.rules import Judge
from harness.verdict import Event, Read, judged

SUFFIXES = (".yaml", ".yml")


def cassettes(paths: Iterable[Path]) -> list[Path]:
    """The files that `paths` mean, each once: files as given, directories as the cassettes under them.

    Those of a directory come sorted, hidden ones left out. Raises HarnessError for a path that does not exist
    and for a directory without cassettes.
    """
    found: dict[Path, Path] = {}
    for path in paths:
        for file in _files(path):
            found.setdefault(file.resolve(), file)
    return list(found.values())


def checked(paths: Iterable[Path], judge: Judge) -> Iterator[Event]:
    """Judge the cassettes that `paths` mean, one after the other, as they are read.

    What cannot be read is said at the end of its file. Raises as `cassettes`.
    """
    for path in cassettes(paths):
        torn, trouble = 0, None
        try:
            cassette = open_cassette(path)
            yield from judged(str(path), cassette.entries(), judge)
            torn = cassette.torn
        except HarnessError as error:
            trouble = str(error)
        yield Read(str(path), torn, trouble)


def _files(path: Path) -> list[Path]:
    try:
        if not path.exists():
            raise HarnessError(f"{path}: there is no such file or directory", hint="check the path")
        if not path.is_dir():
            return [path]
        within = sorted(_under(path))
    except OSError as error:
        raise HarnessError(f"{path}: {error.strerror}", hint="check the path and its permissions") from error
    if not within:
        kinds = " or ".join(f"*{suffix}" for suffix in SUFFIXES)
        raise HarnessError(f"{path}: no cassette ({kinds}) in this directory", hint="give one that has some")
    return within


def _under(directory: Path) -> Iterator[Path]:
    for path in directory.rglob("*"):
        hidden = any(part.startswith(".") for part in path.relative_to(directory).parts)
        if path.suffix.lower() in SUFFIXES and not hidden and path.is_file():
            yield path
