"""A running text in parts: what the rows find, what lies between, and what only the masks decide."""

import json
import re
from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.redaction.custom import NOTHING, Custom
from harness.redaction.parting import BASE64, holds_members, in_parts, parted, told
from harness.redaction.redactor import Redactor
from tests.unit.planting import KINDS

REDACTOR = Redactor(b"a key for tests")
GUID = "6b29fc40-ca47-4067-b31d-00dd010662da"
MASK = REDACTOR.masks.guid(GUID)


def shown(text: str, custom: Custom = NOTHING) -> list[tuple[str, bool, bool]] | None:
    """Each part, whether a row found it, and whether it is done."""
    found = parted(text, custom, REDACTOR)
    return found and [(part.text, part.how is not None, part.done) for part in found.parts]


def test_what_a_row_finds_is_apart_from_what_lies_between() -> None:
    assert shown(f"call {GUID} of https://bot.contoso.com/x") == [
        ("call ", False, False),
        (MASK, True, True),
        (" of ", False, False),
        ("https://bot.contoso.com/x", True, False),
    ]


def test_a_text_in_which_nothing_is_found_is_one_part_and_an_empty_one_has_none() -> None:
    assert shown("#microsoft.graph.call") == [("#microsoft.graph.call", False, False)]
    assert shown("") == []


@given(st.lists(st.text(max_size=8) | st.one_of(*KINDS.values()), max_size=5).map(" ".join))
def test_parts_that_are_not_done_stand_in_the_text_in_order(text: str) -> None:
    at = 0
    for part in in_parts(text, REDACTOR).parts:
        if not part.done:
            at = text.index(part.text, at) + len(part.text)


@pytest.mark.parametrize(("text", "running"), [(GUID, False), (f"call {GUID}", True), ("a\u00a0b", True)])
def test_a_text_with_white_space_is_a_running_one(text: str, *, running: bool) -> None:
    assert in_parts(text, REDACTOR).running is running


def test_base64_of_a_text_is_for_others_to_look_into_and_of_anything_else_is_a_text() -> None:
    assert shown(b64encode(b"Ann Lee has called you").decode()) is None
    assert shown(b64encode(bytes(range(128, 160))).decode()) is not None


def test_what_a_project_masks_is_masked_before_the_rows_look() -> None:
    custom = Custom(patterns=(re.compile(r"id-\d+"),))
    assert shown("id-77", custom) == [(REDACTOR.masks.opaque("id-77"), True, True)]


@given(st.text(min_size=15))
def test_what_base64_tells_is_what_was_encoded(text: str) -> None:
    letters = b64encode(text.encode("utf-8", "replace")).decode()
    assert BASE64.fullmatch(letters)
    assert told(letters) in (text.encode("utf-8", "replace").replace(b"\0", b""), None)


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ('it said {"displayName": "Ann"}', True),
        ("<name>Ann</name>", True),
        ("2026-03-02T09:00:00Z", False),
        ("https://bot.contoso.com/a?b=c", False),
        (json.dumps(["a", "b"]), False),
    ],
)
def test_members_may_stand_in_a_text(text: str, *, holds: bool) -> None:
    assert holds_members(text) is holds
