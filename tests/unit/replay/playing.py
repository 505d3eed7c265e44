"""Recordings of these tests as a Playback."""

from collections.abc import Iterable
from datetime import UTC, datetime

from harness.cassette import HEADER, Entry, block, read
from harness.contract.editions import documentation
from harness.exchange import Exchange
from harness.faults import Spec
from harness.replay.playback import Playback

NOW = datetime(2026, 5, 5, 8, 0, tzinfo=UTC)


def entries(exchanges: Iterable[Exchange]) -> Iterable[Entry]:
    blocks = b"".join(block(each, number, key=None) for number, each in enumerate(exchanges, 1))
    return read((HEADER + blocks).splitlines(keepends=True))


def playback(*recordings: list[Exchange], faults: Iterable[str] = (), repeats: bool = False) -> Playback:
    names = [f"{number}.yaml" for number in range(1, len(recordings) + 1)]
    return Playback(
        [(name, entries(each)) for name, each in zip(names, recordings, strict=True)],
        documentation(),
        faults=[Spec.told(each) for each in faults],
        repeats=repeats,
    )
