"""Any number of changes in a few kinds."""

from dataclasses import replace

from harness.comparison import CallChanges, Change, Digest, Summary
from harness.comparison.digest import DISTINCT
from harness.diff import Kind

CHANGED = Change("1", 2, "redirect.body.timeout", Kind.CHANGED, 45, 5, ("RDQ041",))
MENDED = Change("1", 2, "redirect.body.timeout", Kind.CHANGED, 5, 45, mends=("RDQ041",))
HEADER = Change("1", 2, "redirect.headers.x-odd", Kind.ADDED, None, "a")
ADDED = Change("1", 3, "redirect", Kind.ADDED, None, "POST /: 429")
SPELLED = Change("2", 4, "redirect.body.maskCallee", Kind.EQUIVALENT, False, None)


def digest(*changes: Change) -> Digest:
    return Digest(CallChanges(change.call, (change,)) for change in changes)


def test_what_breaks_comes_first_then_what_mends_and_the_rare_before_the_common() -> None:
    found = digest(SPELLED, *[HEADER] * 3, ADDED, MENDED, *[CHANGED] * 5)
    assert [(group.times, group.first) for group in found.groups] == [
        (5, CHANGED),
        (1, MENDED),
        (1, ADDED),
        (3, HEADER),
        (1, SPELLED),
    ]


def test_the_headline_tells_the_first_of_them_and_how_much_more_there_is() -> None:
    assert digest(ADDED, CHANGED, SPELLED).headline == (
        "3 calls, 2 changed: redirect.body.timeout: 45 -> 5 breaks RDQ041, and 1 more"
    )
    assert digest(SPELLED).headline == "1 call, 0 changed"
    assert digest(CHANGED).headline == "1 call, 1 changed: redirect.body.timeout: 45 -> 5 breaks RDQ041"


def test_everything_is_counted() -> None:
    calls = [
        CallChanges("1", (CHANGED, MENDED, SPELLED), noise=4, ignored=2, varying=3),
        CallChanges("2", (SPELLED,), noise=1),
        CallChanges(None, (HEADER,)),
    ]
    assert Digest(calls).summary == Summary(2, 1, 3, 2, 1, 5, mends=1, ignored=2, varying=3, outside=1)
    assert Digest(calls).seen == 3


def test_differences_of_what_names_no_call_are_told_apart_from_the_calls() -> None:
    outside = CallChanges(None, (HEADER, SPELLED))
    assert str(Digest([outside]).summary) == "0 calls, 0 changed, 1 difference outside of calls"
    assert str(Digest([outside, outside]).summary) == "0 calls, 0 changed, 2 differences outside of calls"
    assert str(Digest([CallChanges(None, (SPELLED,))]).summary) == "0 calls, 0 changed"


def test_a_stream_is_watched_as_it_passes() -> None:
    watching = Digest()
    calls = [CallChanges("1", (CHANGED,)), CallChanges("2", ())]
    assert list(watching.watch(calls)) == calls
    assert (watching.seen, watching.summary.differences) == (2, 1)


def test_elements_of_a_list_are_one_kind_and_so_are_values() -> None:
    first = replace(HEADER, path="redirect.body.targets[0].id", new="a")
    (group,) = digest(first, replace(first, path="redirect.body.targets[1].id")).groups
    assert (group.path, group.times, group.alike) == ("redirect.body.targets[*].id", 2, True)
    (group,) = digest(first, replace(first, new="b")).groups
    assert (group.path, group.alike) == ("redirect.body.targets[0].id", False)


def test_what_rules_tell_at_one_place_is_one_kind_in_other_words() -> None:
    late = Change("1", 2, "redirect", Kind.CHANGED, breaks=("RDC002",), note="sent after 16 s")
    (group,) = digest(late, replace(late, note="sent after 17 s")).groups
    assert (group.times, group.alike) == (2, False)


def test_exchanges_that_came_are_of_one_kind_when_they_are_the_same() -> None:
    found = digest(ADDED, ADDED, replace(ADDED, new="POST /: 503"))
    assert [(group.times, group.first.new) for group in found.groups] == [
        (1, "POST /: 503"),
        (2, "POST /: 429"),
    ]


def test_of_one_effect_the_first_kinds_are_told_apart_and_the_rest_is_counted() -> None:
    odd = [replace(HEADER, path=f"redirect.body.x{number}") for number in range(DISTINCT + 7)]
    found = digest(*odd, CHANGED, odd[0])
    assert (len(found.groups), found.rest) == (DISTINCT + 1, 7)
    assert found.groups[0].first == CHANGED
    assert found.groups[-1].times == 2
    assert found.summary.differences == DISTINCT + 9
