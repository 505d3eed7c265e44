"""Cassettes masked here or by workers: it is the same, and each is replaced whole or not at all."""

import os
import signal
from dataclasses import dataclass
from pathlib import Path

import pytest

from harness.redaction.redactor import Redactor
from harness.scrubber import Masked, Named, Scrubber
from harness.workers import TRY, Crew
from harness.workers.processes import KILLED
from tests.unit.cassette.test_foreign import by_vcrpy, interaction
from tests.unit.hostile import hostile

SECRET = "q8xw2kvb7zz"
SCRUBBER = Scrubber(Redactor(b"a key of the tests"))


def dirty(folder: Path) -> list[Path]:
    """Cassettes of all sorts, three of which hold a secret."""
    hostile(folder)
    for name in ("l.yaml", "m.yaml", "n.yaml"):
        body = f'{{"phone": {{"id": "+493023125042"}}, "password": "{SECRET}"}}'
        (folder / name).write_text(by_vcrpy(interaction(body=body)), encoding="utf-8")
    return sorted(folder.glob("*.yaml"))


def came_to(masked: Masked) -> object:
    return masked.name, masked.trouble, masked.traces and masked.traces.lines, masked.torn


@pytest.mark.slow
@pytest.mark.parametrize("check", [False, True])
def test_two_processes_come_to_what_one_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, check: bool
) -> None:
    scrubber = Scrubber(SCRUBBER.mask, check)
    found, left = [], []
    for jobs in (1, 2):
        (tmp_path / str(jobs)).mkdir()
        monkeypatch.chdir(tmp_path / str(jobs))
        cassettes = dirty(Path("calls"))
        found.append([came_to(each) for each in scrubber.masked(cassettes, Crew(jobs))])
        left.append({path.name: path.read_bytes() for path in Path("calls").iterdir()})
    assert found[0] == found[1]
    assert left[0] == left[1]
    assert (SECRET.encode() in b"".join(left[0].values())) is check


@dataclass(frozen=True)
class Deadly:
    """Masks, and one cassette kills whoever masks it."""

    scrubber: Scrubber
    name: str

    def __call__(self, named: Named) -> Masked:
        if named[0] == self.name:
            os.kill(os.getpid(), signal.SIGKILL)
        return self.scrubber(named)


@pytest.mark.slow
def test_a_cassette_that_kills_its_worker_stays_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cassettes = dirty(tmp_path / "calls")[-3:]
    name, each = str(cassettes[1]), Crew.each
    monkeypatch.setattr(
        Crew, "each", lambda crew, work, things, lost: each(crew, Deadly(work, name), things, lost)
    )
    found = {masked.name: masked for masked in SCRUBBER.masked(cassettes, Crew(2))}
    assert found[name] == Masked(name, trouble=f"{name}: {KILLED}; {TRY}")
    assert [SECRET in path.read_text() for path in cassettes] == [False, True, False]


def test_the_key_is_in_no_text_of_it() -> None:
    assert "a key of the tests" not in repr(SCRUBBER)
