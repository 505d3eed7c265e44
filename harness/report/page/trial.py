"""Tests that replayed a recording, each as the events of a check: what was found stands at its exchange."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from harness.address import is_redirect
from harness.cassette import Entry, line_of
from harness.checking.verdict import Event, Judged, Part, Placed, Read, Turn
from harness.cite import Cite
from harness.comparison import Change
from harness.conversation import conversations
from harness.diff import Kind
from harness.exchange import Way
from harness.findings import Finding, Severity
from harness.report.page.differing import Differing
from harness.report.text import counted
from harness.titles import title

FAILED = ("failed", "error")
"""pytest's words for a test that failed in its body, and before or behind it."""

UNPLAYED = "unplayed"
"""How an exchange stands out that the test did not ask for."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A test and what it did to its recording. state: pytest's word for how it went, such as `passed` or
    `xfailed`. left: numbers of what stayed unplayed.

    troubles: what was asked for and is not recorded, and what the bot did not take, in sentences.
    """

    test: str
    file: str
    state: str
    played: int
    left: tuple[int, ...]
    troubles: tuple[str, ...]
    findings: tuple[Finding, ...]
    changes: tuple[Change, ...]

    @property
    def failed(self) -> bool:
        """Whether it makes its session fail."""
        return self.state in FAILED

    @property
    def name(self) -> str:
        """What tells it from the others: its node id without the file."""
        return self.test.partition("::")[2] or self.test

    @property
    def label(self) -> str:
        """What stands for its file: two tests may play one."""
        return f"{self.test} · {self.file}"


def read(
    test: str,
    file: str,
    replayed: str,
    said: Callable[[str], str],
    *,
    state: str,
    blocked: Iterable[str] = (),
) -> Trial:
    """A test by its account as `harness.report.json.replay` tells it. said: masks what the bot sent.

    blocked: places that it wanted to connect to, beside the recording.
    """
    told = json.loads(replayed)
    missed = [f"not recorded: {each['request']}: {each['why']}" for each in told["missed"]]
    missed += [f"not recorded: a connection to {place}" for place in blocked]
    undelivered = [f"not delivered: {sentence}" for sentence in told["undelivered"]]
    return Trial(
        test,
        file,
        state,
        told["played"],
        tuple(each["interaction"] for each in told["left"]),
        tuple(map(said, (*missed, *undelivered))),
        tuple(_finding(each, said) for each in told["findings"]),
        tuple(_change(each, said) for each in told["differences"]),
    )


def _finding(told: dict[str, Any], said: Callable[[str], str]) -> Finding:
    cite = Cite(**told["cite"]) if told["cite"] else None
    texts = (told["where"], said(told["message"]), said(told["fix"]))
    return Finding(told["rule"], Severity[told["severity"].upper()], *texts, cite, None, told["interaction"])


def _change(told: dict[str, Any], said: Callable[[str], str]) -> Change:
    old, new = (said(each) if isinstance(each, str) else each for each in (told.get("old"), told.get("new")))
    return Change(told["call"], told["interaction"], told["path"], Kind(told["kind"]), old, new)


def events(trial: Trial, entries: Iterable[Entry]) -> Iterator[Event]:
    """The recording of a test as a check of it: what was found stands at the exchange that was played."""
    known = {id(entry.exchange): entry for entry in entries}
    for entry in known.values():
        exchange = entry.exchange
        found = tuple(
            Placed(each, trial.file, line_of(entry, each.where))
            for each in trial.findings
            if each.at == entry.number
        )
        played = entry.number not in trial.left
        redirect = played and exchange.way is Way.TO_GRAPH and is_redirect(exchange.request.url)
        where = (trial.label, Part.EXCHANGE, entry.number, entry.line, entry.call, title(exchange))
        yield Judged(*where, (), found, redirect=redirect, exchange=exchange)
    for call in conversations(entry.exchange for entry in known.values()):
        members = [known[id(each)] for each in call.exchanges]
        turns = tuple(Turn(each.number, each.line, title(each.exchange)) for each in members)
        first = members[0]
        yield Judged(trial.label, Part.CALL, first.number, first.line, call.call, "call", (), (), turns=turns)
    beside = tuple(Placed(each, trial.label, 0) for each in trial.findings if each.at is None)
    yield Judged(trial.label, Part.SESSION, None, 1, None, "session", (), beside)
    yield Read(trial.label)


def differing(tests: Iterable[Trial]) -> Differing:
    """What the bots sent otherwise than recorded, and what they did not ask for."""
    whole = list(tests)
    return Differing(
        ((trial.label, change) for trial in whole for change in trial.changes),
        standing={(trial.label, number): UNPLAYED for trial in whole for number in trial.left},
        tests={trial.label: trial.name for trial in whole},
    )


def summary(tests: Iterable[Trial]) -> str:
    """`3 tests, 1 failed, 1 skipped: 8 played, 1 not as recorded, 2 left unplayed, 1 finding`."""
    count: Counter[str] = Counter()
    states: Counter[str] = Counter()
    for trial in tests:
        count["tests"] += 1
        states["failed" if trial.failed else trial.state] += 1
        count["played"] += trial.played
        count["troubles"] += len(trial.troubles)
        count["left"] += len(trial.left)
        count["findings"] += len(trial.findings)
    others = "".join(
        f", {number} {state}" for state, number in sorted(states.items()) if state not in ("failed", "passed")
    )
    return (
        f"{counted(count['tests'], 'test')}, {states['failed']} failed{others}: {count['played']} played,"
        f" {count['troubles']} not as recorded, {count['left']} left unplayed,"
        f" {counted(count['findings'], 'finding')}"
    )
