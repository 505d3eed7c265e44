"""Recordings to compare, judged by workers."""

import os
import signal
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NoReturn

import pytest

from harness.comparer import Comparer, Named
from harness.comparison import Judged
from harness.contract.editions import documentation
from harness.errors import HarnessError
from harness.library import Recorded, Reread
from harness.redaction.redactor import Redactor
from harness.workers import TRY, Crew
from harness.workers.processes import KILLED
from tests.unit.hostile import hostile

COMPARER = Comparer(documentation(), timing=True)


@dataclass(frozen=True)
class Masking:
    """What masks captures, for any process."""

    def __call__(self) -> Redactor:
        return Redactor(b"a key of the tests")


def reread(folder: Path) -> list[Reread]:
    return [
        Reread(Recorded(path, masking=Masking(), flows=_none), strict=False)
        for path in sorted(hostile(folder).iterdir())
    ]


def _none(_: BinaryIO) -> NoReturn:
    raise AssertionError("no flows are there")


def test_alone_nothing_is_judged_beforehand(tmp_path: Path) -> None:
    recordings = reread(tmp_path / "calls")
    COMPARER.share(recordings, Crew())
    assert [each.judged() for each in recordings] == [None] * len(recordings)


@pytest.mark.slow
def test_two_processes_judge_as_one_does(tmp_path: Path) -> None:
    recordings = reread(tmp_path / "calls")
    COMPARER.share(recordings, Crew(2))
    told = [each.judged() for each in recordings]
    assert told == [COMPARER((each.name, each.recorded)) for each in recordings]
    assert any(isinstance(each, Judged) and each.findings and any(each.times.values()) for each in told)


@dataclass(frozen=True)
class Deadly:
    """Judges, and one recording kills whoever judges it."""

    comparer: Comparer
    name: str

    def __call__(self, named: Named) -> Judged | HarnessError:
        if named[0] == self.name:
            os.kill(os.getpid(), signal.SIGKILL)
        return self.comparer(named)


@pytest.mark.slow
def test_a_recording_that_kills_its_worker_is_one_that_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recordings = reread(tmp_path / "calls")
    name, each = recordings[1].name, Crew.each
    monkeypatch.setattr(
        Crew, "each", lambda crew, work, things, lost: each(crew, Deadly(work, name), things, lost)
    )
    COMPARER.share(recordings, Crew(2))
    for recording in recordings:
        recording.judged()
    assert recordings[1].trouble == f"{name}: {KILLED}; {TRY}"
    assert [recording.trouble for recording in recordings if recording is not recordings[1]] == [None] * 10
