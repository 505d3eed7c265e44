"""Ids that differ between two recordings, always in the same way."""

import time
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.ids import has_mask, tokens
from harness.redaction.masks import Masks
from harness.renaming import Renaming

MASKS = Masks(b"the key of the file")
OTHER = Masks(b"another key")
CALL = "57dab8b1-894c-409a-b240-bd8beae78896"
BARE = "2765EB15011F4C62B8D3BC0C8C8F9AF1"
ANOTHER = "0a0b0c0d-1111-4222-8333-444455556666"

guids = st.uuids(version=4).map(str)

REAL = {
    "guid": CALL,
    "number": "+4930901820",
    "name": "Reception, 2nd floor",
    "host": "bot.contoso.com",
    "mail": "megan@contoso.com",
    "opaque": "19:meeting_Zm9v@thread.v2",
}


def mask(kind: str, text: str, masks: Masks = MASKS) -> str:
    made = getattr(masks, kind)(text)
    assert isinstance(made, str)
    return made


@pytest.mark.parametrize("kind", REAL)
def test_a_mask_stands_for_the_real_value_and_is_played_back_as_it(kind: str) -> None:
    renaming = Renaming(masked_only=True)
    masked = mask(kind, REAL[kind])
    assert renaming.pair(masked, REAL[kind])
    assert renaming.apply(f"<{masked}>") == f"<{REAL[kind]}>"


@pytest.mark.parametrize("secret", ["x", " ", "\r", "\n\n"])
def test_the_mask_of_a_secret_stands_for_whatever_it_was_but_not_for_nothing(secret: str) -> None:
    assert Renaming(masked_only=True).pair(mask("opaque", secret), secret)
    assert not Renaming(masked_only=True).pair(mask("opaque", secret), "")


@pytest.mark.parametrize("kind", REAL)
def test_a_mask_of_one_kind_never_stands_for_a_mask_of_another(kind: str) -> None:
    others = [mask(other, REAL[other]) for other in REAL if other != kind]
    assert not any(Renaming(masked_only=True).pair(mask(kind, REAL[kind]), other) for other in others)
    assert not any(Renaming().pair(mask(kind, REAL[kind]), other) for other in others)


@pytest.mark.parametrize("kind", REAL)
def test_masks_of_two_keys_correspond_between_recordings_only(kind: str) -> None:
    ours, theirs = mask(kind, REAL[kind]), mask(kind, REAL[kind], OTHER)
    assert Renaming().pair(ours, theirs)
    assert not Renaming(masked_only=True).pair(ours, theirs)


@pytest.mark.parametrize("kind", REAL)
def test_a_masked_and_an_unmasked_recording_correspond_both_ways(kind: str) -> None:
    masked = mask(kind, REAL[kind])
    assert Renaming().pair(masked, REAL[kind])
    assert Renaming().pair(REAL[kind], masked)


@pytest.mark.parametrize(
    ("masked", "real"),
    [
        pytest.param(mask("number", "+4930901820"), "+33140205317", id="number of another country"),
        pytest.param(mask("number", "+4930901820"), "4930901820", id="number without its plus"),
        pytest.param(mask("number", "+4930901820"), "+49 30 901820", id="number in groups"),
        pytest.param(mask("guid", CALL), "no-guid", id="no guid"),
        pytest.param(mask("guid", CALL), "00000000-0000-0000-0000-000000000000", id="the nil guid"),
        pytest.param(
            mask("host", "bot.contoso.com"), "graph.microsoft.com", id="a host that is never masked"
        ),
        pytest.param(mask("host", "bot.contoso.com"), "bücher.example", id="a host outside ASCII"),
        pytest.param(mask("mail", "megan@contoso.com"), "Megan", id="no mail address"),
        pytest.param(mask("name", "Megan"), " ", id="no name"),
    ],
)
def test_what_a_mask_keeps_must_agree(masked: str, real: str) -> None:
    assert not Renaming(masked_only=True).pair(masked, real)


def test_a_guid_in_clear_only_stands_for_itself_in_a_recording_and_for_any_between_recordings() -> None:
    assert not Renaming(masked_only=True).pair(CALL, ANOTHER)
    assert Renaming(masked_only=True).pair(CALL, CALL.upper().replace("-", ""))
    assert Renaming().pair(CALL, ANOTHER)
    assert not Renaming().pair(CALL, "00000000-0000-0000-0000-000000000000")


def test_a_split_is_refused_with_words() -> None:
    renaming = Renaming()
    assert renaming.pair(CALL, ANOTHER)
    assert not renaming.pair(CALL, BARE)
    assert renaming.refusal == f"{CALL} is {ANOTHER} elsewhere: {BARE} would split it"


def test_a_merge_is_refused_with_words_and_nothing_of_the_text_is_kept() -> None:
    renaming = Renaming()
    assert renaming.pair(CALL, ANOTHER)
    fresh = str(uuid.UUID(int=7, version=4))
    assert not renaming.pair(f"{fresh} {BARE}", f"{BARE} {ANOTHER}")
    assert renaming.refusal == f"{ANOTHER} is {CALL} elsewhere: {BARE} would merge with it"
    assert renaming.pair(fresh, fresh), "the half that fitted was not kept"


def test_each_id_that_is_another_one_counts_once_and_what_stays_or_is_refused_does_not() -> None:
    renaming = Renaming()
    renaming.keep(("guid", BARE))
    for new in (ANOTHER, ANOTHER.upper(), BARE):
        renaming.pair(CALL, new)
    renaming.pair(BARE, BARE)
    assert renaming.renamed == 1


def test_one_text_cannot_split_an_id_within_itself() -> None:
    assert not Renaming().pair(f"{CALL}/{CALL}", f"{ANOTHER}/{BARE}")
    assert Renaming().pair(f"{CALL}/{CALL}", f"{ANOTHER}/{ANOTHER.upper()}")


def test_texts_that_differ_around_their_ids_are_no_renaming_and_give_no_reason() -> None:
    renaming = Renaming()
    assert not renaming.pair(f"/app/calls/{CALL}", f"/communications/calls/{ANOTHER}")
    assert (renaming.refusal, len(renaming)) == ("", 0)


def test_masks_inside_a_url_are_found_each_in_its_place() -> None:
    real = f"https://bot.contoso.com:8443/api/calls/{CALL}?webInstanceId=f00ba4"
    masked = (
        f"https://{MASKS.host('bot.contoso.com')}:8443/api/calls/{MASKS.guid(CALL)}"
        f"?webInstanceId={MASKS.opaque('f00ba4')}"
    )
    renaming = Renaming(masked_only=True)
    assert renaming.pair(masked, real)
    assert renaming.apply(masked) == real
    assert not Renaming(masked_only=True).pair(masked, real.replace("/api/", "/ap/"))


def test_a_masked_host_has_no_port_and_is_played_back_with_the_one_it_has() -> None:
    masked = f"https://{MASKS.host('bot.contoso.com')}/api"
    renaming = Renaming(masked_only=True)
    assert renaming.pair(masked, "https://bot.contoso.com:3978/api")
    assert renaming.apply(masked) == "https://bot.contoso.com:3978/api"
    assert renaming.pair(masked, "https://bot.contoso.com:8443/api"), "another port is no other host"
    assert not renaming.pair(masked, "https://bot.fabrikam.com:3978/api")


def test_one_text_may_be_a_name_and_a_secret_at_once() -> None:
    renaming = Renaming(masked_only=True)
    assert renaming.pair(MASKS.name("Reception"), "Reception")
    assert renaming.pair(MASKS.opaque("Reception"), "Reception")


def test_a_text_with_many_masks_of_any_length_is_not_guessed_at() -> None:
    masked = " ".join(MASKS.opaque(str(n)) for n in range(30))
    assert not Renaming(masked_only=True).pair(masked, "a " * 2000 + "!")


HOST, NAME, NUMBER, MAIL, OPAQUE, GUID = (
    mask(kind, REAL[kind]) for kind in ("host", "name", "number", "mail", "opaque", "guid")
)


@pytest.mark.parametrize(
    ("masked", "real"),
    [
        (f"{HOST},{HOST}, {HOST}", "bot.contoso.com,bot.contoso.com, bot.contoso.com"),
        (f"see {HOST}. {NAME}", "see bot.contoso.com. Reception"),
        (f"https://{HOST}/x", "https://[::1]:8443/x"),
        (f"https://{HOST}/x", "https://bot.contoso.com:8443/x"),
        (f"{NUMBER} {NAME}", "+4930901820 Megan Bowen"),
        (f"{NAME} {NUMBER}", "Megan Bowen +4930901820"),
        (f"{NUMBER} {NUMBER}", "+4930901820 +4930901820"),
        (f"{NAME} {GUID} {NAME}", f"Megan B. Bowen {CALL} Megan B. Bowen"),
        (f"{NAME} <{MAIL}>, {OPAQUE}", "Megan Bowen <megan@contoso.com>, 19:meeting_Zm9v@thread.v2"),
        (f"{NAME} {MAIL},{MAIL}", "Megan Bowen megan%40contoso.com,megan%40contoso.com"),
    ],
)
def test_of_several_masks_in_one_text_each_stands_for_what_is_in_its_place(masked: str, real: str) -> None:
    assert Renaming(masked_only=True).pair(masked, real)
    assert Renaming().pair(real, masked)


@pytest.mark.parametrize(
    ("masked", "real"),
    [
        (",".join([HOST] * 9), "a," * 2000 + " x"),
        (f"{NAME} x {OPAQUE} y", " x " * 2700),
        (f"{NAME} x {OPAQUE} y", " x " * 40_000),
        (" ".join([NUMBER] * 12), "1 " * 4000 + "x"),
        (",".join([MAIL] * 9), "%40" * 2700 + " "),
        (",".join([MAIL] * 9), "a@a," * 2000 + " "),
        (f"{NAME} {MAIL} {OPAQUE}", "a " * 4000),
        (f"{NAME} {' '.join([GUID] * 200)} x {OPAQUE}", f"{CALL} " * 220),
        (f"{NAME}{'a' * 4000}{OPAQUE}b", "a" * 8192),
    ],
)
def test_no_text_takes_long_to_be_told_from_a_masked_one(masked: str, real: str) -> None:
    began = time.process_time()
    assert not Renaming().pair(masked, real)
    assert not Renaming(masked_only=True).pair(masked, real)
    assert time.process_time() - began < 1


def test_in_a_very_long_text_it_is_not_guessed_at_what_was_masked() -> None:
    long = "x" * 10_000
    assert not Renaming().pair(f"{HOST} {long}", f"bot.contoso.com {long}")
    assert Renaming().pair(f"{HOST} {long}", f"{mask('host', 'bot.contoso.com', OTHER)} {long}")


def test_a_copy_grows_alone() -> None:
    renaming = Renaming()
    other = renaming.copy()
    assert other.pair(CALL, ANOTHER)
    assert len(renaming) == 0
    assert renaming.pair(CALL, BARE)


def test_what_is_played_back_has_the_spelling_of_the_caller() -> None:
    renaming = Renaming(masked_only=True)
    renaming.pair(MASKS.guid(CALL), CALL.upper())
    bare = MASKS.guid(CALL).replace("-", "")
    assert (
        renaming.apply(f"call {bare} and {MASKS.guid(ANOTHER)}")
        == f"call {CALL.upper()} and {MASKS.guid(ANOTHER)}"
    )


@given(st.lists(guids, min_size=1, max_size=6, unique=True), st.data())
def test_any_one_to_one_renaming_pairs_and_any_other_does_not(old: list[str], data: st.DataObject) -> None:
    new = data.draw(st.lists(guids, min_size=len(old), max_size=len(old)))
    texts = data.draw(st.lists(st.sampled_from(range(len(old))), min_size=1, max_size=12))
    renaming = Renaming()
    paired = [renaming.pair(f"/calls/{old[i]}", f"/calls/{new[i]}") for i in texts]
    used = {new[i] for i in texts}
    assert all(paired) is (len(used) == len(set(texts)))


@given(st.text(), st.text())
def test_every_text_is_itself_and_texts_without_ids_are_only_themselves(one: str, other: str) -> None:
    for renaming in (Renaming(), Renaming(masked_only=True)):
        assert renaming.pair(one, one)
        if not has_mask(one) and not has_mask(other) and not list(tokens(one)):
            assert renaming.pair(one, other) is (one == other)


def test_of_many_ids_those_that_were_met_last_are_remembered() -> None:
    renaming = Renaming()
    old, new = ([f"{n:08x}-{part}-4000-8000-000000000000" for n in range(6)] for part in ("0000", "1111"))
    for one, other in zip(old, new, strict=True):
        assert renaming.pair(one, other)
    assert renaming.pair(old[0], new[0])
    renaming.forget(2)
    assert len(renaming) == 2
    assert not renaming.pair(old[0], new[1])
    assert not renaming.pair(old[1], new[5])
    assert renaming.pair(old[1], new[2]), "both are forgotten"


def test_what_is_called_what_it_was_needs_no_new_name() -> None:
    known = Renaming()
    one, other = "1d0f6d3a-52b4-4d0c-8f0e-0a6d1f6c7e01", "2d0f6d3a-52b4-4d0c-8f0e-0a6d1f6c7e02"
    assert known.pair(one, one)
    assert known.names == {}
    assert known.pair(other, other.upper())
    assert [*known.names.values()] == [other.upper()]
    swapped = Renaming()
    assert swapped.pair(f"{one} {other}", f"{other} {one}")
    assert [*swapped.names.values()] == [other, one]
