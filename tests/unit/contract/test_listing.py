"""What stands twice counts once, and is noted."""

from harness.contract.listing import unique
from harness.contract.model import Fact
from tests.unit.contract.stating import sentences, source


def test_the_first_of_each_key_stays_and_a_later_one_is_doubted() -> None:
    of = source()
    one, other = sentences("One. Other.")
    entries = [Fact("a", one.cite), None, Fact("b", one.cite), Fact("a", other.cite)]
    found = unique(entries, lambda each: each.value, lambda each: each.cite, of)
    assert [each.value for each in found] == ["a", "b"]
    assert [(each.cite, each.why) for each in of.diagnostics] == [
        (other.cite, "it stands twice; the first one counts")
    ]


def test_without_a_source_nothing_is_noted() -> None:
    one, other = sentences("One. Other.")
    found = unique(
        [Fact("a", one.cite), Fact("a", other.cite)], lambda each: each.value, lambda each: each.cite
    )
    assert [each.cite for each in found] == [one.cite]


def test_the_same_line_said_again_is_no_second_one() -> None:
    of = source()
    (only,) = sentences("One.")
    unique([Fact("a", only.cite)] * 2, lambda each: each.value, lambda each: each.cite, of)
    assert of.diagnostics == []
