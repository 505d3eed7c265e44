"""A sentence states a fact or it does not; a sentence of a page keeps its place."""

import pytest

from harness.contract import prose
from harness.contract.markdown import Text
from harness.contract.prose import Sentence, Source

SOURCE = Source("page.md", "https://docs.example/page")


def sentence(text: str) -> Sentence:
    (only,) = SOURCE.sentences(Text(text, 1))
    return only


def test_sentences_keep_their_lines_and_their_words() -> None:
    found = list(SOURCE.sentences(Text("One. Two goes\non. E.164, e.g. this, i.e. that!\nThree?", 7)))
    assert [(each.text, each.cite.line, each.cite.words) for each in found] == [
        ("One.", 7, "One."),
        ("Two goes on.", 7, "Two goes"),
        ("E.164, e.g. this, i.e. that!", 8, "E.164, e.g. this, i.e. that!"),
        ("Three?", 9, "Three?"),
    ]
    assert {each.cite.url for each in found} == {SOURCE.url}


@pytest.mark.parametrize("text", ["", "  ", "TODO: say more. At most 25.", "See TODO"])
def test_nothing_and_placeholders_have_no_sentences(text: str) -> None:
    assert list(SOURCE.sentences(Text(text, 1))) == []


def test_a_row_is_cited_by_its_cells() -> None:
    cite = SOURCE.row(Text("timeout", 4), Text("Int32", 4))
    assert (cite.page, cite.line, cite.words) == ("page.md", 4, "timeout | Int32")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Required.", True), ("Optional", False), ("(required)", True), ("It is required.", None)],
)
def test_required_is_a_sentence_of_its_own(text: str, expected: bool | None) -> None:
    fact = prose.required(sentence(text))
    assert (fact.value if fact else None) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The scheme must be `https`.", "https"),
        ("It must use https.", "https"),
        ("It must be an HTTPS address.", "https"),
        ("See https://docs.example for more.", None),
        ("An http or https address.", None),
    ],
)
def test_a_scheme_is_what_must_be(text: str, expected: str | None) -> None:
    fact = prose.scheme(sentence(text))
    assert (fact.value if fact else None) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The `/app` path is deprecated: use another.", "/app"),
        ("Since May /old/{id} has been deprecated.", "/old/{id}"),
        ("The `/app` path is fine.", None),
        ("Deprecated.", None),
    ],
)
def test_a_path_is_deprecated_by_name(text: str, expected: str | None) -> None:
    found = prose.deprecated_path(sentence(text))
    assert (found[0] if found else None) == expected
    assert found is None or found[1].value == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Deprecated: count decides.", True),
        ("(Deprecated) Use the other.", True),
        ("This advice undeprecates it.", False),
    ],
)
def test_a_deprecation_is_told_in_the_words_of_the_page(text: str, expected: bool) -> None:
    fact = prose.deprecated(sentence(text))
    assert (fact.value if fact else None) == (text if expected else None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The possible values are: `a` , `b`.", ("a", "b")),
        ("The values are `a` and `b`", ("a", "b")),
        ("Its value is `a`.", None),
        ("The values are many.", None),
        ("Use `a`; the values are `b`.", ("b",)),
    ],
)
def test_values_are_the_code_after_the_word(text: str, expected: tuple[str, ...] | None) -> None:
    fact = prose.values(sentence(text))
    assert (fact.value if fact else None) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Decide within 15 seconds.", [(False, 15)]),
        ("The limit is 5 seconds when recording by policy.", [(True, 5)]),
        (
            "The timeout is 15 seconds for most, and 5 seconds for policy-based bots.",
            [(False, 15), (True, 5)],
        ),
        ("It rings for 30 seconds.", []),
        ("The limit is short.", []),
    ],
)
def test_a_window_is_a_limit_in_seconds(text: str, expected: list[tuple[bool, int]]) -> None:
    assert [(policy, fact.value) for policy, fact in prose.windows(sentence(text))] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It answers `202 Accepted`.", [202]),
        ("It answers 200 OK or `204`, else 404 Not Found.", [200, 204]),
        ("There are 250 users and port 12024 Open.", []),
    ],
)
def test_a_success_is_a_status_with_its_phrase(text: str, expected: list[int]) -> None:
    assert [fact.value for fact in prose.successes(sentence(text))] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bearer {token}.", "Bearer {token}"),
        ("`application/json`.", "application/json"),
        ("Use application/vnd.api+json here.", "application/vnd.api+json"),
        ("Any text.", None),
    ],
)
def test_a_header_value_is_a_bearer_or_a_media_type(text: str, expected: str | None) -> None:
    fact = prose.header_value(sentence(text))
    assert (fact.value if fact else None) == expected


def test_a_phone_format_is_named() -> None:
    fact = prose.phone_format(sentence("Numbers are written in E.164."))
    assert fact is not None
    assert (fact.value, fact.cite.words) == ("E.164", "Numbers are written in E.164.")
