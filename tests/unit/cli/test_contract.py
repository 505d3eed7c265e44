"""`redial contract`: what editions and pages state, and what changed between two."""

import json
from pathlib import Path

import pytest

from harness.contract.editions import EDITIONS
from harness.contract.editions.__main__ import FOLDER
from tests.unit.cli.terminal import Terminal

PAGE = """# call: pass on
## HTTP request
```http
POST /communications/calls/{id}/pass
```
## Request body
|Parameter|Type|Description|
|-|-|-|
|timeout|Int32|Between 15 and 90. Required for guests.|
## Response
`202 Accepted`.
"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A page of another hand."""
    path = tmp_path / "call-pass.md"
    path.write_text(PAGE)
    return path


def test_list_names_every_edition_and_the_default(redial: Terminal) -> None:
    printed = redial("contract", "list")
    assert printed.status == 0
    assert [line.split()[0] for line in printed.out.splitlines()] == list(EDITIONS)
    assert [("default" in line.split()) for line in printed.out.splitlines()] == [True, False, False]


@pytest.mark.parametrize("name", EDITIONS)
def test_show_prints_every_fact_with_its_place_on_the_page(name: str, redial: Terminal) -> None:
    printed = redial("contract", "show", name)
    assert printed.status == 0
    assert "parameters.timeout " in printed.out
    assert f"[{name}.md:" in printed.out


def test_show_takes_the_default_edition_without_a_name(redial: Terminal) -> None:
    assert redial("contract", "show") == redial("contract", "show", "reference")


def test_show_says_where_pages_contradict_each_other(redial: Terminal) -> None:
    assert "  status of a success: " in redial("contract", "show", "v1.0").out


def test_show_prints_a_page_and_its_compiled_contract_alike(redial: Terminal, page: Path) -> None:
    compiled = page.with_suffix(".json")
    redial("contract", "compile", page, "-o", compiled)
    shown = redial("contract", "show", page)
    assert shown.status == 0
    assert "parameters.timeout.minimum" in shown.out
    assert "[call-pass.md:9]" in shown.out
    assert "contradict" not in shown.out
    assert redial("contract", "show", compiled) == shown


def test_an_unknown_edition_is_one_sentence(redial: Terminal) -> None:
    assert "the editions are reference, v1.0, beta" in redial.refused("contract", "show", "v2.0")


def test_compile_prints_the_contract_and_counts_what_was_not_taken(redial: Terminal, page: Path) -> None:
    printed = redial("contract", "compile", page)
    assert printed.status == 0
    assert json.loads(printed.out)["title"] == "call: pass on"
    assert printed.err == f"{page}: 8 facts, not taken: 1 (--explain says why)\n"


def test_compile_explains_each_on_stderr(redial: Terminal, page: Path) -> None:
    printed = redial("contract", "compile", page, "--explain")
    assert printed.err.splitlines() == [
        "call-pass.md:9: 'Required for guests.': it is not said outright that this is required",
        f"{page}: 8 facts, not taken: 1",
    ]
    assert redial("contract", "compile", page).out == printed.out


def test_compile_writes_a_file_instead(redial: Terminal, page: Path) -> None:
    output = page.with_name("out.json")
    printed = redial("contract", "compile", page, "-o", output)
    assert (printed.status, printed.out) == (0, "")
    assert output.read_text() == redial("contract", "compile", page).out


def test_compile_never_overwrites_its_page_or_a_folder(redial: Terminal, page: Path) -> None:
    assert "is the page itself" in redial.refused("contract", "compile", page, "-o", page)
    assert page.read_text() == PAGE
    assert "give another place" in redial.refused("contract", "compile", page, "-o", page / "inside.json")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "call-pass.md is empty"),
        ("# A concept\n\nWords.\n", "call-pass.md has no HTTP request block with a route"),
        ("openapi: 3.0.0\n", "call-pass.md has no title"),
    ],
)
def test_another_layout_is_one_sentence(text: str, sentence: str, redial: Terminal, page: Path) -> None:
    page.write_text(text)
    assert sentence in redial.refused("contract", "compile", page)
    assert sentence in redial.refused("contract", "show", page)


def test_diff_says_what_changed_and_that_something_did(redial: Terminal, page: Path) -> None:
    other = page.with_name("other.md")
    other.write_text(PAGE.replace("202 Accepted", "204 No Content").replace("Between 15 and 90. ", ""))
    printed = redial("contract", "diff", page, other)
    assert printed.status == 1
    assert printed.out.splitlines() == [
        "parameter timeout: range 15..90 is no longer stated",
        "success 202 -> 204",
    ]


def test_diff_of_the_same_is_status_0(redial: Terminal) -> None:
    printed = redial("contract", "diff", "beta", FOLDER / "beta.md")
    assert (printed.status, printed.out) == (0, "both state the same\n")


def test_diff_compares_editions_by_name(redial: Terminal) -> None:
    assert "success 204 -> 202\n" in redial("contract", "diff", "reference", "v1.0").out
