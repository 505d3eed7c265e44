"""A line of the request block is a route; advice against a route is found by what it is about."""

import pytest

from harness.contract.routes import METHODS, target
from tests.unit.contract.stating import SMALL, doubts, explained, facts


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("POST /a/{id}/b", ("POST", "/a/{id}/b")),
        ("GET /users/{id | name}/c", ("GET", "/users/{id | name}/c")),
        ("GET /a(from='{from}',to='{to}')", ("GET", "/a(from='{from}',to='{to}')")),
        ("GET /a/{id}:/{path}:/b", ("GET", "/a/{id}:/{path}:/b")),
        ("POST /a/$ref", ("POST", "/a/$ref")),
        ("GET /a?from={from}&to={to}", ("GET", "/a")),
        ("  POST /a  ", ("POST", "/a")),
        ("POST\t/a", ("POST", "/a")),
        ("POST /a HTTP/1.1", ("POST", "/a")),
        ("POST /a // a remark", ("POST", "/a")),
        ("POST https://graph.microsoft.com/v1.0/a/b", ("POST", "/a/b")),
        ("POST https://graph.microsoft.com/beta/a", ("POST", "/a")),
        ("GET me/a", ("GET", "/me/a")),
        ("get /a", ("GET", "/a")),
        ("GET /", ("GET", "/")),
        ("FETCH /a", None),
        ("POST https://bot.example/api/calls", None),
        ("POST **TODO**", None),
        ("POST", None),
        ("get started here", None),
        ("PUT it there", None),
        ('{"a": 1}', None),
    ],
)
def test_a_request_line_is_a_method_and_a_path(line: str, expected: tuple[str, str] | None) -> None:
    assert target(line) == expected


def test_the_methods_are_those_of_the_service() -> None:
    assert {"GET", "POST", "PATCH", "PUT", "DELETE"} <= METHODS


def listed(fence: str, before: str = "", after: str = "", name: str = "HTTP request") -> str:
    return f"# call: redirect\n{before}\n## {name}\n{after}\n```http\n{fence}\n```\n"


@pytest.mark.parametrize("name", ["HTTP request", "HTTP Request", "HTTP requests", "HTTP request (beta)"])
def test_the_section_is_found_by_its_heading(name: str) -> None:
    assert facts(listed("GET /a", name=name))["routes./a"] == "GET /a"


def test_several_fences_and_subsections_count_and_examples_do_not() -> None:
    page = (
        "# T\n## HTTP request\n### One\n```http\nGET /a\n```\n### Two\n```\nGET /b\nPOST /b\nGET /a\n```\n"
        "## Example\n### HTTP request\n```http\nGET /no\n```\n"
    )
    assert [f"{each.method} {each.path}" for each in explained(page).contract.routes] == [
        "GET /a",
        "GET /b",
        "POST /b",
    ]
    assert facts(page)["routes.POST /b"] == "POST /b"


def test_a_request_block_below_a_step_counts_where_there_is_no_other() -> None:
    page = "# T\n## First step\n### HTTP request\n```http\nPOST /a\n```\n"
    assert facts(page)["routes"] == "1"


def test_remarks_are_passed_over_and_other_lines_are_doubted() -> None:
    assert doubts(listed("// a\n# b\nGET /a\n\nsee there")) == [(10, "it is no method with a path")]


def advised(advice: str, routes: str = "POST /app/b\nPOST /communications/b") -> dict[str, str]:
    found = facts(listed(routes, after=f"{advice}\n"))
    return {
        name.removesuffix(".deprecated"): value
        for name, value in found.items()
        if name.endswith(".deprecated")
    }


@pytest.mark.parametrize(
    "advice",
    [
        "The `/app` path is deprecated: use another.",
        "`/app` is deprecated.",
        "The /app path has been deprecated.",
        "> [!NOTE]\n> The `/app` path is deprecated.",
        "Don't use the deprecated `/app` path.",
        "`POST /app/b` is deprecated.",
        "Use `/communications`, since `/app` is deprecated.",
    ],
)
def test_a_path_is_deprecated_by_name(advice: str) -> None:
    assert list(advised(advice)) == ["routes./app/b"]


def test_several_paths_are_deprecated_at_once() -> None:
    assert list(advised("The `/app` and `/communications` paths are deprecated.")) == [
        "routes./app/b",
        "routes./communications/b",
    ]


@pytest.mark.parametrize(
    "advice",
    [
        "The `/app` path isn't deprecated.",
        "The `/app` path will be deprecated.",
        "If `/app` is deprecated, wait.",
    ],
)
def test_other_words_on_a_path_deprecate_nothing_and_are_doubted(advice: str) -> None:
    assert advised(advice) == {}
    assert [why for _, why in doubts(listed("POST /app/b", after=f"{advice}\n"))] == [
        "it is not said outright that a route is deprecated"
    ]


def test_advice_on_a_path_of_another_page_is_doubted() -> None:
    page = listed("POST /a", after="The `/app` path is deprecated.\n")
    assert [why for _, why in doubts(page)] == ["it is about a path that is no route of the page"]


@pytest.mark.parametrize(
    "before",
    [
        "> [!CAUTION]\n> The cloud API is deprecated and ends in May.\n",
        "**Note:** This method is deprecated.\n",
    ],
)
def test_an_alert_deprecates_every_route_of_its_page(before: str) -> None:
    found = facts(listed("POST /a\nGET /b", before=before))
    assert {"routes./a.deprecated", "routes./b.deprecated"} <= set(found)


def test_a_title_deprecates_every_route_too() -> None:
    page = SMALL.replace("# call: redirect", "# call: redirect (deprecated)")
    assert "routes./communications/calls/{id}/redirect.deprecated" in facts(page)


def test_an_included_alert_that_is_not_at_hand_is_unknown() -> None:
    page = listed(
        "POST /a", before="\n[!INCLUDE [x](../a/tags-deprecation.md)]\n[!INCLUDE [y](../beta.md)]\n"
    )
    assert doubts(page) == [(3, "what the included file states is unknown: it is not at hand")]
