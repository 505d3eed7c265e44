"""Which differences are told."""

from harness.comparison import CallChanges, Change
from harness.comparison.choice import Choice, Unmet, Varying
from harness.diff import Kind, Paths

TIMEOUT = Change("1", 2, "redirect.body.timeout", Kind.CHANGED, 45, 30)
BROKEN = Change("1", 2, "redirect.body.timeout", Kind.CHANGED, 45, 5, ("RDQ041",))
TARGET = Change("1", 2, "redirect.body.targets[1].identity.user.id", Kind.ADDED, None, "x")
HEADER = Change("1", 2, "redirect.headers.x-odd", Kind.ADDED, None, "a")
RETRY = Change("1", 3, "redirect", Kind.ADDED, None, "POST /: 429")
CALL = Change("2", 4, "call", Kind.REMOVED, "incoming 202")
ALL = (TIMEOUT, TARGET, HEADER, RETRY, CALL)


NOTHING = Varying()


def told(choice: Choice, *changes: Change, varying: Varying = NOTHING) -> tuple[tuple[Change, ...], int, int]:
    (call,) = choice.sift([CallChanges("1", changes or ALL)], varying)
    return call.changes, call.ignored, call.varying


def beside(other: Change, *changes: Change) -> tuple[tuple[Change, ...], int, int]:
    """What is told where the two recordings of the old side differ in `other`."""
    return told(Choice(), *changes, varying=Varying([CallChanges("1", (other,))]))


def test_without_a_choice_everything_is_told() -> None:
    assert told(Choice()) == (ALL, 0, 0)


def test_what_is_ignored_is_counted() -> None:
    assert told(Choice(ignore=Paths(("headers",)))) == ((TIMEOUT, TARGET, RETRY, CALL), 1, 0)
    assert told(Choice(ignore=Paths(("redirect",)))) == ((CALL,), 4, 0)


def test_only_what_was_asked_for_is_told_and_of_that_not_what_is_ignored() -> None:
    assert told(Choice(only=Paths(("redirect.body",)))) == ((TIMEOUT, TARGET), 3, 0)
    assert told(Choice(Paths(("timeout",)), Paths(("redirect.body",)))) == ((TARGET,), 4, 0)


def test_what_the_old_side_varies_in_is_left_out_whatever_its_values() -> None:
    other = Change("9", 8, "redirect.body.timeout", Kind.CHANGED, 20, 25)
    assert beside(other) == ((TARGET, HEADER, RETRY, CALL), 0, 1)


def test_any_element_of_a_list_varies_when_one_does() -> None:
    other = Change("9", 8, "redirect.body.targets[0].identity.user.id", Kind.REMOVED, "y")
    assert beside(other) == ((TIMEOUT, HEADER, RETRY, CALL), 0, 1)


def test_what_breaks_is_told_although_its_member_varies_unless_the_old_side_breaks_it_too() -> None:
    assert beside(TIMEOUT, BROKEN) == ((BROKEN,), 0, 0)
    assert beside(BROKEN, BROKEN) == ((), 0, 1)
    mended = Change("1", 2, "redirect.body.timeout", Kind.CHANGED, 5, 45, mends=("RDQ041",))
    assert beside(mended, BROKEN) == ((), 0, 1)


def test_an_exchange_that_comes_varies_and_one_that_goes_or_another_one_does_not() -> None:
    come = Change("7", 3, "redirect", Kind.ADDED, None, "POST /: 429")
    assert beside(come, RETRY) == ((), 0, 1)
    gone = Change("7", 3, "redirect", Kind.REMOVED, "POST /: 429")
    assert beside(gone, RETRY) == ((RETRY,), 0, 0)
    other = Change("7", 3, "redirect", Kind.ADDED, None, "POST /: 503")
    assert beside(other, RETRY) == ((RETRY,), 0, 0)


def test_one_call_that_came_or_went_between_recordings_of_the_old_side_hides_one_and_no_more() -> None:
    assert beside(CALL, CALL, CALL, CALL) == ((CALL, CALL), 0, 1)
    more = Change("3", 4, "call", Kind.ADDED, None, "incoming 202")
    assert beside(more, CALL, CALL) == ((CALL, CALL), 0, 0)


def test_what_the_old_side_only_spells_otherwise_does_not_vary() -> None:
    spelled = Change("1", 2, "redirect.body.maskCallee", Kind.EQUIVALENT, None, False)
    masked = Change("1", 2, "redirect.body.maskCallee", Kind.ADDED, None, True)
    assert beside(spelled, masked) == ((masked,), 0, 0)


def test_another_spelling_is_left_out_and_not_counted() -> None:
    spelled = Change("1", 2, "redirect.body.maskCallee", Kind.EQUIVALENT, None, False)
    assert told(Choice(ignore=Paths(("redirect",))), spelled, TIMEOUT) == ((), 1, 0)


def test_a_path_that_met_no_difference_is_named_where_there_is_one() -> None:
    unmet = Unmet(("redirect.body.timeuot", "targets", "headers"))
    calls = [CallChanges("1", ()), CallChanges("2", (TARGET, HEADER))]
    assert list(unmet.watch(calls[:1])) == calls[:1]
    assert list(unmet) == []
    assert list(unmet.watch(calls)) == calls
    assert list(unmet) == ["redirect.body.timeuot"]


def test_a_list_that_was_to_be_a_set_is_met_by_itself_and_not_by_what_is_in_it() -> None:
    unmet = Unmet(("targets", "members"), Paths.name)
    assert list(unmet) == []
    unmet.meet("redirect.body.targets[0].members[1]")
    assert list(unmet) == ["targets", "members"]
    unmet.meet("redirect.body.targets")
    assert list(unmet) == ["members"]
