"""A page is divided by its headings; examples are no part of what it states."""

import re

from harness.contract.markdown import read
from harness.contract.page import Heading, Include, Table, Text


def test_text_is_bare_without_marks() -> None:
    assert Text(" `code` ", 1).bare == "code"
    assert Text("*if-match*", 1).bare == "if-match"
    assert Text("**Name**", 1).bare == "Name"


def test_a_column_is_found_by_any_of_its_heads() -> None:
    table = next(block for block in read("|`Parameter` | TYPE|\n|-|-|\n").blocks if isinstance(block, Table))
    assert table.heads == ("parameter", "type")
    assert table.column("property", "parameter") == 0
    assert table.column("type") == 1
    assert table.column("description") is None
    assert table.line == 1


def test_a_section_holds_its_subsections_and_ends_at_the_next_of_its_level() -> None:
    page = read("# T\nintro\n## A\none\n### Deep\ntwo\n## B\nthree\n")
    section = page.section("a")
    assert section is not None
    assert section.heading == Text("A", 3)
    assert [text.text for text in section.paragraphs] == ["one", "two"]
    assert page.introduction is not None
    assert list(page.introduction.paragraphs) == [Text("intro", 2)]
    assert page.whole is not None
    assert [text.text for text in page.whole.paragraphs] == ["intro", "one", "two", "three"]


def test_what_is_missing_is_none() -> None:
    page = read("## A\n")
    assert (page.whole, page.introduction, page.section("B")) == (None, None, None)
    assert page.sections(re.compile("b")) == ()


def test_sections_of_the_highest_level_count_and_those_of_examples_do_not() -> None:
    page = read(
        "# T\n## Step\n### Answer\none\n"
        "## Example\n### Answer\nno\n#### Answer\nno\n## Next\n### ANSWER \ntwo\n"
    )
    found = page.sections(re.compile("answer"))
    assert [next(each.paragraphs).text for each in found] == ["one", "two"]
    higher = read("# T\n### Answer\nno\n## Answer:\nyes\n")
    assert [next(each.paragraphs).text for each in higher.sections(re.compile("answer"))] == ["yes"]


def test_the_blocks_of_an_included_file_stand_in_its_place() -> None:
    page = read("# T\n\n[!INCLUDE [x](a.md)]\n\n[!INCLUDE [y](b.md)]\n\nend\n")
    whole = page.including(lambda target: read("# In\n", target) if target == "a.md" else None)
    assert whole.blocks == (
        Heading(1, Text("T", 1)),
        Heading(1, Text("In", 1, "a.md")),
        Include("b.md", Text("[!INCLUDE [y](b.md)]", 5)),
        Text("end", 7),
    )
    assert whole.front == page.front
