"""The shelf: where the cassettes of tests stand, and how one becomes a tape."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from harness.configuration import LEVELS, Configuration, configuration
from harness.errors import HarnessError
from harness.library import open_cassette
from harness.playback import OF_THE_BOT
from harness.pytest_plugin.marker import Wanted
from harness.pytest_plugin.tape import Tape, Terms
from harness.redaction import Redactor
from harness.settings import project_key

FOLDER = "cassettes"


def places(name: str, folder: Path, root: Path) -> Iterable[Path]:
    """Where a cassette may stand: beside the test, in `cassettes` there, in those of the project."""
    return dict.fromkeys((folder / name, folder / FOLDER / name, root / FOLDER / name))


def found(name: str, folder: Path, root: Path) -> Path:
    """The cassette of that name. Raises HarnessError when it is nowhere."""
    looked = list(places(name, folder, root))
    for place in looked:
        if place.is_file():
            return place
    where = ", ".join(str(place.parent) for place in looked)
    raise HarnessError(f"there is no cassette {name}; looked in {where}", hint="record it")


def loaded(path: Path, root: Path, wanted: Wanted | None = None, contract: str | None = None) -> Tape:
    """The tape of a cassette, with the project's key if it has one.

    contract: what to judge by where the marker does not say. Raises HarnessError for what cannot be read.
    """
    asked = wanted or Wanted(path.name)
    key, settings = project_key(root, create=False), configuration(root)
    cassette = open_cassette(path)
    entries = list(cassette.entries())
    if cassette.torn:
        raise HarnessError(
            f"{path} is torn: its last {cassette.torn} bytes are no whole interaction", hint="record it again"
        )
    redactor = Redactor(key, settings.redaction) if key is not None else None
    return Tape(path, entries, redactor, terms(asked, settings, contract))


def terms(asked: Wanted, settings: Configuration, contract: str | None) -> Terms:
    """On what terms a tape plays: the marker's, else the option's, else those of the project's file."""
    return Terms(
        settings.documentation(asked.contract or contract),
        settings.codes() & OF_THE_BOT,
        LEVELS[asked.fail_on or settings.fail_on],
        asked.pace,
        strict=asked.order == "strict",
    )


def stale(tape: Tape, days: float | None) -> str | None:
    """A sentence on a tape that was recorded more than so many days ago; None for one that was not."""
    began = tape.recorded_at
    if days is None or began is None or (datetime.now(UTC) - began).total_seconds() <= days * 86400:
        return None
    return f"{tape.path.name} was recorded on {began:%Y-%m-%d}, more than {days:g} days ago: record it again"
