"""A scalar is spelled anew in its own style where that can hold the value, and always reads as the value."""

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from harness.cassette import dialect
from harness.cassette.spelling import respelled
from tests.unit.cassette.exchanges import NASTY


@pytest.mark.parametrize(
    ("source", "new", "spelled"),
    [
        ("old", "new", "new"),
        ("old", "a: b", "'a: b'"),
        ("old", "a\nb", '"a\\nb"'),
        ("'it''s'", "it's new", "'it''s new'"),
        ('"old"', "new", '"new"'),
        ("&a old", "new", "&a new"),
        ("!!str old", "new", "!!str new"),
        ("|\n  a\n  b\n", "c\n\nd\n", "|\n  c\n\n  d\n"),
        ("|- # note\n    a\n", "c", "|- # note\n    c\n"),
        ("|\n  a\n\n", "c\n", "|\n  c\n\n"),
        ("|\n  a\n", "é\n", '"\\xE9\\n"\n'),
        (">\n  a\n  b\n", "c d\n", '"c d\\n"\n'),
        ("!!binary YQ==", b"b", '!!binary "Yg=="'),
        ("!!binary |\n  YQ==\n", b"b", "!!binary |\n  Yg==\n"),
        ("&b !!python/object/apply:builtins.iter\n  args: []\n", b"b", '&b !!binary "Yg=="'),
    ],
)
def test_a_scalar_keeps_its_style_its_anchor_and_its_tag(source: str, new: str | bytes, spelled: str) -> None:
    assert respelled(source, new, flow=False) == spelled


STYLES = ["x", "'x'", '"x"', "|\n    x\n", "|-\n    x\n", "|+\n    x\n\n", ">\n    x\n", "&a x", "!!str x"]
texts = st.text(max_size=30) | st.sampled_from(NASTY) | st.text(" \n#:-'\"ab|", max_size=12)


@given(st.sampled_from(STYLES), texts, st.booleans())
def test_what_is_spelled_anew_reads_as_the_new_value(source: str, new: str, is_flow: bool) -> None:
    if is_flow and source[:1] in "|>":
        return
    spelled = respelled(source, new, flow=is_flow)
    text = f"- {{a: {spelled}, b: 1}}\n" if is_flow else f"- a: {spelled}"
    text += "" if text.endswith("\n") else "\n"
    loaded: Any = dialect.load(text if is_flow else f"{text}  b: 1\n")
    assert loaded == [{"a": new, "b": 1}]
    assert yaml.safe_load(text if is_flow else f"{text}  b: 1\n") == loaded


@given(
    st.sampled_from(["!!binary eA==", '!!binary "eA=="', "!!binary |\n    eA==\n"]), st.binary(max_size=80)
)
def test_bytes_spelled_anew_read_as_the_new_bytes(source: str, new: bytes) -> None:
    spelled = respelled(source, new, flow=False)
    assert dialect.load(f"- a: {spelled}" + ("" if spelled.endswith("\n") else "\n") + "  b: 1\n") == [
        {"a": new, "b": 1}
    ]
