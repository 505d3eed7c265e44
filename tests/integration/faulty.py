"""A recorded redirect with a plan of faults, and what a client sends to have it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from harness.contract.editions import documentation
from harness.faults import Spec
from harness.library import open_cassette
from harness.replay.playback import Playback
from harness.server.server import Server
from tests._pages import ROOT
from tests.integration.clients import path

CALL = "2f1b7c94-6d0e-4a35-8c1f-90e2d4a7b683"
BODY = {
    "timeout": 30,
    "targets": [
        {"identity": {"user": {"id": "5b0f9a3e-7d41-4c86-9e27-f1c8d2a6b054", "displayName": "Ines Marlowe"}}}
    ],
}
HEADERS = {
    "Authorization": "Bearer any.thing.here",
    "client-request-id": "7dd6f7a2-4ba0-4b3a-9b0c-1f5f5c7c9a10",
}


@dataclass
class Replay:
    """A recorded redirect with a plan of faults, on a port."""

    url: str
    playback: Playback

    @property
    def account(self) -> tuple[int, int, list[str]]:
        """How much was played and left, and which faults happened."""
        result = self.playback.result()
        assert result.missed == ()
        return len(result.played), len(result.left), [each.fault for each in result.faults or ()]


@contextmanager
def replayed(*plan: str) -> Iterator[Replay]:
    cassette = open_cassette(ROOT / "cassettes/forward.yaml")
    playback = Playback(
        [("forward.yaml", cassette.entries())],
        documentation("v1.0"),
        faults=[Spec.told(each) for each in plan],
    )
    with Server(playback, refused=playback.refused) as server:
        yield Replay(f"{server.url}{path(CALL)}", playback)
