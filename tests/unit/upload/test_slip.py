"""What is known of a recording that goes to a store."""

from pathlib import Path

import pytest

from harness.upload import slip as slips
from harness.upload.slip import Slip


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"12345")
    return path


def test_a_slip_is_a_hidden_file_beside_the_recording(recording: Path) -> None:
    slips.write(recording, Slip("s3://bucket", "a.yaml", 5, "77"))
    assert slips.read(recording) == Slip("s3://bucket", "a.yaml", 5, "77")
    assert sorted(each.name for each in recording.parent.iterdir()) == [".a.yaml.upload", "a.yaml"]
    assert list(slips.slipped(recording.parent)) == [recording]


@pytest.mark.parametrize("content", [b"", b"{", b'{"to": 3}'])
def test_what_is_no_slip_is_none(recording: Path, content: bytes) -> None:
    slips.beside(recording).write_bytes(content)
    assert slips.read(recording) is None


def test_it_covers_what_was_sent_and_no_more(recording: Path) -> None:
    assert not Slip("s3://bucket").covers(recording)
    assert Slip("s3://bucket", "a.yaml", 5, "77").covers(recording)
    assert not Slip("s3://bucket", "a.yaml", 4, "77").covers(recording)


def test_it_goes_with_the_recording(recording: Path) -> None:
    slips.write(recording, Slip("s3://bucket"))
    slips.drop(recording)
    slips.drop(recording)
    assert slips.read(recording) is None
