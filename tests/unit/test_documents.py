"""A name, a page or a compiled contract is what redial judges by; a contract is written whole or not."""

from pathlib import Path

import pytest

from harness import documents
from harness.contract import editions
from harness.contract.editions.__main__ import FOLDER
from harness.errors import HarnessError

PAGE = """# call: pass on
## Permissions
[!INCLUDE [permissions-table](../includes/passing.md)]
## HTTP request
```http
POST /calls/{id}/pass
```
"""
TABLE = "|Permission type|Permissions|\n|-|-|\n|Application|Calls.Pass.All|\n"


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A page in a folder, and the file it includes in another."""
    path = tmp_path / "api" / "call-pass.md"
    path.parent.mkdir()
    (tmp_path / "includes").mkdir()
    (tmp_path / "includes" / "passing.md").write_text(TABLE)
    path.write_text(PAGE)
    return path


@pytest.mark.parametrize("name", editions.EDITIONS)
def test_an_edition_is_found_by_its_name(name: str) -> None:
    assert documents.contract(name) is editions.edition(name)
    assert documents.documentation(name) == editions.documentation(name)


def test_a_page_is_compiled_with_the_files_it_includes(page: Path) -> None:
    found = documents.compilation(page)
    assert found.contract.page == found.contract.edition == "call-pass.md"
    assert [(each.names, each.cite.page) for each in found.contract.permissions] == [
        (("Calls.Pass.All",), "passing.md")
    ]
    assert found.diagnostics == ()


def test_an_included_file_that_is_not_there_is_unknown(page: Path) -> None:
    (page.parents[1] / "includes" / "passing.md").unlink()
    assert [each.cite.line for each in documents.compilation(page).diagnostics] == [3]


@pytest.mark.parametrize("target", ["../../etc/passwd", "../api", "../includes/passing.txt", "\\x00.md"])
def test_only_pages_are_included(page: Path, target: str) -> None:
    page.write_text(PAGE.replace("../includes/passing.md", target))
    assert documents.compilation(page).contract.permissions == ()


def test_a_page_stands_beside_the_shipped_editions(page: Path) -> None:
    found = documents.documentation(str(page))
    assert found.chosen == documents.compilation(page).contract
    assert [each.edition for each in found.others] == list(editions.EDITIONS)


def test_a_compiled_contract_is_read_again(page: Path, tmp_path: Path) -> None:
    compiled = tmp_path / "pass.json"
    contract = documents.contract(str(page))
    compiled.write_bytes(contract.to_json())
    assert documents.contract(str(compiled)) == contract


def test_a_compiled_edition_does_not_stand_beside_itself() -> None:
    found = documents.documentation(str(FOLDER / "beta.json"))
    assert [each.edition for each in found.others] == ["reference", "v1.0"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("v2.0", "unknown edition 'v2.0'"),
        ("nowhere/page.md", "nowhere/page.md: there is no such file"),
        ("page.json", "page.json: there is no such file"),
        ("a/\x00.md", "a/\x00.md: embedded null byte"),
    ],
)
def test_what_is_not_there_is_refused_in_one_sentence(
    name: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(HarnessError) as caught:
        documents.contract(name)
    assert caught.value.message == message


def test_a_url_is_refused_without_what_may_be_secret_in_it(tmp_path: Path) -> None:
    url = "s3://id:hunter2@bucket/page.md"
    with pytest.raises(HarnessError, match=r"^s3://bucket/page.md is not on this machine; give an edition"):
        documents.contract(documents.located(url, tmp_path))


def test_a_folder_and_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    with pytest.raises(HarnessError, match="Is a directory"):
        documents.contract(str(tmp_path))
    page = tmp_path / "page.md"
    page.write_bytes(b"# \xff\xfe")
    with pytest.raises(HarnessError, match="is no UTF-8 text"):
        documents.contract(str(page))
    page.write_bytes(b"")
    with pytest.raises(HarnessError, match=r"^page\.md is empty"):
        documents.contract(str(page))
    json = tmp_path / "page.json"
    json.write_text("{}")
    with pytest.raises(HarnessError, match="is no compiled contract"):
        documents.contract(str(json))


def test_a_file_without_a_suffix_is_a_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("page").write_text(PAGE)
    assert documents.contract("page").title == "call: pass on"
