"""The shelf: where the cassettes of tests stand, and how one becomes a tape."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from harness.cassette import Entry, Unread
from harness.configuration import LEVELS, Configuration, configuration
from harness.errors import HarnessError
from harness.library import open_cassette
from harness.project import redactor
from harness.pytest_plugin.draft import Draft
from harness.pytest_plugin.marker import Wanted
from harness.pytest_plugin.options import MODES
from harness.pytest_plugin.places import FOLDER, found, places
from harness.pytest_plugin.service import simulated, upstream
from harness.pytest_plugin.tape import Tape
from harness.pytest_plugin.terms import Terms
from harness.redaction.secrets import SECRETS
from harness.replay.playback import OF_THE_BOT
from harness.settings import project_key


def tape_of(wanted: Wanted, folder: Path, root: Path, setting: Callable[[str], str | None]) -> Tape:
    """The tape that a marker wants: played, or recorded where `record` says so.

    folder: of the test. setting: gives the value of an option. Raises HarnessError.
    """
    mode, contract, service = setting("record") or MODES[0], setting("contract"), setting("upstream")
    if mode not in MODES:
        raise HarnessError(f"{mode!r} is none of {', '.join(MODES)}", hint="as in --redial-record once")
    there = found(wanted.cassette, folder, root)
    if there is not None and mode in ("none", "once"):
        return loaded(there, root, wanted, contract)
    if mode == "none":
        looked = ", ".join(str(place.parent) for place in places(wanted.cassette, folder, root))
        raise HarnessError(
            f"there is no cassette {wanted.cassette}; looked in {looked}",
            hint="--redial-record once records it",
        )
    path = there or folder / FOLDER / wanted.cassette
    return recording(path, root, wanted, contract, mode=mode, upstream_url=service)


def loaded(path: Path, root: Path, wanted: Wanted | None = None, contract: str | None = None) -> Tape:
    """The tape of a cassette, with the project's key, where it has none with one for this run: then a miss
    shows what was sent as it is but for secrets, and is the same in every run.

    contract: what to judge by where the marker does not say. Raises HarnessError for what cannot be read.
    """
    asked, settings = wanted or Wanted(path.name), configuration(root)
    teller = None if project_key(root, create=False) else SECRETS
    how = replace(terms(asked, settings, contract), teller=teller)
    return Tape(path, _entries(path), redactor(root), how)


def recording(
    path: Path, root: Path, wanted: Wanted, contract: str | None, *, mode: str, upstream_url: str | None
) -> Tape:
    """A tape that records what it does not have, with the project's key, which is made where it is missing.

    mode: `all` begins anew, `new_episodes` goes on with what is there. upstream_url: where Graph is; None for
    a simulated one. Raises HarnessError for what cannot be read or written.
    """
    masking, how = redactor(root, lasting=True), terms(wanted, configuration(root), contract)
    old = path if mode == "new_episodes" and path.is_file() else None
    entries = _entries(old) if old is not None else []
    draft = Draft(path, masking, after=old)
    try:
        service = (
            simulated(draft, how.documentation, path.name)
            if upstream_url is None
            else upstream(draft, upstream_url)
        )
        return Tape(path, entries, masking, how, service, wanted.path)
    except HarnessError:
        draft.close(well=False)
        raise


def _entries(path: Path) -> Sequence[Entry | Unread]:
    """Its entries, of a cassette of ours each read when it is played; what is foreign is read whole."""
    cassette = open_cassette(path)
    entries = [*(cassette.entries() if cassette.foreign else cassette.unread())]
    if cassette.torn:
        raise HarnessError(
            f"{path} is torn: its last {cassette.torn} bytes are no whole interaction", hint="record it again"
        )
    return entries


def terms(asked: Wanted, settings: Configuration, contract: str | None) -> Terms:
    """On what terms a tape plays: the marker's, else the option's, else those of the project's file."""
    return Terms(
        settings.documentation(asked.contract or contract),
        settings.codes() & OF_THE_BOT,
        LEVELS[asked.fail_on or settings.fail_on],
        asked.pace,
        strict=asked.order == "strict",
        repeats=asked.repeats,
    )


def stale(tape: Tape, days: float | None) -> str | None:
    """A sentence on a tape that was recorded more than so many days ago; None for one that was not."""
    began = tape.recorded_at
    if days is None or began is None or (datetime.now(UTC) - began).total_seconds() <= days * 86400:
        return None
    return f"{tape.path.name} was recorded on {began:%Y-%m-%d}, more than {days:g} days ago: record it again"
