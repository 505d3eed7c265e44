"""A page compiles to what it states and to nothing else."""

import re
from dataclasses import replace

import pytest

from harness.contract.compiler import compile_page, explain
from harness.contract.editions import EDITIONS
from harness.contract.editions.__main__ import FOLDER
from harness.contract.facts import stated
from harness.contract.model import Contract

PAGES = {name: (FOLDER / f"{name}.md").read_text(encoding="utf-8") for name in EDITIONS}

SMALL = """# call: redirect
## HTTP request
```http
POST /communications/calls/{id}/redirect
```
"""


def compiled(text: str) -> Contract:
    return compile_page(text, edition="page", page="page.md")


def facts(contract: Contract) -> dict[str, str]:
    return {fact.name: fact.value for fact in stated(contract)}


def test_the_smallest_page_states_its_routes_and_nothing_else() -> None:
    assert facts(compiled(SMALL)) == {
        "routes": "1",
        "routes./communications/calls/{id}/redirect": "POST /communications/calls/{id}/redirect",
    }


@pytest.mark.parametrize("name", EDITIONS)
@pytest.mark.parametrize(
    "disguise",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        lambda text: text.replace("Request body", "Request\xa0body").replace(
            "At most 25", "At\xa0most\xa025"
        ),
        lambda text: text.replace("``` http", "~~~http").replace("```", "~~~"),
        lambda text: text.replace("|targets|", "| targets |").replace(
            "|timeout|Int32|", "|`timeout`|**Int32**|"
        ),
        lambda text: text.replace("## Response\n", "##   Response ##\n"),
        lambda text: text.replace("## Request body", "## REQUEST BODY"),
    ],
    ids=[
        "CRLF",
        "byte order mark",
        "no-break spaces",
        "tildes",
        "marks in cells",
        "closed heading",
        "capitals",
    ],
)
def test_spelling_of_the_layout_does_not_matter(name: str, disguise) -> None:  # type: ignore[no-untyped-def]
    assert facts(compiled(disguise(PAGES[name]))) == facts(compiled(PAGES[name]))


def test_a_sentence_that_wraps_is_cited_by_the_line_where_it_begins() -> None:
    contract = compiled(f"{SMALL}> Since long\n> ago. The `/communications`\n> path is deprecated.\n")
    advice = contract.routes.entries[0].deprecated
    assert advice is not None
    assert advice.value == "The `/communications` path is deprecated."
    assert (advice.cite.line, advice.cite.words) == (7, "ago. The `/communications`"[5:])


def test_placeholders_and_examples_state_nothing() -> None:
    page = PAGES["reference"]
    assert "**TODO" in page
    assert '"timeout": "Integer"' in page
    assert compiled(page).permissions == ()
    assert not any(
        re.search(r"TODO|Integer", fact.value + fact.cite.words) for fact in stated(compiled(page))
    )


def test_a_published_page_is_taken_from_the_front_matter_only_when_it_is_https() -> None:
    for url, expected in [
        ("https://docs.example/x", "https://docs.example/x"),
        ("javascript:alert(1)", None),
    ]:
        contract = compiled(f"---\nurl: {url}\n---\n{SMALL}")
        assert contract.url == expected
        assert {fact.cite.url for fact in stated(contract)} == {expected}


@pytest.mark.parametrize("front", ["a: [", "- 1", "url: {a: b}", "date: 2024-99-99", "? [a]\n: b", "\x00"])
def test_front_matter_that_cannot_be_read_states_nothing(front: str) -> None:
    assert compiled(f"---\n{front}\n---\n{SMALL}").url is None


def test_every_edition_compiles_the_same_under_any_name() -> None:
    for name, text in PAGES.items():
        contract = compile_page(text, edition="mine", page=f"{name}.md")
        assert replace(contract, edition=name) == compile_page(text, edition=name, page=f"{name}.md")


def test_diagnostics_stand_in_the_order_of_the_page_and_those_of_included_files_behind() -> None:
    page = f"{SMALL}[!INCLUDE [a](a.md)]\n## Response\nIt never answers `200 OK`.\n## Permissions\nA.Read\n"
    table = "## Request headers\n|Colour|\n|-|\n|red|\n"
    found = explain(page, edition="page", page="page.md", included={"a.md": table}.get)
    assert [(each.cite.page, each.cite.line) for each in found.diagnostics] == [
        ("page.md", 8),
        ("page.md", 10),
        ("a.md", 2),
    ]


def test_the_same_page_gives_the_same_bytes() -> None:
    for text in PAGES.values():
        assert compiled(text).to_json() == compiled(text).to_json()
