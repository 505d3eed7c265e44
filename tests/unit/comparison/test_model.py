"""A comparison in words and counts."""

from harness.comparison import CallChanges, Change, Comparison, Summary
from harness.diff import Kind

CHANGED = Change("1", 2, "redirect.body.timeout", Kind.CHANGED, 45, 5, ("RDQ041",))
ADDED = Change("1", 3, "redirect", Kind.ADDED, None, "POST /: 429")
SPELLED = Change("2", 4, "redirect.body.maskCallee", Kind.EQUIVALENT, False, None)


def test_a_change_tells_its_path_both_sides_and_what_it_breaks() -> None:
    assert str(CHANGED) == "redirect.body.timeout: 45 -> 5 breaks RDQ041"
    assert str(ADDED) == 'redirect: "POST /: 429" added'


def test_a_call_with_other_spellings_only_is_not_changed() -> None:
    assert CallChanges("1", (CHANGED, SPELLED)).changed
    assert not CallChanges("2", (SPELLED,)).changed
    assert not CallChanges("3", ()).changed


def test_the_headline_tells_what_breaks_first_and_how_much_more_there_is() -> None:
    calls = (CallChanges("1", (ADDED, CHANGED)), CallChanges("2", (SPELLED,)))
    found = Comparison(calls, Summary(2, 1, 2, 1, 1, 0))
    assert found.differences == (ADDED, CHANGED, SPELLED)
    assert found.headline == "2 calls, 1 changed: redirect.body.timeout: 45 -> 5 breaks RDQ041, and 1 more"
    assert Comparison(calls[1:], Summary(1, 0, 0, 1)).headline == "1 call, 0 changed"
