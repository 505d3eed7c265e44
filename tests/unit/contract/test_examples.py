"""An example states nothing; where it contradicts the page, that is reported."""

from tests.unit.contract.stating import body, doubts, explained

BASE = body("targets|String collection|x") + "## Response\nIt answers `204 No Content`.\n"
LINES = BASE.count("\n")


def example(text: str) -> list[tuple[int, str]]:
    return doubts(f"{BASE}## Example\n```http\n{text}\n```\n")


def test_another_success_in_an_example_is_reported_and_not_taken() -> None:
    page = f"{BASE}## Example\n```http\nHTTP/1.1 202 Accepted\n```\n"
    assert explained(page).contract.success_statuses == (204,)
    assert doubts(page) == [(LINES + 3, "an example states nothing, and the page states 204")]


def test_an_example_alone_states_no_success() -> None:
    page = f"{body('a|String|x')}## Example\n```http\nHTTP/1.1 202 Accepted\n```\n"
    assert explained(page).contract.successes is None
    assert [why for _, why in doubts(page)] == ["an example states nothing, and the page states none"]


def test_the_documented_success_and_failures_are_nothing_to_tell() -> None:
    assert example("HTTP/1.1 204 No Content") == []
    assert example("HTTP/1.1 404 Not Found") == []


REQUEST = "POST https://graph.microsoft.com/v1.0/communications/calls/57/redirect\nA: b\n\n"


def test_a_member_that_no_row_lists_is_reported_commas_too_many_or_not() -> None:
    sent = '{\n  "@odata.type": "x",\n  "targets": ["a, ]",],\n  "colour": "red",\n}'
    assert example(REQUEST + sent) == [(LINES + 3, "this example sends 'colour', which no row lists")]


def test_requests_of_other_pages_and_bodies_that_are_no_json_are_passed_over() -> None:
    assert example('POST /communications/calls/57/answer\n\n{"colour": 1}') == []
    assert example(REQUEST + "{colour: red}") == []
    assert example(REQUEST + "[1]") == []
    assert example(REQUEST + "[" * 100_000) == []
    assert example("") == []
