"""A change in words, and where it stands."""

from dataclasses import replace

from harness.comparison import CallChanges, Change
from harness.diff import Kind

CHANGED = Change("1", 2, "redirect.body.timeout", Kind.CHANGED, 45, 5, ("RDQ041",))
ADDED = Change("1", 3, "redirect", Kind.ADDED, None, "POST /: 429")
SPELLED = Change("2", 4, "redirect.body.maskCallee", Kind.EQUIVALENT, False, None)


def test_a_change_tells_its_path_both_sides_and_what_it_breaks_and_mends() -> None:
    assert str(CHANGED) == "redirect.body.timeout: 45 -> 5 breaks RDQ041"
    assert str(ADDED) == 'redirect: "POST /: 429" added'
    both = replace(CHANGED, breaks=("RDQ040", "RDQ041"), mends=("RDQ042",))
    assert str(both) == "redirect.body.timeout: 45 -> 5 breaks RDQ040, RDQ041 mends RDQ042"


def test_a_call_with_other_spellings_only_is_not_changed() -> None:
    assert CallChanges("1", (CHANGED, SPELLED)).changed
    assert not CallChanges("2", (SPELLED,)).changed
    assert not CallChanges("3", ()).changed


def test_a_change_stands_in_its_file_at_its_exchange_in_its_call() -> None:
    assert replace(CHANGED, file="new.yaml", line=33).place == "new.yaml:33, interaction 2, call 1"
    assert replace(CHANGED, call=None).place == "interaction 2"


def test_an_exchange_that_is_gone_stands_in_the_old_recording() -> None:
    gone = Change("1", 3, "redirect", Kind.REMOVED, "POST /: 429")
    assert gone.place == "interaction 3 of the old recording, call 1"
    assert replace(CHANGED, kind=Kind.REMOVED).place == "interaction 2, call 1"
