"""Opening a cassette: its entries, its index, one call; and what cannot be opened."""

import os
from pathlib import Path
from typing import Any

import pytest

from harness.cassette import as_written, block
from harness.errors import CassetteError
from harness.exchange import Exchange, Request, Way
from harness.library import open_cassette
from tests.unit.cassette.exchanges import CALL, REDIRECT, file_of, redirect, webhook

OTHER = Exchange(Request("POST", REDIRECT.replace("57dab8b1", "11111111")), None, Way.TO_GRAPH)
STOCK = f"""interactions:
- request: {{body: null, headers: {{}}, method: POST, uri: "{REDIRECT}"}}
  response: {{body: {{string: ''}}, headers: {{}}, status: {{code: 202, message: Accepted}}}}
- request: {{body: null, headers: {{}}, method: GET, uri: "https://graph.microsoft.com/v1.0/me"}}
  response: null
version: 1
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "calls.yaml"


def test_entries_are_read_as_often_as_asked(path: Path) -> None:
    path.write_bytes(file_of([redirect(), webhook()]))
    cassette = open_cassette(path)
    assert [entry.number for entry in cassette.entries()] == [1, 2]
    assert list(cassette.entries()) == list(cassette.entries())
    assert not cassette.foreign


def test_a_torn_tail_is_known_after_reading(path: Path) -> None:
    path.write_bytes(file_of([redirect()]) + b"- request:\n")
    cassette = open_cassette(path)
    assert cassette.torn == 0
    assert len(list(cassette.entries())) == 1
    assert cassette.torn == 11
    again = open_cassette(path)
    again.index()
    assert again.torn == 11


def test_the_index_says_where_the_entries_of_a_call_and_route_stand(path: Path) -> None:
    path.write_bytes(file_of([redirect(), webhook(), OTHER, redirect()]))
    index = open_cassette(path).index()
    route = "/communications/calls/{callId}/redirect"
    assert {key: [place.number for place in places] for key, places in index.items()} == {
        (CALL, route): [1, 4],
        (CALL, "/callback"): [2],
        (CALL.replace("57dab8b1", "11111111"), route): [3],
    }


def test_one_call_is_read_without_parsing_the_others(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.write_bytes(file_of([OTHER, redirect(), OTHER, webhook(), OTHER]))
    cassette = open_cassette(path)
    everything = list(cassette.entries())
    parsed: list[str] = []
    value = as_written.value

    def watched(text: str) -> Any:
        parsed.append(text)
        return value(text)

    monkeypatch.setattr(as_written, "value", watched)
    assert list(cassette.call(CALL.upper().replace("-", ""))) == [everything[1], everything[3]]
    assert sum(text.startswith("- request:") for text in parsed) == 2
    assert list(cassette.call("unknown")) == []


def test_an_entry_that_was_not_read_is_the_one_that_is_read(path: Path) -> None:
    path.write_bytes(file_of([OTHER, redirect(), webhook(), redirect(response=None)], key="224accf5"))
    cassette = open_cassette(path)
    for entry, unread in zip(cassette.entries(), cassette.unread(), strict=True):
        assert unread.read() == entry
        for told in ("number", "exchange", "key", "way", "started_at", "answered", "about"):
            assert getattr(unread, told) == getattr(entry, told)


def test_an_entry_that_is_another_when_it_is_read_is_refused(path: Path) -> None:
    path.write_bytes(file_of([redirect(), OTHER]))
    first, second = open_cassette(path).unread()
    assert first.about == second.about.replace("11111111", "57dab8b1")
    assert first.read().exchange.response == redirect().response
    path.write_bytes(file_of([OTHER, redirect()]))
    with pytest.raises(CassetteError, match=r"calls\.yaml: it changed while it was played; play it again"):
        second.read()
    path.write_bytes(file_of([redirect()]))
    with pytest.raises(CassetteError, match=r"calls\.yaml: it changed while it was played"):
        second.read()
    path.unlink()
    with pytest.raises(CassetteError, match=r"calls\.yaml: there is no such file"):
        second.read()


def test_a_block_that_is_broken_and_no_longer_than_it_was_says_so_when_it_is_read(path: Path) -> None:
    data = file_of([redirect(), OTHER, webhook()])
    at = data.rindex(b"code: 202")
    path.write_bytes(data[:at] + b"code: {a:" + data[at + 9 :])
    *whole, broken = open_cassette(path).unread()
    assert [one.read().number for one in whole] == [1, 2]
    with pytest.raises(CassetteError, match=r"calls\.yaml: line \d+: no YAML"):
        broken.read()


def test_one_call_of_a_foreign_cassette_is_read_too(path: Path) -> None:
    path.write_text(STOCK)
    cassette = open_cassette(path)
    assert cassette.foreign
    assert [entry.number for entry in cassette.call(CALL)] == [1]
    assert {call for call, _ in cassette.index()} == {CALL, None}


def test_an_edited_block_is_found_by_its_call(path: Path) -> None:
    path.write_bytes(file_of([redirect(), webhook()]).replace(b"code: 202", b"code: 404 "))
    assert [entry.number for entry in open_cassette(path).call(CALL)] == [1, 2]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "it is empty"),
        (b"\x89PNG\r\n\x1a\n\0\0", "it is binary"),
        (b"\xff\xfe", "it is not text in UTF-8"),
        (b"services: {}\n", "it has no list of interactions"),
        (file_of([redirect()]).replace(b"v: 1", b"v: 9"), "line 4: interaction 1 is broken"),
    ],
)
def test_what_is_no_cassette_is_refused_by_name(path: Path, content: bytes, said: str) -> None:
    path.write_bytes(content)
    with pytest.raises(CassetteError) as caught:
        open_cassette(path)
    assert caught.value.message.startswith(f"{path}: ")
    assert said in caught.value.message
    assert path.read_bytes() == content


def test_what_is_not_there_or_no_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(CassetteError, match=r"gone\.yaml: there is no such file"):
        open_cassette(tmp_path / "gone.yaml")
    with pytest.raises(CassetteError, match="it is a directory"):
        open_cassette(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(CassetteError, match="it is no file"):
        open_cassette(tmp_path / "pipe")


def test_what_is_broken_further_on_is_named_with_its_line(path: Path) -> None:
    bad = block(webhook(), 2, key=None).replace(b"  response: null", b"  response: [")
    path.write_bytes(file_of([redirect()]) + bad + block(redirect(), 3, key=None))
    entries = open_cassette(path).entries()
    next(entries)
    with pytest.raises(CassetteError, match=r"calls\.yaml: line \d+: no YAML"):
        next(entries)
