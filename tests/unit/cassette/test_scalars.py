"""Every scalar is handed over once, with its place; what is not changed stays to the character."""

import json
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from harness.cassette import dialect
from harness.cassette.scalars import Scalar, changed, changed_json
from tests.unit.cassette.exchanges import NASTY

TEXT = """# a note: é
interactions:
- request: &r
    uri: 'https://x' # why
    body: !!binary |
      YQ==
    headers: {a: [1, "two"], b: null}
  response:
    body:
      string: |-
        one
        two

# between
- request: *r
  tagged: !!python/object/new:_io.BytesIO
    state: !!python/tuple
    - !!binary |
      YWJj
    - 0
  # at the end
"""


def seen(text: str) -> list[Scalar]:
    found: list[Scalar] = []

    def note(scalar: Scalar) -> str | bytes:
        found.append(scalar)
        return scalar.value

    assert changed(text, dialect.compose(text), note) == text
    return found


def test_each_scalar_has_its_steps_its_kind_and_its_line() -> None:
    found = {
        (*map(str, scalar.steps),): (scalar.value, scalar.kind, scalar.line)
        for scalar in seen(TEXT)
        if scalar.kind not in ("key", "comment")
    }
    assert found == {
        ("interactions", "0", "request", "uri"): ("https://x", "text", 4),
        ("interactions", "0", "request", "body"): (b"a", "bytes", 5),
        ("interactions", "0", "request", "headers", "a", "0"): ("1", "plain", 7),
        ("interactions", "0", "request", "headers", "a", "1"): ("two", "text", 7),
        ("interactions", "0", "request", "headers", "b"): ("null", "plain", 7),
        ("interactions", "0", "response", "body", "string"): ("one\ntwo", "text", 10),
        ("interactions", "1", "tagged"): (b"abc", "bytes", 16),
    }


def test_only_text_in_literal_style_is_laid_out_as_the_file() -> None:
    assert [scalar.value for scalar in seen(TEXT) if scalar.laid_out] == ["one\ntwo"]


def test_comments_are_handed_over_with_their_lines() -> None:
    comments = [(scalar.value, scalar.line) for scalar in seen(TEXT) if scalar.kind == "comment"]
    assert comments == [("# a note: é", 1), ("# why", 4), ("# between", 14), ("# at the end", 21)]


def test_what_is_changed_takes_the_place_of_what_stood_there_and_of_nothing_else() -> None:
    new: dict[Any, str | bytes] = {
        "two": "2, too",
        "1": "0",
        b"abc": b"d",
        "one\ntwo": "1\n2",
        "# why": "# !",
    }
    text = changed(TEXT, dialect.compose(TEXT), lambda scalar: new.get(scalar.value, scalar.value))
    expected = TEXT.replace('[1, "two"]', '[0, "2, too"]').replace("# why", "# !")
    expected = expected.replace("        one\n        two\n", "        1\n        2\n")
    before, _, rest = expected.partition("!!python/object")
    assert text == before + '!!binary "ZA=="\n' + rest[rest.index("  # at the end") :]
    assert dialect.load(text)["interactions"][1]["tagged"] == b"d"


def test_a_byte_order_mark_moves_nothing() -> None:
    text = "\ufeffa: old\n"
    assert changed(text, dialect.compose(text), lambda scalar: str(scalar.value).replace("old", "new")) == (
        "\ufeffa: new\n"
    )


def test_what_is_aliased_is_handed_over_where_it_stands() -> None:
    (scalar,) = (each for each in seen("a: {b: &x y}\nc: *x\n") if each.value == "y")
    assert scalar.steps == ("a", "b")


trees = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.binary(max_size=5)
    | st.text(max_size=9)
    | st.sampled_from(NASTY),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("abc: #'\"\n", max_size=4), inner, max_size=3)
    ),
    max_leaves=8,
)


def everywhere(tree: Any) -> Any:
    """A tree with an `x` behind each text and key."""
    if isinstance(tree, dict):
        return {everywhere(key): everywhere(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [everywhere(value) for value in tree]
    if isinstance(tree, str):
        return f"{tree}x"
    return tree + b"x" if isinstance(tree, bytes) else tree


def appended(scalar: Scalar) -> str | bytes:
    if isinstance(scalar.value, bytes):
        return scalar.value + b"x"
    return scalar.value if scalar.kind in ("plain", "comment") else f"{scalar.value}x"


@pytest.mark.parametrize("is_flow", [False, True, None])
@given(tree=trees)
def test_a_text_reads_as_its_tree_with_each_scalar_changed(tree: Any, *, is_flow: bool | None) -> None:
    text = yaml.safe_dump([tree], default_flow_style=is_flow, allow_unicode=True)
    assert dialect.load(changed(text, dialect.compose(text), appended)) == everywhere(dialect.load(text))


def bare(tree: Any) -> Any:
    """A tree that JSON can hold."""
    if isinstance(tree, dict):
        return {key: bare(value) for key, value in tree.items()}
    return (
        [bare(value) for value in tree]
        if isinstance(tree, list)
        else tree
        if not isinstance(tree, bytes)
        else 1
    )


@given(trees.map(bare), st.sampled_from([None, 2]))
def test_the_same_of_json(tree: Any, indent: int | None) -> None:
    text = json.dumps({"a": tree}, indent=indent)
    assert json.loads(changed_json(text, appended)) == everywhere({"a": tree})


def test_a_scalar_of_json_has_its_steps_and_its_line() -> None:
    found: list[Scalar] = []

    def note(scalar: Scalar) -> str | bytes:
        found.append(scalar)
        return scalar.value

    text = '{\n "a": ["b",\n 1]}'
    assert changed_json(text, note) == text
    assert found == [
        Scalar(("a",), "a", "key", 2),
        Scalar(("a", 0), "b", "text", 2),
        Scalar(("a", 1), "1", "plain", 3),
    ]
