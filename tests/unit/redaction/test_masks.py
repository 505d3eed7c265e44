"""Masks are stable, keep the type of what they stand for, and are recognised without the key."""

import re
import uuid
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.redaction.masks import KINDS, Masks, is_mask, kind_of, masks
from harness.redaction.numbering import country_code
from tests.unit.planting import SPELLINGS, guids, hosts, mails, names, numbers, opaque, spelled

KEY = b"a key for tests"
MASKS = Masks(KEY)
E164 = re.compile(r"\+[1-9]\d{1,14}")
type Make = Callable[[str], str]
type Values = st.SearchStrategy[str]
MAKERS: list[tuple[str, Make, Values]] = [
    ("guid", MASKS.guid, guids),
    ("number", MASKS.number, numbers),
    ("name", MASKS.name, names),
    ("host", MASKS.host, hosts),
    ("mail", MASKS.mail, mails),
    ("opaque", MASKS.opaque, opaque),
]
each_kind = pytest.mark.parametrize(("kind", "make", "data"), MAKERS, ids=[kind for kind, _, _ in MAKERS])


@each_kind
@given(drawn=st.data())
def test_a_mask_is_recognised_without_the_key(
    kind: str, make: Make, data: Values, drawn: st.DataObject
) -> None:
    value = drawn.draw(data)
    assert kind_of(make(value)) == kind
    assert kind_of(value) is None


@each_kind
@given(drawn=st.data())
def test_a_mask_is_never_masked_again(kind: str, make: Make, data: Values, drawn: st.DataObject) -> None:
    mask = make(drawn.draw(data))
    assert make(mask) == mask
    assert getattr(Masks(b"another key"), kind)(mask) == mask


@each_kind
@given(drawn=st.data())
def test_the_key_decides_the_mask(kind: str, make: Make, data: Values, drawn: st.DataObject) -> None:
    value = drawn.draw(data)
    assert make(value) == getattr(Masks(KEY), kind)(value)
    assert make(value) != getattr(Masks(b"another key"), kind)(value)


@each_kind
@given(drawn=st.data())
def test_the_mask_does_not_hold_what_it_stands_for(
    kind: str, make: Make, data: Values, drawn: st.DataObject
) -> None:
    value = drawn.draw(data)
    assert value not in make(value)


@each_kind
@given(drawn=st.data())
def test_masks_are_found_in_running_text(kind: str, make: Make, data: Values, drawn: st.DataObject) -> None:
    mask = make(drawn.draw(data))
    assert list(masks(f"before {mask}, after ({mask})")) == [mask, mask]
    assert list(masks(f'{{"id":"{mask}"}}')) == [mask]


@each_kind
def test_different_values_get_different_masks(kind: str, make: Make, data: Values) -> None:
    samples = {
        "guid": [str(uuid.UUID(int=number << 64)) for number in range(1, 2001)],
        "number": [f"+4930{number:07}" for number in range(2000)],
    }.get(kind, [f"sample{number}.contoso.com" for number in range(2000)])
    assert len({make(sample) for sample in samples}) == len(samples)


@given(guids, st.sampled_from(sorted(SPELLINGS)))
def test_spellings_of_one_guid_get_the_same_digits_and_stay_as_they_are(guid: str, spelling: str) -> None:
    sent = spelled(guid, spelling)
    mask = MASKS.guid(sent)
    assert mask == spelled(MASKS.guid(guid), spelling)
    assert [letter == "-" for letter in mask] == [letter == "-" for letter in sent]
    assert uuid.UUID(mask).version == 8
    assert uuid.UUID(mask).variant == uuid.RFC_4122


def test_a_guid_in_mixed_case_becomes_lower_case() -> None:
    mask = MASKS.guid("0a1B2c3D-0000-4000-8000-00000000000A")
    assert mask == mask.lower() == MASKS.guid("0a1b2c3d-0000-4000-8000-00000000000a")


@pytest.mark.parametrize("guid", [str(uuid.UUID(int=0)), "00000003-0000-0000-c000-000000000000"])
def test_a_guid_that_names_nobody_stays(guid: str) -> None:
    assert MASKS.guid(guid) == guid
    assert MASKS.guid(guid.replace("-", "")) == guid.replace("-", "")


@given(numbers)
def test_a_number_stays_valid_and_keeps_its_country(number: str) -> None:
    mask = MASKS.number(number)
    assert E164.fullmatch(mask)
    assert len(mask) == 16
    code = country_code(number[1:])
    assert mask.startswith(f"+{code}55501")


@given(st.text("0123456789", min_size=2, max_size=30), st.booleans())
def test_a_number_stays_as_invalid_as_it_was(digits: str, plus: bool) -> None:
    number = "+" * plus + digits
    mask = MASKS.number(number)
    assert bool(E164.fullmatch(mask)) == bool(E164.fullmatch(number))
    assert is_mask(mask)
    assert MASKS.number(mask) == mask


@pytest.mark.parametrize("spelling", ["+1 425 555 0100", "+1 (425) 555-0100", "+1.425.555.0100"])
def test_a_number_in_groups_has_the_digits_of_the_same_number_in_one(spelling: str) -> None:
    mask = MASKS.number(spelling)
    assert mask.replace(" ", "") == MASKS.number("+14255550100")
    assert mask.startswith("+1 55501")
    assert is_mask(mask)
    assert MASKS.number(mask) == mask


def test_one_digit_is_no_number() -> None:
    assert MASKS.number("+1") == "+1"


def test_case_and_a_final_dot_make_no_other_host() -> None:
    assert MASKS.host("Bot.Contoso.com.") == MASKS.host("bot.contoso.com")


def test_a_host_outside_ascii_stays_outside() -> None:
    mask = MASKS.host("bücher.contoso.com")
    assert not mask.isascii()
    assert kind_of(mask) == "host"
    assert list(masks(f"https://{mask}/")) == [mask]


def test_nothing_to_hide_stays_nothing() -> None:
    assert (MASKS.name(""), MASKS.name("  "), MASKS.opaque(""), MASKS.host("")) == ("", "  ", "", "")


def test_exact_tells_a_guid_a_number_and_a_mail_address_and_nothing_else() -> None:
    guid, number, mail = "6b29fc40-ca47-4067-b31d-00dd010662da", "+4930123456", "a@contoso.com"
    assert [MASKS.exact(text) for text in (guid, number, mail)] == [
        MASKS.guid(guid),
        MASKS.number(number),
        MASKS.mail(mail),
    ]
    assert [MASKS.exact(text) for text in ("Adele", "30", f"x {guid}", "")] == [None] * 4


def test_the_key_is_named_without_being_given_away() -> None:
    assert re.fullmatch(r"[0-9a-f]{8}", MASKS.key_id)
    assert MASKS.key_id == Masks(KEY).key_id != Masks(b"another key").key_id


@pytest.mark.parametrize(
    "text",
    [
        "6b29fc40-ca47-4067-b31d-00dd010662da",
        "+4930123456",
        "User one",
        "User 7f3a90c2f",
        "bot.example",
        "user@mail.example",
        "redacted-",
        "+155501",
        "",
    ],
)
def test_what_only_resembles_a_mask_is_none(text: str) -> None:
    assert not is_mask(text)
    assert list(masks(text)) == []


def test_every_kind_of_mask_is_made_here() -> None:
    assert {kind.name for kind in KINDS} == {kind for kind, _, _ in MAKERS}
