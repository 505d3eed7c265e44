"""Headers keep order and repeats and compare names without case."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.headers import Headers, in_utf8

names = st.text("abcXYZ-", min_size=1, max_size=8)
values = st.text(max_size=10)
headers = st.lists(st.tuples(names, values), max_size=8).map(lambda fields: Headers(tuple(fields)))


def test_a_name_is_found_in_any_case() -> None:
    assert Headers((("Content-Type", "a"),)).get("content-type") == "a"
    assert "CONTENT-TYPE" in Headers((("Content-Type", "a"),))


def test_a_missing_name_is_none_and_not_contained() -> None:
    assert Headers().get("date") is None
    assert "date" not in Headers()
    assert 7 not in Headers((("7", "a"),))


def test_repeats_are_all_returned_in_order() -> None:
    assert Headers((("a", "1"), ("b", "2"), ("A", "3"))).get_all("a") == ("1", "3")


def test_a_mapping_may_hold_one_value_or_several() -> None:
    assert list(Headers.of({"a": "1", "b": ["2", "3"]})) == [("a", "1"), ("b", "2"), ("b", "3")]


@given(headers, names, values)
def test_replacing_a_name_leaves_it_once_and_the_others_as_they_were(
    fields: Headers, name: str, value: str
) -> None:
    changed = fields.replaced(name, value)
    assert changed.get_all(name) == (value,)
    assert changed.without(name) == fields.without(name)


@given(headers)
def test_lists_hold_every_value_once_under_its_lower_case_name(fields: Headers) -> None:
    lists = fields.lists()
    assert sum(map(len, lists.values())) == len(fields)
    assert all(list(fields.get_all(name)) == values for name, values in lists.items())


@pytest.mark.parametrize(
    ("sent", "changed"),
    [
        ("J\xc3\xbcrgen", "J\xc3\xb6rgen"),
        ("J\xfcrgen", "J\xf6rgen"),
        ("\u0142\xfc", "\u0142\xf6"),
        ("plain", "plain"),
        ("", ""),
    ],
)
def test_a_text_of_the_wire_is_changed_by_what_its_bytes_say(sent: str, changed: str) -> None:
    assert in_utf8(sent, lambda text: text.replace("\xfc", "\xf6")) == changed


def test_a_text_of_the_wire_may_be_dropped() -> None:
    assert in_utf8("J\xc3\xbcrgen", lambda _: None) is None
