"""Several patterns in one text: the first match decides, of two at one place the first pattern."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.redaction.scanning import Scan
from harness.redaction.sensitive import REDACTIONS

ROWS = {f"row{at}": row for at, row in enumerate(REDACTIONS) if row.pattern}
PATTERNS = {name: row.pattern for name, row in ROWS.items()}
SCAN = Scan(PATTERNS, {name: row.holds for name, row in ROWS.items()})
ALTERNATION = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in PATTERNS.items()))
PADDING = " nothing to see here" * 60

pieces = st.sampled_from(
    [
        *(
            "Bearer 0123456789abcdef01",
            "eyJhbGci.eyJpc3Mi.c2ln",
            "eyJ%2Ea%2Eb",
            "client_secret=abc",
            "api_key: x",
        ),
        *(
            "password%3Ax",
            "19:meeting_abc@thread.v2",
            "19%3Aabc%40thread.v2",
            "8:orgid:ab-c",
            "8%3Aorgid%3Aab",
        ),
        *("sip:ann@contoso.com", "tel:12345", "4:+12345678", "+49 30 1234567", "%2B49301234567"),
        *("https://bot.contoso.com/a?b=c", "ann.lee@contoso.com", "ann%40contoso.com", "::1", "10.1.2.3"),
        *("550fae72-d251-43ec-868c-373732c2704f", "550fae72d25143ec868c373732c2704f", "fe80::1", "[::1]"),
        *("x.ngrok-free.app", "1@contoso.com", 'realm="a.b"', "user-0123abcd@mail.example", "User 0123abcd"),
        *(
            "redacted-0123abcd",
            "h0123abcd.example",
            " ",
            "a",
            "-",
            ".",
            ":",
            "@",
            "%",
            "=",
            "+",
            "\n",
            '"',
            "é",
        ),
    ]
)


@given(st.lists(pieces, max_size=12).map("".join), st.booleans())
def test_a_long_text_is_searched_as_by_one_alternation(text: str, in_front: bool) -> None:
    whole = PADDING + text if in_front else text + PADDING

    found = [(name, match.span()) for name, match in SCAN(whole)]

    assert found == [(match.lastgroup, match.span()) for match in ALTERNATION.finditer(whole)]


@given(st.lists(pieces, max_size=6).map("".join))
def test_a_short_text_is_searched_as_by_one_alternation_with_signs_or_without(text: str) -> None:
    found = [(name, match.span()) for name, match in SCAN(text)]

    assert found == [(match.lastgroup, match.span()) for match in ALTERNATION.finditer(text)]


@pytest.mark.parametrize("length", [0, 2000])
def test_of_two_patterns_at_one_place_the_first_decides(length: int) -> None:
    scan = Scan({"short": "ab", "long": "abc", "other": "bcd"}, {})

    assert [name for name, _ in scan("-" * length + "abcd")] == ["short"]


def test_what_a_pattern_needs_is_looked_for_first() -> None:
    scan = Scan({"all": "a+"}, {"all": "b"})

    assert not list(scan("a" * 2000))
