"""Appending: numbers go on, torn tails move out of the way, and what is not ours is refused."""

from pathlib import Path

import pytest

from harness.cassette import HEADER, block
from harness.errors import CassetteError
from harness.exchange import Exchange
from harness.library import Recording, open_cassette
from tests.unit.cassette.exchanges import file_of, redirect, webhook


def recorded(path: Path, *exchanges: Exchange, append: bool = False) -> list[int]:
    with Recording(path, None, append=append) as recording:
        return [recording.keep(exchange) for exchange in exchanges]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "calls.yaml"


def test_numbers_go_on_after_append(path: Path) -> None:
    assert recorded(path, redirect(), webhook()) == [1, 2]
    assert recorded(path, redirect(), append=True) == [3]
    assert path.read_bytes() == file_of([redirect(), webhook(), redirect()])


def test_append_to_no_file_or_an_empty_one_begins_it(path: Path) -> None:
    assert recorded(path, redirect(), append=True) == [1]
    path.write_bytes(b"")
    assert recorded(path, redirect(), append=True) == [1]
    assert path.read_bytes() == file_of([redirect()])


def test_append_without_an_exchange_changes_nothing(path: Path) -> None:
    recorded(path, redirect())
    before = path.read_bytes()
    assert recorded(path, append=True) == []
    assert path.read_bytes() == before


@pytest.mark.parametrize("cut", [1, 2, 100, 400])
def test_append_moves_a_torn_tail_out_of_the_way(path: Path, cut: int) -> None:
    whole, torn = file_of([redirect()]), block(webhook(), 2, key=None)[:cut]
    path.write_bytes(whole + torn)
    with Recording(path, None, append=True) as recording:
        assert recording.cut_off == path.with_name("calls.yaml.torn")
        assert recording.keep(webhook()) == 2
    assert path.read_bytes() == file_of([redirect(), webhook()])
    assert path.with_name("calls.yaml.torn").read_bytes() == torn


def test_a_tail_that_was_moved_before_is_never_overwritten(path: Path) -> None:
    for tail in (b"- one", b"- two", b"- three"):
        path.write_bytes(file_of([redirect()]) + tail)
        recorded(path, append=True)
    names = ["calls.yaml.torn", "calls.yaml.torn.2", "calls.yaml.torn.3"]
    assert [path.with_name(name).read_bytes() for name in names] == [b"- one", b"- two", b"- three"]


@pytest.mark.parametrize("cut", [5, len(HEADER) - 1, len(HEADER), len(HEADER) + 50])
def test_append_mends_a_file_torn_in_its_first_block(path: Path, cut: int) -> None:
    path.write_bytes(file_of([redirect()])[:cut])
    assert recorded(path, redirect(), append=True) == [1]
    assert path.read_bytes() == file_of([redirect()])


@pytest.mark.parametrize("tail", [b"\n", b"# mine\n", b"# mine", b"\n\n  "])
def test_append_keeps_blank_lines_and_remarks_at_the_end(path: Path, tail: bytes) -> None:
    path.write_bytes(file_of([redirect()]) + tail)
    recorded(path, webhook(), append=True)
    assert path.read_bytes().startswith(file_of([redirect()]) + tail)
    cassette = open_cassette(path)
    assert [entry.exchange.way for entry in cassette.entries()] == [redirect().way, webhook().way]
    assert cassette.torn == 0


def test_append_goes_on_where_an_editor_took_the_last_line_feed(path: Path) -> None:
    path.write_bytes(file_of([redirect()])[:-1])
    assert recorded(path, webhook(), redirect(), append=True) == [2, 3]
    assert path.read_bytes() == file_of([redirect(), webhook(), redirect()])


def test_append_goes_on_after_a_block_edited_by_hand(path: Path) -> None:
    path.write_bytes(file_of([redirect()]).replace(b"code: 202", b"code: 404 "))
    assert recorded(path, webhook(), append=True) == [2]
    assert len(list(open_cassette(path).entries())) == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            b"interactions:\n- request: {method: GET, uri: x}\n  response: null\nversion: 1\n",
            "another tool wrote it",
        ),
        (b"services: {}\n", "no list of interactions"),
        (b"\x89PNG\0", "binary"),
    ],
)
def test_append_to_what_is_not_ours_is_refused(path: Path, content: bytes, said: str) -> None:
    path.write_bytes(content)
    with pytest.raises(CassetteError, match=said):
        Recording(path, None, append=True)
    assert path.read_bytes() == content
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("tail", [b"", b"- torn", b"# mine"])
def test_append_to_a_file_that_a_later_version_went_on_with_is_refused(path: Path, tail: bytes) -> None:
    later = file_of([redirect(), webhook()]).replace(b"v: 1", b"v: 2").replace(b"v: 2", b"v: 1", 1) + tail
    path.write_bytes(later)
    with pytest.raises(CassetteError, match=r"line \d\d+: interaction 2 is broken: its x_redial.v is 2"):
        Recording(path, None, append=True)
    assert path.read_bytes() == later
    assert list(path.parent.iterdir()) == [path]
