"""A recorder at work, and what it handed on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.exchange import Exchange
from harness.findings import Finding
from harness.redaction.redactor import Redactor
from proxy_addons.failure import Tally
from proxy_addons.options import Settings, Target
from proxy_addons.recorder import Recorder
from proxy_addons.watch import Telling


class Seen:
    """Collects what the recorder hands on."""

    def __init__(self, *errors: Finding) -> None:
        self.exchanges: list[tuple[Exchange, int | None]] = []
        self.asked: list[Exchange] = []
        self.errors = errors

    def ask(self, exchange: Exchange, *, enforce: bool = False) -> tuple[Exchange, tuple[Finding, ...]]:
        self.asked.append(exchange)
        return exchange, self.errors if enforce else ()

    def judge(
        self, asked: Exchange, exchange: Exchange, number: int | None, *, redacted: bool = False
    ) -> Telling:
        return lambda flow: self.exchanges.append((exchange, number))


@pytest.fixture
def redactor() -> Redactor:
    return Redactor(b"a key for tests alone")


@pytest.fixture
def seen() -> Seen:
    return Seen()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "calls.yaml"


@pytest.fixture
def recorder(path: Path, seen: Seen, redactor: Redactor) -> Iterator[Recorder]:
    recorder = Recorder(Tally(), seen)
    recorder.open(Settings(cassette=path, bot=Target("http", "127.0.0.1", 3978)), redactor)
    yield recorder
    recorder.close()


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own, and the key that recordings here are made with."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REDIAL_KEY", "a key for tests alone")
    return tmp_path
