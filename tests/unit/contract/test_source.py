"""A text is read sentence by sentence, each with its place; what is doubted is noted once."""

import pytest

from harness.contract.markdown import BREAK, read
from harness.contract.page import Include, Section, Text
from harness.contract.source import LONGEST
from tests.unit.contract.stating import source


def test_sentences_keep_their_lines_and_their_words() -> None:
    found = list(source().sentences(Text("One. Two goes\non. E.164, e.g. this, i.e. that!\nThree?", 7)))
    assert [(each.text, each.cite.line, each.cite.words) for each in found] == [
        ("One.", 7, "One."),
        ("Two goes on.", 7, "Two goes"),
        ("E.164, e.g. this, i.e. that!", 8, "E.164, e.g. this, i.e. that!"),
        ("Three?", 9, "Three?"),
    ]
    assert {each.cite.url for each in found} == {"https://docs.example/page"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Optional.The name.", ["Optional.", "The name."]),
        ("(Required.) A name.", ["(Required.)", "A name."]),
        (f"One{BREAK}{BREAK}two", ["One", "two"]),
        ("The max. 25 targets.", ["The max. 25 targets."]),
        ("[!CAUTION]\nIt ends.", ["It ends."]),
    ],
)
def test_a_sentence_ends_where_a_reader_ends_it(text: str, expected: list[str]) -> None:
    assert [each.text for each in source().sentences(Text(text, 1))] == expected


def test_the_mark_of_an_alert_is_no_part_of_its_sentence() -> None:
    (only,) = source().sentences(Text("[!CAUTION]\nIt ends.", 4))
    assert (only.cite.line, only.cite.words) == (5, "It ends.")


@pytest.mark.parametrize("text", ["", "  ", "TODO: say more. At most 25.", "See TODO", "Not yet documented."])
def test_nothing_and_placeholders_have_no_sentences(text: str) -> None:
    assert list(source().sentences(Text(text, 1))) == []


def test_what_is_too_long_for_a_sentence_is_not_read() -> None:
    of = source()
    (only,) = of.sentences(Text(f"Short. {'long ' * LONGEST}.", 1))
    assert only.text == "Short."
    assert [each.why for each in of.diagnostics] == ["it is too long for a sentence"]


def test_a_row_is_cited_by_its_cells_on_one_line() -> None:
    cite = source().row(Text("timeout", 4), Text(f"Int32{BREAK}or so", 4))
    assert (cite.page, cite.line, cite.words) == ("page.md", 4, "timeout | Int32 or so")


def test_words_of_an_included_file_are_cited_there() -> None:
    assert source().cite(Text("a", 3, "part.md")).page == "part.md"


def test_a_doubt_is_noted_once_for_each_reason() -> None:
    of = source()
    text = Text("At most many.", 2)
    (sentence,) = of.sentences(text)
    for seen in (text, sentence, sentence.cite):
        of.doubt(seen, "no number")
    of.doubt(text, "no unit")
    assert [(each.cite.line, each.why) for each in of.diagnostics] == [(2, "no number"), (2, "no unit")]


def test_an_included_file_that_is_not_at_hand_is_unknown() -> None:
    of = source()
    of.doubt_includes([Include("a.md", Text("[!INCLUDE [a](a.md)]", 5))])
    assert [(each.cite.line, each.cite.words) for each in of.diagnostics] == [(5, "[!INCLUDE [a](a.md)]")]


def test_the_paragraphs_of_sections_are_read_in_order() -> None:
    page = read("# T\none. two.\n\n- three\n")
    assert isinstance(page.whole, Section)
    assert [each.text for each in source().paragraphs([page.whole])] == ["one.", "two.", "three"]
