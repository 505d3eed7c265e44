"""Recordings are sent once they are closed, tried again, and made up for by the next recorder."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from harness.library import CallRecordings, Recording, per_call
from harness.upload import slip as slips
from harness.upload.bucket import Bucket
from harness.upload.slip import Slip
from harness.upload.uploader import LAG, Uploader
from tests.unit.cassette.exchanges import redirect
from tests.unit.upload.stores import KEY, Memory, recorded

SECONDS = 20.0
AWAY = "the store cannot be reached; check its address and the network"
type Made = Callable[..., Uploader]


class Broken:
    """A store that fails, until it is mended."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, store: Memory) -> None:
        self.failing = True
        self.tries = 0
        put_file = type(store.files).put_file

        def put(*given: object, **more: object) -> None:
            self.tries += 1
            if self.failing:
                raise ConnectionError
            put_file(*given, **more)

        monkeypatch.setattr(type(store.files), "put_file", put)


@pytest.fixture
def store() -> Memory:
    return Memory()


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def made(store: Memory, said: list[str]) -> Iterator[Made]:
    begun: list[Uploader] = []

    def make(**more: object) -> Uploader:
        settings = {"delays": (0.01, 0.01)} | more
        begun.append(Uploader(Bucket(store.url), said.append, **settings))  # type: ignore[arg-type]
        return begun[-1]

    yield make
    for each in begun:
        each.stop()


def test_a_recording_is_sent_when_it_is_closed_and_not_before(
    store: Memory, made: Made, tmp_path: Path
) -> None:
    uploader = made()
    uploader.start()
    with Recording(tmp_path / "a.yaml", KEY, watcher=uploader) as recording:
        recording.keep(redirect())
        assert slips.read(tmp_path / "a.yaml") == Slip(store.url)
        assert not uploader.wait(0)
        assert store.objects == {}
    assert not uploader.wait(SECONDS)
    assert store.objects == {"a.yaml": (tmp_path / "a.yaml").read_bytes()}
    assert (uploader.sent, uploader.stop()) == (1, 0)


def test_a_recording_of_nothing_leaves_nothing(store: Memory, made: Made, tmp_path: Path) -> None:
    uploader = made()
    uploader.start()
    Recording(tmp_path / "a.yaml", KEY, watcher=uploader).close()
    assert not uploader.wait(SECONDS)
    assert (store.objects, list(tmp_path.iterdir())) == ({}, [])


def test_what_fails_is_tried_again_and_said_once(
    store: Memory, made: Made, said: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, uploader = Broken(monkeypatch, store), made(delays=(0.01,) * 200)
    uploader.start()
    with Recording(tmp_path / "a.yaml", KEY, watcher=uploader) as recording:
        recording.keep(redirect())
    while broken.tries < 3:
        uploader.wait(0.01)
    broken.failing = False
    assert not uploader.wait(SECONDS)
    assert list(store.objects) == ["a.yaml"]
    assert said == [
        f"an upload failed and is tried again: {store.url}/a.yaml: {AWAY}",
        f"uploads to {store.url} go on",
    ]


def test_what_fails_too_often_is_tried_again_once_another_was_sent(
    store: Memory, made: Made, said: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, uploader = Broken(monkeypatch, store), made()
    uploader.start()
    uploader.closed(recorded(tmp_path / "a.yaml"))
    assert not uploader.wait(SECONDS)
    assert (broken.tries, store.objects) == (3, {})
    assert said[-1].endswith(
        "a.yaml is not uploaded; it is tried again after the next one, or at the next start"
    )
    broken.failing = False
    uploader.closed(recorded(tmp_path / "b.yaml"))
    assert not uploader.wait(SECONDS)
    assert sorted(store.objects) == ["a.yaml", "b.yaml"]
    assert uploader.stop() == 0


def test_what_is_left_is_counted_and_sent_by_the_next(
    store: Memory, made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, uploader = Broken(monkeypatch, store), made(delays=(60.0,))
    uploader.start()
    for name in ("a.yaml", "b.yaml"):
        with Recording(tmp_path / name, KEY, watcher=uploader) as recording:
            recording.keep(redirect())
    assert uploader.wait(0.2)
    assert uploader.stop() == 2
    broken.failing = False
    (following := made()).resume(tmp_path)
    following.start()
    assert not following.wait(SECONDS)
    assert sorted(store.objects) == ["a.yaml", "b.yaml"]


def test_nothing_is_sent_twice(
    store: Memory, made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = made()
    first.start()
    with Recording(tmp_path / "a.yaml", KEY, watcher=first) as recording:
        recording.keep(redirect())
    assert not first.wait(SECONDS)
    broken = Broken(monkeypatch, store)
    (following := made()).resume(tmp_path)
    following.start()
    following.closed(tmp_path / "a.yaml")
    assert not following.wait(SECONDS)
    assert broken.tries == 0


def test_a_torn_end_is_cut_off_before_it_is_sent(store: Memory, made: Made, tmp_path: Path) -> None:
    recording = recorded(tmp_path / "a.yaml", 2)
    whole = recording.read_bytes()
    recording.write_bytes(whole + b"- request:\n    met")
    slips.write(recording, Slip(store.url))
    (uploader := made()).resume(tmp_path)
    uploader.start()
    assert not uploader.wait(SECONDS)
    assert store.objects == {"a.yaml": whole}
    assert (tmp_path / "a.yaml.torn").read_bytes() == b"- request:\n    met"


def test_what_another_holds_or_sends_elsewhere_or_has_no_slip_is_theirs(
    store: Memory, made: Made, said: list[str], tmp_path: Path
) -> None:
    slips.write(recorded(tmp_path / "elsewhere.yaml"), Slip("s3://elsewhere"))
    recorded(tmp_path / "local.yaml")
    slips.write(recorded(tmp_path / "held.yaml"), Slip(store.url))
    slips.write(tmp_path / "gone.yaml", Slip(store.url))
    with Recording(tmp_path / "held.yaml", KEY, append=True):
        (uploader := made()).resume(tmp_path)
        uploader.start()
        assert not uploader.wait(SECONDS)
    assert (store.objects, said, uploader.stop()) == ({}, [], 0)
    assert slips.read(tmp_path / "gone.yaml") is None


def test_what_cannot_be_gone_on_with_is_said(
    store: Memory, made: Made, said: list[str], tmp_path: Path
) -> None:
    (tmp_path / "a.yaml").write_text("interactions: []\nversion: 1\n")
    slips.write(tmp_path / "a.yaml", Slip(store.url))
    made().resume(tmp_path)
    assert [line.endswith("; it is not uploaded") for line in said] == [True]


def test_what_is_not_masked_is_said_and_stays_here(
    store: Memory, made: Made, said: list[str], tmp_path: Path
) -> None:
    uploader = made()
    uploader.start()
    uploader.closed(recorded(tmp_path / "a.yaml", redactor=None))
    assert not uploader.wait(SECONDS)
    assert (store.objects, uploader.stop()) == ({}, 0)
    assert "not all in it is masked" in said[0]


def test_a_store_that_lags_is_said_once(
    store: Memory, made: Made, said: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, uploader = Broken(monkeypatch, store), made(delays=(60.0,))
    broken.failing = True
    for number in range(LAG + 5):
        uploader.closed(tmp_path / f"{number}.yaml")
    uploader.closed(recorded(tmp_path / "a.yaml"))
    uploader.start()
    assert uploader.wait(1.0) in (True, False)
    uploader.stop()
    assert [line for line in said if "wait" in line] == [
        f"{LAG + 5} recordings wait to be uploaded to {store.url}"
    ]


@pytest.fixture
def recordings(tmp_path: Path) -> Callable[[Uploader], CallRecordings]:
    def begun(uploader: Uploader) -> CallRecordings:
        template = tmp_path / "{call}.yaml"
        return CallRecordings(template, KEY, naming=KEY, mended=lambda *_: None, watcher=uploader)

    return begun


def test_it_closes_what_is_still_while_it_waits(
    store: Memory,
    made: Made,
    recordings: Callable[[Uploader], CallRecordings],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(per_call, "STILL_S", -1.0)
    uploader = made()
    with recordings(uploader) as keeper:
        keeper.keep(redirect())
        uploader.start(keeper)
        end = time.monotonic() + SECONDS
        while not uploader.sent and time.monotonic() < end:
            uploader.wait(0.1)
        assert len(store.objects) == 1


def test_what_is_not_to_be_kept_is_deleted_once_it_is_sent(
    store: Memory, made: Made, recordings: Callable[[Uploader], CallRecordings], tmp_path: Path
) -> None:
    uploader = made(keep=False)
    with recordings(uploader) as keeper:
        uploader.start(keeper)
        keeper.keep(redirect())
    assert not uploader.wait(SECONDS)
    assert (len(store.objects), list(tmp_path.iterdir())) == (1, [])


def test_what_is_gone_on_with_is_deleted_once_that_is_over(store: Memory, made: Made, tmp_path: Path) -> None:
    recording = recorded(tmp_path / "a.yaml")
    content = recording.read_bytes()
    uploader = made(keep=False)
    with Recording(recording, KEY, append=True):
        uploader.start()
        uploader.closed(recording)
        assert not uploader.wait(SECONDS)
        assert recording.exists()
    uploader.closed(recording)
    assert not uploader.wait(SECONDS)
    assert (store.objects, list(tmp_path.iterdir())) == ({"a.yaml": content}, [])
