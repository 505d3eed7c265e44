"""Recordings judged here or by workers: it is the same, whatever is wrong with them."""

import os
import signal
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from harness.checker import Checker, Named
from harness.checking.condensed import Condensed, Detail
from harness.checking.tally import Tally
from harness.checking.verdict import Read
from harness.cli.recordings import recordings
from harness.contract.editions import documentation
from harness.library import Recorded
from harness.rules import RULES
from harness.workers import TRY, Crew
from harness.workers.processes import KILLED
from tests.unit.hostile import hostile

CHECKER = Checker(documentation(), frozenset(rule.code for rule in RULES), Detail.FINDINGS, coverage=True)


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Recorded]:
    """Recordings of all sorts, named from the folder in which the command runs."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REDIAL_KEY", "a key of the tests")
    hostile(tmp_path / "corpus")
    return recordings([Path("corpus")])


def came_to(checker: Checker, whole: list[Recorded], crew: Crew) -> tuple[Tally, list[Any]]:
    tally = checker.tally
    events = [*tally.watch(checker.events(whole, crew, tally))]
    return tally, [event if isinstance(event, Read) else event.findings for event in events]


def counts(tally: Tally) -> Any:
    assert tally.coverage is not None
    told = (tally.cassettes, tally.exchanges, tally.redirects, tally.calls, tally.unread, tally.left_out)
    return told, tally.judged, list(tally.kinds), tally.not_judged, tally.coverage.facts, tally.coverage.rules


@pytest.mark.slow
def test_two_processes_come_to_what_one_does(corpus: list[Recorded]) -> None:
    (one, events), (two, more) = (came_to(CHECKER, corpus, Crew(jobs)) for jobs in (1, 2))
    assert counts(one) == counts(two)
    assert [each for each in events if each] == [each for each in more if each]
    assert one.unread == 5


@dataclass(frozen=True)
class Deadly:
    """Judges, and one recording kills whoever judges it."""

    checker: Checker
    name: str

    def __call__(self, named: Named) -> tuple[Condensed, ...]:
        if named[0] == self.name:
            os.kill(os.getpid(), signal.SIGKILL)
        return self.checker(named)


@pytest.mark.slow
def test_a_recording_that_kills_its_worker_is_one_that_cannot_be_read(
    corpus: list[Recorded], monkeypatch: pytest.MonkeyPatch
) -> None:
    killed = str(corpus[1].path)
    each = Crew.each
    monkeypatch.setattr(
        Crew, "each", lambda crew, work, things, lost: each(crew, Deadly(work, killed), things, lost)
    )
    tally, events = came_to(CHECKER, corpus, Crew(2))
    assert Read(killed, trouble=f"{killed}: {KILLED}; {TRY}") in events
    assert (tally.cassettes, tally.unread) == (len(corpus), 6)
