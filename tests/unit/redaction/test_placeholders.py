"""A placeholder is known as a whole, a mask and a sentence are none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.redaction.masks import Masks
from harness.redaction.placeholders import is_placeholder
from tests.unit.planting import guids, hosts, mails, numbers


@pytest.mark.parametrize(
    "text",
    [
        *("REDACTED", "redacted", "[REDACTED]", "<redacted>", "**REDACTED**", "{redacted}", "[Filtered]"),
        *("PHONE_REDACTED", "redacted-phone", "<caller-name-removed>", "DUMMY", "masked", "anonymised"),
        *("***", "**", "xxx", "XXXXXXXX", "...", "\u2026", "\u2022\u2022\u2022\u2022", "####", " *** "),
        *("+1XXXXXXXXXX", "+1 202 XXX XXXX", "+1202***0143", "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"),
    ],
)
def test_this_is_a_placeholder(text: str) -> None:
    assert is_placeholder(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "x", "xx", "*", "30", "+12025550143", "Hidden Valley", "the number was removed from here"),
        *("redacted-7f3a90c2", "User 7f3a90c2", "https://h7f3a90c2.example/", "unmaskedx", "maxxx power"),
        *("00000000-0000-0000-0000-000000000000", "{id}", "undefined", "x" * 61),
    ],
)
def test_this_is_none(text: str) -> None:
    assert not is_placeholder(text)


@given(guids | numbers | hosts | mails)
def test_neither_a_datum_nor_its_mask_is_one(text: str) -> None:
    mask = Masks(b"key").exact(text) or Masks(b"key").host(text)
    assert not is_placeholder(text)
    assert not is_placeholder(mask)


@given(st.text(max_size=200) | st.text("redacted_-:<>*.x ", max_size=60))
def test_any_text_can_be_asked(text: str) -> None:
    assert is_placeholder(text) in (True, False)
