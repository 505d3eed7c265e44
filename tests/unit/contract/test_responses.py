"""A success is stated in a sentence or a table of the response section, and nowhere else."""

import pytest

from tests.unit.contract.stating import SMALL, doubts, explained


def statuses(text: str, name: str = "Response") -> tuple[int, ...]:
    return explained(f"{SMALL}## {name}\n{text}\n").contract.success_statuses


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It answers `202 Accepted`.", (202,)),
        ("It answers 200 OK or `204`, else 404 Not Found.", (200, 204)),
        ("It is `201 Created` for a new one or `200 OK` for an old one.", (201, 200)),
        ("One. It answers HTTP 202 Accepted.", (202,)),
        ("It answers with a 204 response code.", (204,)),
        ("The response code is 200.", (200,)),
        ("It answers HTTP 202 while it works.", (202,)),
        ("It does not send a body and answers `204 No Content`.", (204,)),
        ("|Response code|Description|\n|-|-|\n|200 or 202|x|", (200, 202)),
        ("If successful, it answers `302 Found` with a Location.", (302,)),
        ("### Of one\nIt answers `200 OK`.\n### Of two\nIt answers `204 No Content`.", (200, 204)),
        ("|Status code|Description|\n|-|-|\n|200|All.|\n|`204 No Content`|None.|\n|404|No.|", (200, 204)),
        ("|Code|Meaning|\n|-|-|\n|HTTP 202|Later.|", (202,)),
        ("It answers `400 Bad Request` when it fails.", ()),
        ("There are 250 users and port 12024 Open.", ()),
        ("A thing.", ()),
    ],
)
def test_a_success_is_a_status_with_its_phrase(text: str, expected: tuple[int, ...]) -> None:
    assert statuses(text) == expected


@pytest.mark.parametrize("name", ["Response", "Responses", "HTTP response", "RESPONSE"])
def test_the_section_has_several_names(name: str) -> None:
    assert statuses("`200 OK`", name) == (200,)


@pytest.mark.parametrize(
    "text", ["It never answers `200 OK`.", "It doesn't answer `200 OK`.", "Instead of `200 OK` it waits."]
)
def test_a_status_that_is_denied_is_doubted(text: str) -> None:
    assert statuses(text) == ()
    assert doubts(f"{SMALL}## Response\n{text}\n") == [(7, "it denies 200")]


def test_other_tables_are_doubted() -> None:
    text = "`200 OK`\n\n|Column|Meaning|\n|-|-|\n|201|x|"
    assert statuses(text) == (200,)
    assert doubts(f"{SMALL}## Response\n{text}\n") == [(9, "it is no table of statuses")]


def test_a_response_of_an_example_is_no_section() -> None:
    page = f"{SMALL}## Example\n### Response\nIt answers `201 Created`.\n"
    assert explained(page).contract.successes is None
