"""Where the cassettes of tests stand. Loads nothing heavy."""

from pathlib import Path

FOLDER = "cassettes"


def places(name: str, folder: Path, root: Path) -> tuple[Path, ...]:
    """Where a cassette may stand: beside the test, in `cassettes` there, in those of the project.

    folder: of the test. root: of the project.
    """
    return tuple(dict.fromkeys((folder / name, folder / FOLDER / name, root / FOLDER / name)))


def found(name: str, folder: Path, root: Path) -> Path | None:
    """The cassette of that name; None when it is nowhere."""
    return next((place for place in places(name, folder, root) if place.is_file()), None)
