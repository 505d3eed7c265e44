"""A tape: one cassette played to the clients in this process, and an account of what was asked of it.

Clients are reached through vcrpy, which knows how to patch them; which answer they get, the Player says.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any

import pytest

from harness import notification
from harness.address import address, is_graph, is_login
from harness.body import value_of
from harness.cassette import Entry
from harness.configuration import configuration
from harness.conversation import conversations
from harness.errors import HarnessError
from harness.exchange import Exchange, Request, Response, Way
from harness.library import open_cassette
from harness.matching import Match, Miss
from harness.player import Player
from harness.pytest_plugin.guard import Guard
from harness.redaction import Redactor
from harness.settings import project_key

FOLDER = "cassettes"


class Tape:
    """A recorded conversation while a test runs.

    path: the cassette. exchanges: all that is recorded. calls: the ids of the calls, in order.
    notifications: the webhooks as JSON, in order. incoming: those of them that tell of an incoming call.
    requests_made: what the code under test sent and the tape saw. played: the recorded exchanges it played.
    guard: what else may be connected to.
    """

    def __init__(self, path: Path, entries: list[Entry], redactor: Redactor | None) -> None:
        self.path = path
        self.exchanges = tuple(entry.exchange for entry in entries)
        self.calls = tuple(one.call for one in conversations(self.exchanges) if one.call is not None)
        self.notifications = tuple(_webhooks(self.exchanges))
        self.incoming = tuple(told for told in self.notifications if _state(told) == "incoming")
        self.requests_made: list[Request] = []
        self.told = False
        self.playable = [entry for entry in entries if _playable(entry.exchange)]
        self.places = {entry.number: place for place, entry in enumerate(self.playable)}
        self._player = Player(self.playable, redactor=redactor)
        self.guard = Guard()
        self._lock = Lock()

    @property
    def played(self) -> tuple[Exchange, ...]:
        """What was played so far, in order."""
        return tuple(entry.exchange for entry in self._player.played)

    def find(self, request: Request) -> Match | Miss:
        """The recorded request that `request` is."""
        with self._lock:
            return self._player.find(request)

    def play(self, request: Request) -> tuple[int, Response] | None:
        """The number of the entry that answers `request`, and its answer; None, and counted, without one."""
        with self._lock:
            found = self._player.find(request)
            if isinstance(found, Match):
                self.requests_made.append(request)
                response = self._player.play(found, request, datetime.now(UTC)).response
                return (found.entry.number, response) if response is not None else None
        self.miss(request)
        return None

    def miss(self, request: Request) -> Miss:
        """Count a request that is not recorded."""
        with self._lock:
            self.requests_made.append(request)
            found = self._player.find(request)
            miss = found if isinstance(found, Miss) else Miss(found.entry)
            self._player.miss(miss, request, datetime.now(UTC))
            return miss

    def lets_pass(self, request: Request) -> bool:
        """Whether a request is none of ours: not recorded, names no call, and for neither Graph nor login.

        So a test may talk to the bot itself, in-process or on a loopback port.
        """
        if not request.host or address(request.url) or is_graph(request.host) or is_login(request.host):
            return False
        if isinstance(self.find(request), Match):
            return False
        self.guard.open(request.url)
        return True

    def account(self) -> str:
        """What is wrong, a line each, under one sentence; empty when all is well or was told."""
        missed, left, blocked = self._player.missed, self._player.left(), self.guard.blocked
        if self.told or not (missed or left or blocked):
            return ""
        lines = [f"redial: the test and its recording {self.path.name} do not agree"]
        lines += [f"  not recorded: {one.request}: {one.why}" for one in missed]
        lines += [f"  not recorded: a connection to {place}" for place in blocked]
        lines += [
            f"  not played: interaction {entry.number}, {_asked(entry.exchange.request)}" for entry in left
        ]
        return "\n".join(lines)


def found(name: str, folder: Path, root: Path) -> Path:
    """The cassette: beside the test, in `cassettes` there, or in the project's. Without it the test fails."""
    places = dict.fromkeys((folder / name, folder / FOLDER / name, root / FOLDER / name))
    for place in places:
        if place.is_file():
            return place
    pytest.fail(
        f"redial: there is no cassette {name}; looked in {', '.join(str(place.parent) for place in places)}",
        pytrace=False,
    )


def loaded(path: Path, root: Path) -> Tape:
    """The tape of a cassette, with the project's key if it has one. What cannot be read fails the test."""
    try:
        key, custom = project_key(root, create=False), configuration(root).redaction
        cassette = open_cassette(path)
        entries = list(cassette.entries())
        if cassette.torn:
            raise HarnessError(
                f"{path} is torn: its last {cassette.torn} bytes are no whole interaction",
                hint="record it again",
            )
    except HarnessError as error:
        pytest.fail(f"redial: {error}", pytrace=False)
    return Tape(path, entries, Redactor(key, custom) if key is not None else None)


def _playable(exchange: Exchange) -> bool:
    """Nothing can be answered where nothing was; vcrpy leaves such an interaction out as well."""
    return exchange.way is Way.TO_GRAPH and exchange.response is not None


def _webhooks(exchanges: tuple[Exchange, ...]) -> Iterator[Any]:
    for exchange in exchanges:
        if exchange.way is Way.TO_BOT and notification.read(exchange.request.body):
            yield value_of(exchange.request.body)


def _state(envelope: Any) -> str:
    first = envelope["value"][0]
    data = first.get("resourceData") if isinstance(first, dict) else None
    return str(data.get("state", "")).lower() if isinstance(data, dict) else ""


def _asked(request: Request) -> str:
    return f"{request.method} {request.path}"
