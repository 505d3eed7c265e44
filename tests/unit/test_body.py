"""A foreign JSON body: where its members stand, and what a rewrite leaves alone."""

import json
from functools import reduce
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness import body

scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
trees = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
texts = st.builds(
    lambda tree, indent, ascii_only: json.dumps(tree, indent=indent, ensure_ascii=ascii_only),
    trees,
    st.sampled_from([None, 0, 1, 4]),
    st.booleans(),
)


def encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


@given(st.lists(st.text() | st.integers(0, 99), min_size=1).filter(lambda it: it[0] != ""))
def test_the_steps_of_a_path_are_those_it_was_made_of(steps: list[str | int]) -> None:
    path = ""
    for step in steps:
        path = body.child(path, step)
    assert list(body.steps(path)) == steps


def test_scalars_are_read_in_order_repeats_of_a_key_included() -> None:
    message = b'\xef\xbb\xbf{"a": ["x\\u0041", 1.50, null], "a": {"b c": "\\ud800"}}'
    assert [(each.kind, each.path, each.text) for each in body.scalars(message)] == [
        ("key", "a", "a"),
        ("string", "a[0]", "xA"),
        ("scalar", "a[1]", "1.50"),
        ("scalar", "a[2]", "null"),
        ("key", "a", "a"),
        ("key", 'a["b c"]', "b c"),
        ("string", 'a["b c"]', "\ud800"),
    ]


@given(trees, st.sampled_from([None, 1]))
def test_the_path_of_a_scalar_leads_to_it(tree: Any, indent: int | None) -> None:
    for token in body.scalars(json.dumps(tree, indent=indent).encode()):
        value = reduce(lambda found, step: found[step], body.steps(token.path), tree)
        if token.kind != "key":
            assert json.loads(token.text) == value if token.kind == "scalar" else token.text == value


def test_scalars_of_something_else_raise_value_error() -> None:
    with pytest.raises(ValueError, match="Expecting"):
        list(body.scalars(b"{"))


@given(texts)
def test_laying_out_changes_no_value_and_is_done_once(text: str) -> None:
    laid_out = body.laid_out(encoded(text))
    assert laid_out is not None
    assert json.loads(laid_out) == json.loads(text)
    assert body.laid_out(encoded(laid_out)) == laid_out


def test_duplicate_keys_and_number_spellings_survive_laying_out() -> None:
    assert body.laid_out(b'{"a":1e3,"a":1.0,"b":[],"c":{}}') == (
        '{\n  "a": 1e3,\n  "a": 1.0,\n  "b": [],\n  "c": {}\n}'
    )


@pytest.mark.parametrize("message", [b"", b"{", b"[1,]", b"\xff", b'{"a":"\n"}', b"\xef\xbb\xbf{}"])
def test_what_is_not_plain_json_is_not_laid_out(message: bytes) -> None:
    assert body.laid_out(message) is None


def test_a_byte_order_mark_is_read_past_but_kept() -> None:
    message = b'\xef\xbb\xbf{"a": "x"}'
    document = body.read(message)
    assert document is not None
    assert document.value == {"a": "x"}
    assert body.rewritten(message, lambda path, text: text.upper()) == b'\xef\xbb\xbf{"A": "X"}'


def test_each_member_is_found_on_its_line() -> None:
    document = body.read(b'{\n "targets": [\n  {"identity": null},\n  {}\n ],\n "odd name": 1\n}')
    assert document is not None
    assert dict(document.lines) == {
        "": 0,
        "targets": 1,
        "targets[0]": 2,
        "targets[0].identity": 2,
        "targets[1]": 3,
        '["odd name"]': 5,
    }


def test_a_repeated_key_is_reported_and_the_last_value_counts() -> None:
    document = body.read(b'{"a": 1, "b": {"c": 1, "c": 2}, "a": 2}')
    assert document is not None
    assert document.value == {"a": 2, "b": {"c": 2}}
    assert document.duplicates == ("b.c", "a")


def test_a_body_nested_too_deep_is_no_document() -> None:
    assert body.read(b"[" * 200_000 + b"]" * 200_000) is None


@given(texts)
def test_a_rewrite_that_changes_nothing_gives_the_same_bytes(text: str) -> None:
    assert body.rewritten(encoded(text), lambda path, value: value) == encoded(text)


def test_a_rewrite_sees_each_string_with_its_path() -> None:
    seen: list[tuple[str, str]] = []

    def remember(path: str, text: str) -> str:
        seen.append((path, text))
        return text

    body.rewritten(b'{"a": ["x", {"b": "y"}], "n": 1}', remember)
    assert seen == [("a", "a"), ("a[0]", "x"), ("a[1].b", "b"), ("a[1].b", "y"), ("n", "n")]


def test_a_rewrite_of_something_else_raises_value_error() -> None:
    with pytest.raises(ValueError, match="Expecting value"):
        body.rewritten(b"no json", lambda path, text: text)


@given(st.binary())
def test_no_bytes_make_reading_raise(message: bytes) -> None:
    body.read(message)
    body.laid_out(message)


def test_numbers_are_handed_over_as_they_are_spelled() -> None:
    seen: list[tuple[str, str]] = []

    def change(path: str, digits: str) -> str:
        seen.append((path, digits))
        return "7" if digits == "1.50" else digits

    sent = b'{"a": [1.50, -2e3, true, null, "3"], "b":0}'
    assert body.rewritten(sent, lambda _, text: text, change) == sent.replace(b"1.50", b"7")
    assert seen == [("a[0]", "1.50"), ("a[1]", "-2e3"), ("b", "0")]


@pytest.mark.parametrize("digits", ["9" * 5000, "-" + "9" * 5000])
def test_a_number_of_more_digits_than_python_reads_is_a_number_and_keeps_its_spelling(digits: str) -> None:
    sent = f'{{"a":{digits},"b":12,"c":"x"}}'
    assert body.value_of(sent.encode()) == {"a": float(digits), "b": 12, "c": "x"}
    assert body.laid_out(sent.encode()) == f'{{\n  "a": {digits},\n  "b": 12,\n  "c": "x"\n}}'
    assert body.rewritten(sent.encode(), lambda _, text: "y" if text == "x" else text) == (
        sent.replace('"x"', '"y"').encode()
    )


@pytest.mark.parametrize("tail", ["", "}}", ',"a":'])
def test_text_that_is_no_json_is_none_however_long_its_numbers_are(tail: str) -> None:
    with pytest.raises(ValueError, match=r"delimiter|Extra data|double quotes|Expecting|trailing comma"):
        body.value_of(f'{{"a":{"9" * 5000},{tail}'.encode())


def test_brackets_behind_a_huge_number_may_nest_too_deep() -> None:
    with pytest.raises(ValueError, match="nested too deep"):
        body.value_of(f"[{'9' * 5000},{'[' * 100_000}".encode())


BROKEN = [
    ('{"a":{"id":"x"},}', '{"a":{"id":"<a.id>"},}'),
    ('{"a":1,"b":"cut of', '{"a":<a>,"b":"<b>'),
    ('{"a":"cut \\', '{"a":"<a>\\'),
    ("{'a':'x','b':{'c':'it is'}}", "{'a':'<a>','b':{'c':'<b.c>'}}"),
    ('{a: "x", b: {c: "y"}, d: "z"}', '{a: "<a>", b: {c: "<b.c>"}, d: "<d>"}'),
    ('failed: {"a":"x"} and {"b":[{"c":-1.5e3}]}', 'failed: {"a":"<failed.a>"} and {"b":[{"c":<b.c>}]}'),
    (r'log "{\"a\":\"x y\",\"b\":{\"c\":\"z\"}}" end', r'log "{\"a\":\"<a>\",\"b\":{\"c\":\"<b.c>\"}}" end'),
    ("at 12:30 it's: fine, see https://a/b", "at 12:30 it's: fine, see https://a/b"),
    ('}}] "a":"x"', '}}] "a":"<a>"'),
    ('"a":12x, "b":1.2.3', '"a":12x, "b":1.2.3'),
    ("", ""),
]


@pytest.mark.parametrize(("text", "rewritten"), BROKEN)
def test_members_are_found_in_text_that_is_no_json(text: str, rewritten: str) -> None:
    def told(path: str, _: str) -> str:
        return f"<{path}>"

    assert body.rewritten_in_text(text, told, told) == rewritten


def test_a_value_in_text_is_handed_over_without_its_escapes() -> None:
    found: list[str] = []

    def noted(_: str, value: str) -> str:
        found.append(value)
        return value

    text = r'{"a":"Zo\u00eb","b":"\x","c":"d",}'
    assert body.rewritten_in_text(text, noted, lambda _, it: it) == text
    assert found == ["Zoë", r"\x", "d"]
    changed = body.rewritten_in_text(text, lambda _, it: f"{it}é", lambda _, it: it)
    assert changed == r'{"a":"Zo\u00eb\u00e9","b":"\xé","c":"dé",}'


@given(st.text() | st.text("ab\"'\\\\:{}[], 1.-", max_size=40))
def test_text_in_which_nothing_is_changed_stays(text: str) -> None:
    assert body.rewritten_in_text(text, lambda _, it: it, lambda _, it: it) == text


def test_each_string_is_found_with_its_path_those_of_repeated_keys_too() -> None:
    found = body.strings(b'{"a":["x",{"b":"y"}],"a":"z","c":1}')

    assert sorted(found) == [("a", "z"), ("a[0]", "x"), ("a[1].b", "y")]


@given(texts)
def test_strings_are_those_that_a_rewrite_is_handed_over(text: str) -> None:
    handed: list[tuple[str, str]] = []

    def note(path: str, value: str) -> str:
        handed.append((path, value))
        return value

    body.rewritten(encoded(text), note)

    assert set(body.strings(encoded(text))) <= set(handed)
