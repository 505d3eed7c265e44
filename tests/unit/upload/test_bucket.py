"""A recording comes to stand in a store whole, and takes the place of nobody else's."""

import re
from pathlib import Path

import pytest

from harness.errors import HarnessError
from harness.remote import RemoteError
from harness.upload.bucket import Bucket
from harness.upload.slip import Slip
from tests.unit.upload.stores import Memory, recorded


@pytest.fixture
def store() -> Memory:
    return Memory()


@pytest.fixture
def bucket(store: Memory) -> Bucket:
    return Bucket(store.url)


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    return recorded(tmp_path / "a.yaml")


def test_it_stands_there_under_its_name(store: Memory, bucket: Bucket, recording: Path) -> None:
    sent = bucket.send(recording, Slip(store.url))
    assert store.objects == {"a.yaml": recording.read_bytes()}
    assert (sent.to, sent.name, sent.size) == (store.url, "a.yaml", recording.stat().st_size)
    assert sent.covers(recording)


def test_what_was_sent_but_not_noted_is_not_sent_again(
    store: Memory, bucket: Bucket, recording: Path
) -> None:
    sent = bucket.send(recording, Slip(store.url))
    assert bucket.send(recording, Slip(store.url)) == sent


def test_what_somebody_else_has_there_stays(store: Memory, bucket: Bucket, recording: Path) -> None:
    store.put("a.yaml", b"x" * recording.stat().st_size)
    sent = bucket.send(recording, Slip(store.url))
    assert re.fullmatch(r"a\.[0-9a-f]{8}\.yaml", sent.name)
    assert store.objects == {
        "a.yaml": b"x" * recording.stat().st_size,
        sent.name: recording.read_bytes(),
    }
    assert bucket.send(recording, Slip(store.url)) == sent


def test_somebody_who_is_quicker_stays(
    store: Memory, bucket: Bucket, recording: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_file = type(store.files).put_file

    def late(files: object, path: str, key: str, **more: object) -> None:
        store.put("a.yaml", b"quicker")
        put_file(store.files, path, key, **more)

    monkeypatch.setattr(type(store.files), "put_file", late)
    assert bucket.send(recording, Slip(store.url)).name != "a.yaml"
    assert store.objects["a.yaml"] == b"quicker"


def test_what_has_grown_takes_the_place_of_what_was_sent(
    store: Memory, bucket: Bucket, recording: Path
) -> None:
    sent = bucket.send(recording, Slip(store.url))
    recorded(recording, 2)
    assert not sent.covers(recording)
    again = bucket.send(recording, sent)
    assert again.covers(recording)
    assert store.objects == {"a.yaml": recording.read_bytes()}


def test_what_was_sent_and_then_replaced_by_somebody_is_left_to_them(
    store: Memory, bucket: Bucket, recording: Path
) -> None:
    sent = bucket.send(recording, Slip(store.url))
    store.put("a.yaml", b"theirs")
    recorded(recording)
    assert bucket.send(recording, sent).name != "a.yaml"
    assert store.objects["a.yaml"] == b"theirs"


@pytest.mark.parametrize("before", [0, 700], ids=["at the front", "far behind"])
def test_what_is_not_masked_is_not_sent(store: Memory, bucket: Bucket, tmp_path: Path, before: int) -> None:
    recording = recorded(tmp_path / "bare.yaml", before)
    recorded(recording, 1, redactor=None)
    with pytest.raises(HarnessError, match=r"bare.yaml is not uploaded: not all in it is masked; "):
        bucket.send(recording, Slip(store.url))
    assert store.objects == {}


def test_a_store_that_will_not_is_said(
    store: Memory, bucket: Bucket, recording: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(*_: object, **__: object) -> None:
        raise PermissionError("hunter2")

    monkeypatch.setattr(type(store.files), "put_file", denied)
    with pytest.raises(RemoteError, match=rf"^{store.url}/a.yaml: access is denied"):
        bucket.send(recording, Slip(store.url))


@pytest.mark.parametrize("url", ["https://host/calls", "s3://me:hunter2@bucket", "calls"])
def test_what_is_no_store_is_refused_at_once(url: str) -> None:
    with pytest.raises(HarnessError):
        Bucket(url)
