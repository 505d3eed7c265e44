"""A page is read as headings, tables, fences and paragraphs, each on its line."""

from hypothesis import given
from hypothesis import strategies as st

from harness.contract.markdown import BREAK, read
from harness.contract.page import Fence, Heading, Include, Table, Text


def test_each_block_knows_its_line() -> None:
    page = read("# Title\n\nOne\ntwo\n\n|A|B|\n|-|-|\n|1|2|\n|3|\n\n``` http\nGET /\n\n```\n")
    assert page.blocks == (
        Heading(1, Text("Title", 1)),
        Text("One\ntwo", 3),
        Table(
            (Text("A", 6), Text("B", 6)),
            ((Text("1", 8), Text("2", 8)), (Text("3", 9), Text("", 9))),
        ),
        Fence("http", (Text("GET /", 12), Text("", 13), Text("", 14))),
    )


def test_a_character_of_a_wrapped_paragraph_is_found_on_its_own_line() -> None:
    text = read("\nfirst\nsecond\nthird").blocks[0]
    assert isinstance(text, Text)
    assert [text.line_at(text.text.index(word)) for word in ("first", "second", "third")] == [2, 3, 4]


def test_front_matter_is_no_text_and_takes_up_its_lines() -> None:
    page = read("---\ntitle: a\nnumber: 3\n---\n# Title")
    assert page.front == {"title": "a"}
    assert page.blocks == (Heading(1, Text("Title", 5)),)


def test_front_matter_without_an_end_is_text() -> None:
    assert read("---\ntitle: a\n").front == {}


def test_emphasis_and_links_go_and_code_keeps_its_marks() -> None:
    text = read(
        "**bold** _it_ [link](/to) ![picture](/p) `code`<br>\\*raw\\* &amp; <b>html</b> <token>"
    ).blocks[0]
    assert text == Text(f"bold it link picture `code`{BREAK}*raw* & html <token>", 1)


def test_lines_that_include_a_file_are_known_by_their_target() -> None:
    page = read(
        "[!INCLUDE [a](../a.md)]\n[!include[b](b.md)]\n\n> [!INCLUDE [c](c.md)]\n\nSee [!INCLUDE [d](d.md)]."
    )
    assert page.blocks == (
        Include("../a.md", Text("[!INCLUDE [a](../a.md)]", 1)),
        Include("b.md", Text("[!include[b](b.md)]", 2)),
        Include("c.md", Text("[!INCLUDE [c](c.md)]", 4)),
        Text("See [!INCLUDE d].", 6),
    )


def test_an_included_file_is_named_in_its_texts() -> None:
    page = read("# A\n\nb\n\n|c|\n|-|\n\n```\nd\n```\n", "a.md")
    texts = [each.text if isinstance(each, Heading) else each for each in page.blocks]
    assert [each.file for each in texts if isinstance(each, Text)] == ["a.md", "a.md"]
    assert [each.head[0].file for each in texts if isinstance(each, Table)] == ["a.md"]
    assert [each.lines[0].file for each in texts if isinstance(each, Fence)] == ["a.md"]


def test_what_cannot_be_seen_does_not_matter() -> None:
    assert read("\ufeff# A\xa0b\u200e\u200bc\u202a\u2069") == read("# A bc")


def test_cells_survive_missing_and_escaped_pipes() -> None:
    (table,) = read("| a | b\n|-|-\n| c \\| d | `e \\| f`\n| g\n").blocks
    assert isinstance(table, Table)
    assert [[cell.text for cell in row] for row in table.rows] == [["c | d", "`e | f`"], ["g", ""]]


def test_comments_are_no_text() -> None:
    assert read('<!-- {\n  "blockType": "ignored"\n}\n-->\n# A').blocks == (Heading(1, Text("A", 5)),)


def test_a_tab_divides_nothing_and_a_rule_under_a_paragraph_makes_no_heading() -> None:
    page = read("# T\n## S\n# [HTTP](#tab/http)\nbody\n---\nmore\n## Next\n")
    section = page.section("s")
    assert section is not None
    assert [text.text for text in section.paragraphs] == ["body", "more"]


def test_paragraphs_in_quotations_and_lists_count() -> None:
    section = read("# T\n> quoted\n\n- item\n\n1. step\n").whole
    assert section is not None
    assert list(section.paragraphs) == [Text("quoted", 2), Text("item", 4), Text("step", 6)]


def test_indented_code_is_a_fence_without_a_language() -> None:
    section = read("# T\n\n    GET /\n").whole
    assert section is not None
    assert list(section.fences) == [Fence("", (Text("GET /", 3), Text("", 4)))]


@given(st.lists(st.text(st.characters(codec="utf-8"))))
def test_any_text_can_be_read_and_no_block_stands_outside_it(lines: list[str]) -> None:
    text = "\n".join(lines)
    count = len(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    for block in read(text).blocks:
        line = block.line if isinstance(block, Text | Table) else 1
        assert 1 <= line <= count


@given(st.lists(st.sampled_from(["# A", "## B", "|a|b|", "|-|-|", "```", "text", "", "> q", "- i"])))
def test_line_ends_do_not_matter(lines: list[str]) -> None:
    assert read("\r\n".join(lines)) == read("\n".join(lines)) == read("\ufeff" + "\r".join(lines))
