"""The table of what is sensitive is sound: its rows say where, and their patterns fit into one."""

import re

import pytest

from harness.redaction.sensitive import REDACTIONS, Redaction, of_header, place_of

rows = pytest.mark.parametrize("row", REDACTIONS, ids=lambda row: row.datum)


@rows
def test_a_row_says_where_its_datum_stands(row: Redaction) -> None:
    assert row.headers or row.members or row.fields or row.named or row.pattern


@rows
def test_names_are_written_as_they_are_compared(row: Redaction) -> None:
    assert all(name == name.lower() for name in row.headers)
    assert all(re.fullmatch(r"[a-z]+(\.[a-z]+)?", name) for name in row.members)


@rows
def test_a_pattern_captures_nothing_of_its_own(row: Redaction) -> None:
    for pattern in filter(None, (row.pattern, row.named)):
        assert re.compile(pattern).groups == 0
        assert not re.compile(pattern).match("")


def test_no_name_stands_in_two_rows() -> None:
    for names in (
        [name for row in REDACTIONS for name in row.headers],
        [n for r in REDACTIONS for n in r.members],
    ):
        assert len(names) == len(set(names))


def test_each_datum_has_one_row() -> None:
    assert len({row.datum for row in REDACTIONS}) == len(REDACTIONS)


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("a.accessToken", ["secret"]),
        ("claims.access_token.nbf.value", ["secret"]),
        ("myAppSecret", ["secret"]),
        ("identity.encrypted.id", ["id of somebody"]),
        ("identity.encrypted.kind", []),
        ("encrypted", []),
        ("mediaConfig.blob", ["secret"]),
        ("blob", []),
        ("guest.email", ["name"]),
        ("phone[0].id", ["phone number"]),
        ("token_type", []),
        ("", []),
    ],
)
def test_a_member_is_known_by_its_name_or_the_names_at_the_end_of_its_path(
    path: str, data: list[str]
) -> None:
    assert [row.datum for row in place_of(path).rows] == data


@pytest.mark.parametrize(
    ("name", "is_known"),
    [
        ("x-access-token", True),
        ("x-auth-token", True),
        ("my-api-key", True),
        ("x-ms-token-aad-id-token", True),
        ("x-hub-signature-256", True),
        ("ngrok-trace-id", True),
        ("x-ms-token-aad-expires-on", False),
        ("idempotency-key", False),
        ("accept", False),
    ],
)
def test_a_field_is_known_by_what_its_name_says(name: str, *, is_known: bool) -> None:
    assert (of_header(name) is not None) is is_known


def test_the_names_of_a_path_are_spelled_as_in_the_table() -> None:
    place = place_of('a[0].Display_Name["x-y"]')
    assert (place.names, place.key, place.is_word) == (("a", "displayname", "xy"), "x-y", False)
