"""A body that many look at has the value that Python's json reads in it, however it is read."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.body import value_of
from harness.parsed import parsed

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)
PIECES = st.sampled_from(
    [*'{}[]:,"\\ \n\t\r-+.eE0123456789', "\\u", "d83d", "null", "NaN", "\x00", "\x7f", "\ufeff", "\xe9"]
)


def read(message: bytes) -> tuple[str, ...]:
    """What is read in it both ways, spelled out: types and orders of members count."""
    found = []
    for way in (parsed, value_of):
        try:
            found.append(repr(way(message)))
        except ValueError:
            found.append("no JSON")
    return tuple(found)


@given(VALUES, st.booleans(), st.sampled_from([None, 2]))
def test_whatever_was_sent_is_read_alike(value: object, ascii_only: bool, indent: int | None) -> None:
    one, other = read(json.dumps(value, ensure_ascii=ascii_only, indent=indent).encode("utf-8", "replace"))
    assert one == other


@given(VALUES, st.data())
def test_what_was_edited_is_read_alike(value: object, data: st.DataObject) -> None:
    text = json.dumps(value)
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(text)))
        text = text[:at] + data.draw(PIECES) + text[at + data.draw(st.integers(0, 2)) :]
    one, other = read(text.encode())
    assert one == other


@given(st.binary())
def test_whatever_bytes_are_read_alike(message: bytes) -> None:
    one, other = read(message)
    assert one == other


@pytest.mark.parametrize(
    "text",
    [
        *("-0", "-0.0", "1E5", "1e23", "9007199254740993.0", "1.7976931348623159e308", "1e400", "NaN"),
        *(
            "18446744073709551616",
            "1" * 5000,
            '"\\ud800"',
            '"\\ud83d\\u0041"',
            '"\\ud83d\\ude00"',
            '"\\u+123"',
        ),
        *('{"a": 1, "b": 2, "a": 3}', '{"a": 1,}', "01", "1.", "\ufeff1", "[" * 100_000, ""),
    ],
)
def test_what_readers_differ_in_is_read_alike(text: str) -> None:
    one, other = read(text.encode())
    assert one == other


def test_it_is_read_once() -> None:
    message = b'{"a": [1e999]}'
    assert parsed(message) is parsed(bytes(bytearray(message)))
    assert parsed(message) == {"a": [math.inf]}
