"""What is spelled here is spelled as PyYAML spells it, letter by letter; what is not is left to it."""

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from harness.cassette import dialect, interaction
from harness.cassette.emitting import UnspelledError, emitted, literal, quoted
from harness.exchange import Exchange
from tests.unit.cassette.exchanges import NASTY, exchanges, texts

LOOKS = [
    *(
        "yes",
        "No",
        "null",
        "~",
        "1e3",
        "1_000",
        "0x1f",
        "0o7",
        "010",
        "1:30",
        ".inf",
        "NaN",
        "=",
        "<<",
        "off",
    ),
    *("2026-03-02", "2026-03-02T09:00:00Z", "1.", "-1", "+1", ".", "..", "-.5", "0b1", "1_", "y", "n", ""),
    *("-", "--", "---", "---a", "...", "...b", "- a", "-a", "?", "? a", "?a", ":", ": a", ":a", "a:", "a: b"),
    *(
        "a:b",
        "a #b",
        "a#b",
        "#",
        " ",
        " a",
        "a ",
        "a\n",
        "\na",
        "a\n\nb\n",
        "a\n\n",
        "a\nb",
        "it's",
        "''",
        '"',
    ),
    *(
        "!a",
        "%a",
        "@a",
        "`a",
        "a`",
        "&a",
        "*a",
        "|",
        ">",
        "{",
        "}",
        "[",
        "]",
        ",",
        "a, b",
        "a{b}",
        "\t",
        "a\tb",
    ),
]
"""What YAML might read as anything but the text it is."""

signs = st.text("ab-:#?,.[]{}&*!|>'\"%@` \n\t0123456789+=~eExnyNO/_\\é\u2028", max_size=14)
odd = st.sampled_from(LOOKS) | signs | texts | st.sampled_from(NASTY)
scalars: st.SearchStrategy[Any] = (
    odd | st.integers() | st.floats(-1e6, 1e6) | st.booleans() | st.none() | st.just([]) | st.just({})
)
keys = st.sampled_from(["a", "b-c", "x y", "Content-Type", *LOOKS]) | st.text("a:# -", min_size=1, max_size=6)
trees = st.recursive(
    scalars,
    lambda inner: (
        st.dictionaries(keys, inner, max_size=4)
        | st.lists(scalars | st.dictionaries(keys, inner, max_size=3), max_size=3)
    ),
    max_leaves=12,
)
wholes = st.lists(st.dictionaries(keys, trees, min_size=1, max_size=3), min_size=1, max_size=2)


@given(wholes)
def test_what_is_spelled_here_is_spelled_as_by_pyyaml(whole: list[Any]) -> None:
    try:
        spelled = emitted(whole)
    except UnspelledError:
        return
    assert spelled == dialect.dumped(whole)


@pytest.mark.parametrize("text", LOOKS)
def test_a_text_that_looks_like_something_else_is_spelled_as_by_pyyaml(text: str) -> None:
    for whole in ([{"a": text, "b": {"c": [text, "d"]}}], [text], {"a": text}):
        assert emitted(whole) == dialect.dumped(whole)


@given(st.lists(exchanges, min_size=2, max_size=2))
def test_two_blocks_are_those_of_pyyaml(both: list[Exchange]) -> None:
    trees = [interaction.tree(each, number, "aabbccdd") for number, each in enumerate(both, 1)]
    written = b"".join(dialect.dump([each]) for each in trees)
    assert written.decode() == "".join(dialect.dumped([each]) for each in trees)
    assert yaml.safe_load(written) == trees


@pytest.mark.parametrize(
    "value",
    [
        "a",
        [],
        {},
        1,
        [b"\xff"],
        [[["a"]]],
        [1e300],
        [float("nan")],
        [{"k" * 101: 1}],
        [{"é": 1}],
        [{1: 2}],
        [()],
    ],
    ids=repr,
)
def test_what_is_left_to_pyyaml(value: Any) -> None:
    with pytest.raises(UnspelledError):
        emitted(value)


def test_a_text_between_quotes_is_one_line_of_ascii() -> None:
    assert quoted('é\n"') == '"\\xE9\\n\\""'


def test_literal_text_stands_deeper_than_its_key() -> None:
    assert literal("a\n\nb\n")
    assert emitted([{"a": {"b": "a\n\nb\n", "c": "d\ne"}}]) == (
        "- a:\n    b: |\n      a\n\n      b\n    c: |-\n      d\n      e\n"
    )
