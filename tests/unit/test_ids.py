"""The ids and the masks that stand in a text."""

import re

from hypothesis import given
from hypothesis import strategies as st

from harness.ids import has_mask, names_in, tokens
from harness.redaction.masks import KINDS, Masks

CALL = "57dab8b1-894c-409a-b240-bd8beae78896"
BARE = "2765EB15011F4C62B8D3BC0C8C8F9AF1"

MASKS = Masks(b"the key of the file")

PARTS = [
    *("user-", "redacted-", "User ", "User+", "User%20", "h", "hü", "+", "+49 ", "49", " ", "-", "x", "/"),
    *("0123abcd", "01234567", "8ed1a1", "55501", "0" * 11, "@mail.example", ".example", CALL, BARE),
]


def test_tokens_are_ids_and_masks_and_nothing_else() -> None:
    text = f"{CALL} +4930901820 User 1234 h12345678.example bot.contoso.com {BARE}"
    assert [token.text for token in tokens(text)] == [CALL, "h12345678.example", BARE]
    assert has_mask(text)
    assert not has_mask(f"{CALL} {BARE}")


@given(st.lists(st.sampled_from(PARTS), max_size=12).map("".join))
def test_no_id_and_no_mask_is_passed_over_wherever_it_stands(text: str) -> None:
    pattern = re.compile("|".join(f"(?P<{kind.name}>{kind.pattern})" for kind in KINDS), re.ASCII)
    found = [(match.lastgroup, match.span()) for match in pattern.finditer(text)]
    proofs = {kind.name: kind.proof for kind in KINDS}
    expected = [
        (kind, span) for kind, span in found if kind == "guid" or proofs[kind or ""](text[slice(*span)])
    ]
    assert [(token.kind, (token.start, token.end)) for token in tokens(text)] == expected


def test_the_ids_of_a_whole_text_are_found_on_whatever_line_and_whatever_kind_they_are() -> None:
    masks = [
        MASKS.number("+4930901820"),
        MASKS.name("Reception, 2nd floor"),
        MASKS.host("bot.contoso.com"),
        MASKS.mail("megan@contoso.com"),
        MASKS.opaque("19:meeting_Zm9v@thread.v2"),
    ]
    text = f"{CALL}\nnothing at all\n{' x '.join(masks)}\r\n{BARE} 4930901820123"
    assert set(names_in(text)) == {token.name for token in tokens(text)}
    assert {kind for kind, _ in names_in(text)} == {kind.name for kind in KINDS}


@given(st.lists(st.sampled_from([*PARTS, "\n", "\r\n"]), max_size=20).map("".join))
def test_the_ids_of_a_text_are_those_of_its_tokens(text: str) -> None:
    assert set(names_in(text)) >= {token.name for token in tokens(text)}
