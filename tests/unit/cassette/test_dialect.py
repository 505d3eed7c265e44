"""YAML that every reader gives back unchanged, and that runs nothing."""

from collections.abc import Callable

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from harness.cassette import dialect
from harness.cassette.emitting import literal
from harness.errors import CassetteError
from tests.unit.cassette.exchanges import NASTY, texts


def by_c(text: str) -> object:
    return yaml.CSafeLoader(text).get_single_data()


@pytest.mark.parametrize("load", [dialect.load, yaml.safe_load, by_c])
@given(st.lists(texts, min_size=2))
def test_texts_come_back_in_any_place(load: Callable[[str], object], held: list[str]) -> None:
    value = [{"body": text, "deep": {"list": [text, text]}} for text in held]
    written = dialect.dump(value)
    assert written.isascii()
    assert load(written.decode("ascii")) == value


@given(st.lists(texts, min_size=2))
def test_blocks_dumped_apart_load_together(held: list[str]) -> None:
    written = b"".join(dialect.dump([{"body": text}]) for text in held)
    assert dialect.load(written.decode("ascii")) == [{"body": text} for text in held]


@pytest.mark.parametrize(
    "text", ["\n", "\n\n", "a\n\n", "a\nb\n\n\n", " a\nb", "a \nb", "a\nb ", "a\té\nb", "one line"]
)
def test_a_text_that_another_reader_could_take_otherwise_is_not_literal(text: str) -> None:
    assert not literal(text)
    assert b"|" not in dialect.dump({"a": text})


@pytest.mark.parametrize("text", ["a\nb", "a\nb\n", '{\n  "a": 1\n}', "a\n\nb", "# end 1 5\n- request:\n"])
def test_lines_of_plain_ascii_are_literal(text: str) -> None:
    assert literal(text)
    assert dialect.dump({"a": text}).startswith(b"a: |")


def test_a_line_is_never_folded() -> None:
    assert dialect.dump({"a": "word " * 2000 + "end"}).count(b"\n") == 1


def test_the_same_list_twice_is_written_twice() -> None:
    shared = ["x"]
    assert dialect.dump({"a": shared, "b": shared}) == b"a:\n- x\nb:\n- x\n"


def test_what_looks_like_a_date_is_text() -> None:
    assert dialect.load("a: 2026-11-23\nb: 2026-11-23T08:00:00Z") == {
        "a": "2026-11-23",
        "b": "2026-11-23T08:00:00Z",
    }


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("!!python/str 'a'", "a"),
        ("!!python/unicode 'é'", "é"),
        ("!!python/tuple [a, [b]]", ["a", ["b"]]),
        ("!!python/object/new:_io.BytesIO\nstate: !!python/tuple [!!binary aGk=, 0, null]", b"hi"),
        ("!!python/object/new:_io.BytesIO\nstate: [hi]", b"hi"),
        ("!!python/object/new:_io.BytesIO\n{}", b""),
        ("!!python/object/apply:builtins.iter\nargs: [[!!binary aGk=, there, 33]]", b"hithere!"),
        ("!!python/object/apply:builtins.iter\nargs: [hi]", b"hi"),
    ],
)
def test_the_python_tags_of_vcrpy_become_plain_values(text: str, value: object) -> None:
    assert dialect.load(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "!!python/object/apply:os.system [x]",
        "!!python/object/new:subprocess.Popen [[x]]",
        "!!python/name:os.system",
        "!!python/module:os",
        "!mine x",
    ],
)
def test_any_other_tag_is_refused(text: str) -> None:
    with pytest.raises(yaml.YAMLError):
        dialect.load(text)


def test_an_iterator_of_anything_else_is_refused() -> None:
    with pytest.raises(CassetteError, match="neither text nor bytes"):
        dialect.load("!!python/object/apply:builtins.iter\nargs: [[300]]")


@pytest.mark.parametrize("text", ["[" * 100_000, "- " * 100_000, '{"a": ' * 100_000, "- [" * 600 + "]" * 600])
@pytest.mark.parametrize("read", [dialect.load, dialect.compose])
def test_nesting_that_would_crash_the_parser_is_refused(read: Callable[[str], object], text: str) -> None:
    with pytest.raises(yaml.YAMLError):
        read(text)


def test_a_long_body_full_of_brackets_is_not_taken_for_nesting() -> None:
    text = "\n".join(["[{-?:"] * 5000)
    assert dialect.load(dialect.dump({"a": text}).decode()) == {"a": text}


@pytest.mark.parametrize("text", NASTY)
def test_a_constructed_node_is_the_loaded_value(text: str) -> None:
    written = dialect.dump([text, {"b": text}]).decode()
    node = dialect.compose(written)
    assert node is not None
    assert dialect.construct(node) == dialect.load(written)
