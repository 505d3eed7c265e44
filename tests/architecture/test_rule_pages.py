"""docs/rules/ holds the page of every rule as its docstring has it, and of nothing else."""

import re
from pathlib import Path

import pytest

from harness.rules import RULES
from harness.rules.pages import FAMILIES, LEFT_OUT, pages
from tests._pages import ROOT, headings, links, tables
from tests.architecture.tree import files, text

FOLDER = Path("docs/rules")
MADE = pages(RULES)
CODE = re.compile(r"RD[QRNCS]\d{3}")
AGAIN = "`make docs` makes the pages again"


def test_there_is_a_page_for_each_rule_and_no_other() -> None:
    kept = {path.name for path in (ROOT / FOLDER).iterdir()}
    assert kept == {*MADE, LEFT_OUT}, AGAIN


@pytest.mark.parametrize("name", MADE)
def test_a_page_says_what_the_docstring_says(name: str) -> None:
    assert text(FOLDER / name) == MADE[name], AGAIN


def test_what_is_left_out_is_no_rule_and_says_why() -> None:
    rows, defects = tables(FOLDER / LEFT_OUT)
    codes = [row[0].strip("`") for row in rows[1:]]
    assert all(CODE.fullmatch(code) for code in codes)
    assert len(set(codes)) == len(codes)
    assert not set(codes) & {rule.code for rule in RULES}
    assert all(len(row) == 3 and all(row) for row in rows)
    assert all(len(row) == 2 and all(row) for row in defects)


@pytest.mark.parametrize("name", MADE)
def test_a_page_names_only_rules_that_exist(name: str) -> None:
    assert set(CODE.findall(MADE[name])) <= {rule.code for rule in RULES}


@pytest.mark.parametrize("name", [*MADE, LEFT_OUT])
def test_every_link_of_a_page_leads_somewhere(name: str) -> None:
    assert [link for link in links(FOLDER / name) if not (ROOT / FOLDER / link).is_file()] == []


def test_the_readme_names_each_family_that_has_rules_and_leads_to_its_table() -> None:
    (rows,) = [rows for rows in tables(Path("README.md")) if rows[0][0] == "rules"]
    used = {rule.code[:3] for rule in RULES}
    told = {family: about for family, about in FAMILIES.items() if family in used}
    anchors = [anchor for anchor in headings(FOLDER / "README.md") if anchor[:2] == "rd"]
    assert [row[1] for row in rows[1:]] == list(told.values())
    assert [row[0] for row in rows[1:]] == [
        f"[{family}](docs/rules/README.md#{anchor})" for family, anchor in zip(told, anchors, strict=True)
    ]


def test_the_pages_are_files_of_the_project() -> None:
    assert {path.name for path in files() if path.parent == FOLDER} == {*MADE, LEFT_OUT}
