"""A HAR as a whole: its entries with number, line, call and facts, and what is no HAR."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness import har
from harness.cassette import Entry, line_of
from harness.errors import CassetteError
from harness.exchange import Way
from tests.unit.har import exports
from tests.unit.har.exports import CALL, WEBHOOK, entry

OTHER = entry("https://shop.example/")


def read(data: bytes) -> tuple[list[Entry], har.Reading]:
    reading = har.read(data)
    return list(reading), reading


def test_entries_keep_their_number_in_the_file_and_others_are_counted() -> None:
    entries, reading = read(exports.har(OTHER, entry(), OTHER, entry()))
    assert [(one.number, one.call, one.marked, one.key) for one in entries] == [
        (2, CALL, False, None),
        (4, CALL, False, None),
    ]
    assert (reading.left_out, reading.torn) == (2, 0)


@pytest.mark.parametrize(
    ("where", "text"),
    [
        ("", "{"),
        ("request.uri", '"url": '),
        ("request.query", '"url": '),
        ("request.method", '"method": '),
        ("request.headers.Authorization", '"name": "authorization"'),
        ("request.headers.cookie", '"headers": ['),
        ("request.body.targets[0].identity", '"text": "{'),
        ("response.status", '"status": 202'),
        ("response.body.error.code", '"content": {'),
        ("conversation", "{"),
    ],
)
def test_a_finding_points_at_the_line_of_the_member(where: str, text: str) -> None:
    data = exports.har(OTHER, entry())
    (found,), _ = read(data)
    assert data.decode().split("\n")[line_of(found, where) - 1].strip().startswith(text)
    assert found.line <= line_of(found, where)


def test_what_an_entry_shows_before_it_is_masked_is_a_fact() -> None:
    (told, asked), _ = read(exports.har(entry("https://bot.example/calls", WEBHOOK), entry()))
    assert told.exchange.way is Way.TO_BOT
    assert asked.exchange.facts["token_present"] is True
    assert asked.exchange.facts["duplicate_keys"] == 0


def test_a_byte_order_mark_is_no_matter() -> None:
    data = b"\xef\xbb\xbf" + exports.har(entry())
    assert har.opens(data)
    assert len(read(data)[0]) == 1


@given(st.integers(min_value=0))
def test_a_har_that_breaks_off_anywhere_is_read_as_far_as_it_is_whole(cut: int) -> None:
    data = exports.har(entry(), entry(text="é"), indent=None).replace(b"\\u00e9", "é".encode())
    begun = data.index(b'"entries": [') + len(b'"entries": [')
    ends = [data.index(b'{"startedDateTime"', begun + 1) - 2, len(data) - 3]
    data = data[: begun + cut % (len(data) - begun)]
    entries, reading = read(data)
    whole = [end for end in ends if end <= len(data)]
    assert len(entries) == len(whole)
    closed = len(whole) == 2 and len(data) > ends[1]
    assert reading.torn == (0 if closed else len(data) - (whole[-1] if whole else begun))


@pytest.mark.parametrize(
    "rest",
    [b"[" * 100_000, b'{"a":' * 100_000, b"nonsense", b"{'a': 1}"],
    ids=["lists", "objects", "none", "quotes"],
)
def test_what_is_no_json_behind_an_entry_is_counted(rest: bytes) -> None:
    data = exports.har(entry(), indent=None)[:-3] + b"," + rest
    entries, reading = read(data)
    assert len(entries) == 1
    assert reading.torn == len(rest) + 1


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"\x00\x01", "no HAR"),
        (b"\xff\xfe{\x00", "not text in UTF-8"),
        (b'{"log": {"version": "1.2"', "no HAR"),
        (b'{"log": []}', "no HAR"),
        (b'{"log":' + b"[" * 100_000, "no HAR"),
        (b"[]", "no HAR"),
    ],
)
def test_what_is_no_har_says_so(data: bytes, said: str) -> None:
    with pytest.raises(CassetteError, match=said):
        read(data)


@pytest.mark.parametrize(
    ("head", "opens"),
    [
        (b'{"log":', True),
        (b' {\n "log" : {', True),
        (b'{"interactions": [', False),
        (b"interactions:", False),
    ],
)
def test_a_har_is_known_by_its_first_member(head: bytes, opens: bool) -> None:
    assert har.opens(head) is opens
