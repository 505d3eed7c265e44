"""How messages quote and list."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.cite import Cite
from harness.contract.precedence import Standing, Voice, Weighing
from harness.rules.wording import documenting, listed, named, quoted


@pytest.mark.parametrize(
    ("value", "text"),
    [("30", '"30"'), (30.0, "30.0"), (True, "true"), (None, "null"), ("\n\ud800", r'"\n\ud800"')],
)
def test_a_scalar_is_quoted_as_json(value: object, text: str) -> None:
    assert quoted(value) == text


@given(st.text() | st.integers() | st.floats() | st.booleans())
def test_a_quote_is_short_ascii_and_on_one_line(value: object) -> None:
    text = quoted(value)
    assert text.isascii()
    assert "\n" not in text
    assert len(text) <= 42


@given(st.text(st.characters()))
def test_a_name_is_short_ascii_and_on_one_line(name: str) -> None:
    text = named(name)
    assert text.isascii()
    assert text.isprintable()
    assert len(text) <= 44


def test_words_are_listed_with_an_and() -> None:
    lists: tuple[list[str], ...] = (["a"], ["a", "b"], ["a", "b", "c"], [])
    assert [listed(words) for words in lists] == ["a", "a and b", "a, b and c", "nothing"]


def test_editions_document_in_the_right_number() -> None:
    def verdict(*names: str) -> Weighing:
        voices = tuple(Voice(name, Cite("", 1, "")) for name in names)
        return Weighing(Standing.DOCUMENTED_ELSEWHERE, Voice("reference", Cite("", 1, "")), voices)

    assert documenting(verdict("beta")) == "beta documents"
    assert documenting(verdict("v1.0", "beta")) == "v1.0 and beta document"
