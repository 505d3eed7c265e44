"""A page is read as headings, tables, fences and paragraphs, each on its line."""

from hypothesis import given
from hypothesis import strategies as st

from harness.contract.markdown import Fence, Heading, Table, Text, read


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
    text = read("**bold** _it_ [link](/to) ![picture](/p) `code`<br>\\*raw\\* &amp; <b>html</b>").blocks[0]
    assert text == Text("bold it link picture `code` *raw* & html", 1)


def test_comments_are_no_text() -> None:
    assert read('<!-- {\n  "blockType": "ignored"\n}\n-->\n# A').blocks == (Heading(1, Text("A", 5)),)


def test_a_tab_divides_nothing_and_a_rule_under_a_paragraph_makes_no_heading() -> None:
    page = read("# T\n## S\n# [HTTP](#tab/http)\nbody\n---\nmore\n## Next\n")
    section = page.section("s")
    assert section is not None
    assert [text.text for text in section.paragraphs] == ["body", "more"]


def test_a_section_holds_its_subsections_and_ends_at_the_next_of_its_level() -> None:
    page = read("# T\nintro\n## A\none\n### Deep\ntwo\n## B\nthree\n")
    section = page.section(" A ".strip())
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
    assert read("").blocks == ()


def test_a_column_is_found_by_any_of_its_heads() -> None:
    table = next(block for block in read("|Parameter | TYPE|\n|-|-|\n").blocks if isinstance(block, Table))
    assert table.column("property", "parameter") == 0
    assert table.column("type") == 1
    assert table.column("description") is None
    assert table.line == 1


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
