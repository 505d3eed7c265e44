"""A sentence states a fact outright, or it is doubted."""

import pytest

from harness.contract import prose
from tests.unit.contract.stating import sentences, source


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Required.", True),
        ("Optional", False),
        ("(required)", True),
        ("The name. (Required)", True),
        ("**Required**.".replace("*", ""), True),
        ("Not required.", False),
        ("Optional.The name.", False),
        ("Required: the name.", True),
        ("This parameter is required.", True),
        ("The `it` property is optional.", False),
        ("It's optional.", False),
        ("Optional. Required if b is a.", False),
        ("The name.", None),
    ],
)
def test_required_is_said_outright(text: str, expected: bool | None) -> None:
    fact = prose.required("it", sentences(text), source())
    assert (fact.value if fact else None) is expected


@pytest.mark.parametrize(
    "text",
    [
        "Required if b is a.",
        "Required when a user is created.",
        "This property is required when a user is created.",
        "Required only for guests.",
        "Required for answering.",
        "This isn't required.",
        "It is no longer required.",
        "The `other` parameter is required.",
        "Its name and its number are required.",
        "The minimum required share.",
    ],
)
def test_required_under_a_condition_or_of_something_else_is_doubted(text: str) -> None:
    of = source()
    assert prose.required("it", sentences(text), of) is None
    assert [each.cite.words for each in of.diagnostics] == [text]


def test_required_and_optional_at_once_is_neither() -> None:
    of = source()
    assert prose.required("it", sentences("Required. (Optional)"), of) is None
    assert [each.why for each in of.diagnostics] == ["the cell says both required and optional"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Deprecated: count decides.", "Deprecated: count decides."),
        ("(Deprecated) Use the other.", "(Deprecated) Use the other."),
        ("A name. This parameter is deprecated.", "This parameter is deprecated."),
        ("The it property has been deprecated; use b.", "The it property has been deprecated; use b."),
        ("This advice undeprecates it.", None),
    ],
)
def test_a_deprecation_is_told_in_the_words_of_the_page(text: str, expected: str | None) -> None:
    fact = prose.deprecated("it", sentences(text), source())
    assert (fact.value if fact else None) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Not deprecated.",
        "It will be deprecated in May.",
        "Replaces the deprecated `other`.",
        "The `other` property is deprecated.",
        "If b is a, this property is deprecated.",
    ],
)
def test_a_deprecation_of_something_else_or_later_is_doubted(text: str) -> None:
    of = source()
    assert prose.deprecated("it", sentences(text), of) is None
    assert [each.cite.words for each in of.diagnostics] == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The scheme must be `https`.", "https"),
        ("It must use https.", "https"),
        ("It must be an HTTPS address.", "https"),
        ("Must start with `https://`.", "https"),
        ("HTTPS only.", "https"),
        ("Only HTTPS is supported.", "https"),
        ("See https://docs.example for more.", None),
    ],
)
def test_a_scheme_is_what_must_be(text: str, expected: str | None) -> None:
    fact = prose.scheme(sentences(text), source())
    assert (fact.value if fact else None) == expected


@pytest.mark.parametrize(
    "text",
    [
        "An http or https address.",
        "Must be http or https.",
        "Must be `https` or `http`.",
        "Should be https.",
        "Must not be https.",
        "Must be https if b is a.",
    ],
)
def test_a_scheme_that_is_not_demanded_is_doubted(text: str) -> None:
    of = source()
    assert prose.scheme(sentences(text), of) is None
    assert [each.cite.words for each in of.diagnostics] == [text]
