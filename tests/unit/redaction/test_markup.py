"""Members that stand in XML and in the parts of a form are found, and the rest stays to the letter."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.redaction.markup import rewritten


def seen(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []

    def note(name: str, value: str) -> str:
        found.append((name, value))
        return value

    assert rewritten(text, note) == text
    return found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<a>it</a>", ("a", "it")),
        ("<n:a x='1'> it </n:a>", ("a", "it")),
        ("<a>i &amp; t</a>", ("a", "i & t")),
        ("<a><![CDATA[i & t]]></a>", ("a", "i & t")),
        ('<a b="i &quot; t"/>', ("b", 'i " t')),
        ("<a n:b='it'>", ("b", "it")),
        ('--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nit\r\n--x--', ("a", "it")),
        ("--x\nContent-Disposition: form-data; name=a\nContent-Type: text/plain\n\nit", ("a", "it")),
    ],
)
def test_a_value_comes_with_its_name(text: str, found: tuple[str, str]) -> None:
    assert found in seen(text)


@pytest.mark.parametrize(
    "text", ["use <host> and <port>", "a < b > c", "<a>it</b>", "<a><b></a>", "name=it", "<it@contoso.com>"]
)
def test_what_only_looks_like_it_is_let_be(text: str) -> None:
    assert all("it" not in value and "and" not in value for _, value in seen(text))


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("<a> old </a>", "<a> &lt;&amp; </a>"),
        ("<a><![CDATA[old]]></a>", "<a><![CDATA[<&]]></a>"),
        ("<a b = 'old'>old</b>", "<a b = '&lt;&amp;'>old</b>"),
        (
            'Content-Disposition: form-data; name="a"\n\nold\n--x',
            'Content-Disposition: form-data; name="a"\n\n<&\n--x',
        ),
    ],
)
def test_what_is_changed_is_spelled_as_its_place_asks(text: str, changed: str) -> None:
    assert rewritten(text, lambda _, value: "<&" if value == "old" else value) == changed


@given(st.text("<>/a= \"'&;!-[]\nname", max_size=60))
def test_any_text_that_is_not_changed_stays(text: str) -> None:
    assert rewritten(text, lambda _, value: value) == text


@pytest.mark.parametrize(
    "piece",
    [
        "<a>",
        "<a b='",
        "<a><![CDATA[",
        "<a ",
        "content-disposition:",
        "content-disposition:; name=a",
        "name=\n",
    ],
)
def test_a_long_text_takes_no_longer_than_it_is_long(piece: str) -> None:
    began = time.perf_counter()
    seen(piece * (300_000 // len(piece)) + ";name=<")
    assert time.perf_counter() - began < 5
