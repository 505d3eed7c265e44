"""The entries of a HAR as they stand in its text."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.har.document import Element, elements, first
from tests.unit.har.exports import har


def read(text: str) -> list[Element]:
    return list(elements(text, first(text)))


@given(st.lists(st.recursive(st.none() | st.text() | st.integers(), st.lists)), st.sampled_from([None, 1]))
def test_each_entry_has_its_value_its_text_and_its_line(values: list[object], indent: int | None) -> None:
    text = har(*values, indent=indent).decode()
    found = read(text)
    assert [element.value for element in found] == values
    for element in found:
        assert json.loads(element.text) == element.value
        assert text.endswith(element.text, 0, element.end)
        assert element.line == text.count("\n", 0, element.end - len(element.text)) + 1


@pytest.mark.parametrize(
    "text",
    [
        '\ufeff {"log": {"entries": [1]}}',
        '{"a": {"entries": [2]}, "log": {"b": ["entries"], "entries" : \r\n[ 1 ] , "c": 1}}',
        '{"log": {"entries": [1,]}}',
        '{"log": {"entries": [1]',
    ],
)
def test_the_list_is_found_whatever_stands_around_it(text: str) -> None:
    assert [element.value for element in read(text)] == [1]


def test_a_number_of_thousands_of_digits_is_infinite() -> None:
    (element,) = read('{"log": {"entries": [' + "9" * 5000 + "]}}")
    assert element.value == float("inf")


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"log": 1}', '{"log": {}}', '{"log": {"entries": 1}}', "x"]
)
def test_where_no_list_is_none_is_read(text: str) -> None:
    with pytest.raises(ValueError, match=r"no \W|Expecting"):
        first(text)


@pytest.mark.parametrize("rest", ["", " ", ",", ', {"a"', " 2]}}", ", nonsense]"])
def test_entries_before_a_break_are_read(rest: str) -> None:
    text = '{"log": {"entries": [1' + rest
    found = elements(text, first(text))
    assert next(found).value == 1
    with pytest.raises(ValueError, match=r"no ,|Expecting"):
        next(found)
