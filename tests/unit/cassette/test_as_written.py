"""A block read without a YAML parser says what the YAML library reads in it, or is left to that."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from harness.cassette import block
from harness.cassette.as_written import value
from harness.cassette.dialect import load
from harness.exchange import Exchange, Response
from harness.headers import Headers
from tests.unit.cassette.exchanges import NASTY, exchanges, redirect, texts, webhook

PLAIN = [
    redirect(),
    webhook(),
    webhook(answer=None),
    redirect(b""),
    redirect(b"a text"),
    redirect(response=None),
]


def text_of(exchange: Exchange) -> str:
    text = block(exchange, 17, key="224accf5").decode()
    return text[: text.rindex("# end")]


def library(text: str) -> object:
    """What the YAML library reads in a text; None for what is no YAML."""
    try:
        return load(text)
    except (yaml.YAMLError, ValueError):
        return None


@pytest.mark.parametrize("exchange", PLAIN)
def test_a_block_as_we_write_it_needs_no_parser(exchange: Exchange) -> None:
    assert value(text_of(exchange)) == load(text_of(exchange)) is not None


@given(exchanges)
def test_whatever_was_recorded_is_read_as_the_library_reads_it(exchange: Exchange) -> None:
    text = text_of(exchange)
    assert value(text) in (None, load(text))


@given(st.sampled_from(PLAIN), st.data())
def test_an_edited_block_is_read_as_the_library_reads_it_or_not_at_all(
    exchange: Exchange, data: st.DataObject
) -> None:
    lines = text_of(exchange).splitlines(keepends=True)
    line = data.draw(st.integers(0, len(lines) - 1))
    start = data.draw(st.integers(0, len(lines[line])))
    put = st.one_of(st.sampled_from(NASTY), texts, st.text("ab \n'\"#:-|{}[]0123.&*!?,~%", max_size=6))
    lines[line] = lines[line][:start] + data.draw(put) + lines[line][start + data.draw(st.integers(0, 3)) :]
    edited = "".join(lines)
    if (read := value(edited)) is not None:
        assert read == library(edited)
        assert repr(read) == repr(library(edited))


@pytest.mark.parametrize("text", NASTY)
def test_a_text_in_a_header_is_what_the_library_says_or_left_to_it(text: str) -> None:
    headers = Headers.of({"one": text, "two": [text, text]})
    written = text_of(redirect(response=Response(202, headers, text.encode(), text), error=text))
    assert value(written) in (None, load(written))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("'0.25'", "yes"),
        ("    method: POST", "    method: null # none"),
        ("    method: POST", "    method: 0o17"),
        ("    method: POST", "    method: 2026-03-02"),
        ("    headers: {}", "    headers: {a: b}"),
        ("      - abc", "      abc:"),
        ("      request-id:", "      yes:"),
        ('        "timeout": 30\n      }\n', '        "timeout": 30\n      }\n      \n'),
        ("  response:", "  response: &a"),
    ],
)
def test_what_only_a_parser_can_tell_is_left_to_it(old: str, new: str) -> None:
    text = text_of(redirect())
    edited = text.replace(old, new, 1)
    assert value(edited) in (None, library(edited))
