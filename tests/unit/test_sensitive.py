"""The table of what is sensitive is sound: its rows say where, and their patterns fit into one."""

import re

import pytest

from harness.masks import Masks
from harness.sensitive import REDACTIONS, Redaction

rows = pytest.mark.parametrize("row", REDACTIONS, ids=lambda row: row.datum)


class Plain:
    """A brush that masks as the kinds do and leaves hosts, URLs and text as they are."""

    masks = Masks(b"a key for tests")

    def host(self, text: str) -> str:
        return text

    def url(self, url: str, *, of_bot: bool = False) -> str:
        return f"{url}!" if of_bot else url

    def text(self, text: str) -> str:
        return text


@rows
def test_a_row_says_where_its_datum_stands(row: Redaction) -> None:
    assert row.headers or row.members or row.pattern


@rows
def test_names_are_written_as_they_are_compared(row: Redaction) -> None:
    assert all(name == name.lower() for name in row.headers)
    assert all(re.fullmatch("[a-z]+", name) for name in row.members)


@rows
def test_a_pattern_captures_nothing_of_its_own(row: Redaction) -> None:
    assert re.compile(row.pattern).groups == 0
    assert not re.compile(row.pattern).match("") or not row.pattern


def test_no_name_stands_in_two_rows() -> None:
    for names in (
        [name for row in REDACTIONS for name in row.headers],
        [n for r in REDACTIONS for n in r.members],
    ):
        assert len(names) == len(set(names))


def test_each_datum_has_one_row() -> None:
    assert len({row.datum for row in REDACTIONS}) == len(REDACTIONS)


def masked(datum: str, text: str) -> str | None:
    return next(row.mask for row in REDACTIONS if row.datum == datum)(Plain(), text)


@pytest.mark.parametrize("text", ["Adele", "#microsoft.graph.identity", "12", ""])
def test_what_is_no_number_is_left_to_the_next_row(text: str) -> None:
    assert masked("phone number", text) is None


def test_the_punctuation_after_a_url_is_not_its_own() -> None:
    assert masked("URL", "https://a.contoso.com/x.).") == "https://a.contoso.com/x.)."


@pytest.mark.parametrize("text", ["https://a.contoso.com/x", "/x", "//a.contoso.com/x"])
def test_the_callback_is_the_bots_own_address(text: str) -> None:
    assert masked("address of the bot", text) == f"{text}!"


def test_cookies_are_dropped() -> None:
    assert masked("cookie", "a=b") is None
