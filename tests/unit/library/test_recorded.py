"""A file of recorded exchanges is read as what it is."""

from pathlib import Path
from typing import BinaryIO

import pytest

from harness import har
from harness.errors import HarnessError
from harness.library import Recorded
from harness.redaction.redactor import Redactor
from tests.unit.cassette.exchanges import file_of, redirect
from tests.unit.har import exports
from tests.unit.har.exports import entry

HAR = exports.har(entry("https://shop.example"), entry())
STOCK = (
    b'{"interactions": [{"request": {"method": "GET", "uri": "https://a/", "body": null, "headers": {}}}]}'
)


class UsedError(Exception):
    """Flows were to be read."""


def flows(file: BinaryIO) -> har.Reading:
    raise UsedError


def recorded(path: Path, data: bytes) -> Recorded:
    path.write_bytes(data)
    return Recorded(path, masking=lambda: Redactor(b"a key of the tests"), flows=flows)


@pytest.mark.parametrize(
    ("name", "data", "capture"),
    [
        ("a.yaml", file_of([redirect()]), False),
        ("a.json", STOCK, False),
        ("a.har", HAR, True),
        ("a.HAR", HAR, True),
        ("a.json", HAR, True),
        ("a.yaml", b"\xef\xbb\xbf" + HAR, True),
    ],
)
def test_what_a_file_is_shows_in_its_first_bytes(
    name: str, data: bytes, capture: bool, tmp_path: Path
) -> None:
    opened = recorded(tmp_path / name, data)
    assert len(list(opened.entries())) == 1
    assert (opened.capture, opened.left_out, opened.torn) == (capture, int(capture), 0)


@pytest.mark.parametrize(
    ("name", "data"), [("a.mitm", b""), ("a.mitm", b"x"), ("a", b"123:4:type"), ("a.har", b"9:x")]
)
def test_flows_are_read_by_whoever_can(name: str, data: bytes, tmp_path: Path) -> None:
    with pytest.raises(UsedError):
        list(recorded(tmp_path / name, data).entries())


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.har", b"interactions: []", "it is no HAR"),
        ("a.har", b"\x00", "it is no HAR"),
        ("a.har", b"", "it is empty"),
        ("a.json", b'{"name": "package"}', "it is no cassette"),
        ("a.json", b'{"a":' * 100_000, "nested deeper"),
        ("a.json", b'{"interactions": [', "no YAML"),
        ("a.yaml", b"\x00\x01", "it is binary"),
    ],
)
def test_what_is_none_is_a_sentence_once_it_is_read(
    name: str, data: bytes, said: str, tmp_path: Path
) -> None:
    opened = recorded(tmp_path / name, data)
    with pytest.raises(HarnessError, match=said):
        list(opened.entries())


def test_a_torn_file_is_read_as_far_as_it_is_whole(tmp_path: Path) -> None:
    opened = recorded(tmp_path / "a.yaml", file_of([redirect(), redirect()])[:-5])
    assert len(list(opened.entries())) == 1
    assert opened.torn
    assert not opened.capture
    opened = recorded(tmp_path / "a.har", HAR[:-40])
    assert list(opened.entries()) == []
    assert opened.torn
    assert opened.capture


def test_a_file_is_not_looked_at_before_it_is_read(tmp_path: Path) -> None:
    opened = Recorded(tmp_path / "gone", masking=lambda: Redactor(b"a key of the tests"), flows=flows)
    with pytest.raises(HarnessError, match=r"gone: there is no such file"):
        list(opened.entries())
    opened = Recorded(tmp_path, masking=lambda: Redactor(b"a key of the tests"), flows=flows)
    with pytest.raises(HarnessError, match=r"it is a directory"):
        list(opened.entries())


def test_anywhere_it_is_the_same_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    recorded(Path("calls.yaml"), file_of([redirect()]))
    given = Recorded(Path("calls.yaml"), masking=lambda: Redactor(b"k"), flows=flows).anywhere
    monkeypatch.chdir("/")
    assert given.path == tmp_path / "calls.yaml"
    assert len(list(given.entries())) == 1
