"""Which difference breaks which rule."""

import time

import pytest

from harness.comparison.breaking import weighed
from harness.diff import Difference, Kind
from harness.findings import Finding, Severity


def finding(rule: str, where: str) -> Finding:
    return Finding(rule, Severity.ERROR, where, f"{rule} is broken", "mend it")


def told(differences: list[Difference], old: list[Finding], new: list[Finding]) -> list[str]:
    return [
        " ".join((str(one.difference), *one.breaks, *(f"-{code}" for code in one.mends)))
        for one in weighed(differences, old, new)
    ]


TIMEOUT = Difference("body.timeout", Kind.CHANGED, 45, 5)
TARGET = Difference("body.targets[0].identity", Kind.REMOVED, {}, None)


@pytest.mark.parametrize(
    ("difference", "where"),
    [
        (TIMEOUT, "request.body.timeout"),
        (TARGET, "request.body.targets[0]"),
        (TARGET, "request.body.targets"),
        (TARGET, "request.body.targets[0].identity.user.id"),
        (Difference("body.targets", Kind.REMOVED, [], None), "request.body"),
        (Difference("status", Kind.CHANGED, 202, 500), "response.status"),
        (Difference("status", Kind.CHANGED, 202, 500), "response.body"),
        (Difference("response.body.error.code", Kind.CHANGED, "a", 1), "response.body.error"),
        (Difference("headers.authorization", Kind.REMOVED, "Bearer", None), "request.headers.authorization"),
        (Difference("version", Kind.CHANGED, "v1.0", "beta"), "request.url"),
        (Difference("call", Kind.CHANGED, "a", "b"), "request.path"),
        (Difference("method", Kind.CHANGED, "POST", "GET"), "request.method"),
    ],
)
def test_a_finding_belongs_to_the_difference_at_its_place_in_it_or_around_it(
    difference: Difference, where: str
) -> None:
    other = Difference("unrelated", Kind.ADDED, None, 1)
    found = list(weighed([other, difference], [], [finding("RDQ001", where)]))
    assert [one.breaks for one in found] == [(), ("RDQ001",)]


@pytest.mark.parametrize(
    ("path", "where"),
    [
        ("body.timeout", "request.body.timeouts"),
        ("body.targets[1]", "request.body.targets[10]"),
        ("response.headers.date", "request.headers.date"),
        ("status", "request.body.status"),
    ],
)
def test_a_name_that_only_begins_alike_is_another_place(path: str, where: str) -> None:
    found = list(weighed([Difference(path, Kind.CHANGED, 1, 2)], [], [finding("RDQ001", where)]))
    assert [one.breaks for one in found] == [(), ("RDQ001",)]


def test_what_was_broken_already_breaks_nothing() -> None:
    both = [finding("RDQ041", "request.body.timeout")]
    assert told([TIMEOUT], both, both) == ["body.timeout: 45 -> 5"]


def test_what_was_broken_and_is_no_more_is_mended() -> None:
    was = [finding("RDQ041", "request.body.timeout")]
    assert told([TIMEOUT], was, []) == ["body.timeout: 45 -> 5 -RDQ041"]
    assert told([TIMEOUT], was, [finding("RDQ040", "request.body.timeout")]) == [
        "body.timeout: 45 -> 5 RDQ040 -RDQ041"
    ]
    assert told([], [finding("RDQ013", "request.body.a")], []) == ["body.a: RDQ013 is broken -RDQ013"]


def test_a_rule_broken_twice_where_it_was_broken_once_breaks_at_the_new_place() -> None:
    old = [finding("RDQ022", "request.body.targets[0]")]
    added = Difference("body.targets[1]", Kind.ADDED, None, {})
    new = [*old, finding("RDQ022", "request.body.targets[1]")]
    assert told([TARGET, added], old, new) == [
        "body.targets[0].identity: {} removed",
        "body.targets[1]: {} added RDQ022",
    ]


def test_a_rule_broken_elsewhere_instead_breaks_nothing_more() -> None:
    assert told(
        [TARGET],
        [finding("RDQ022", "request.body.targets[1]")],
        [finding("RDQ022", "request.body.targets[0]")],
    ) == ["body.targets[0].identity: {} removed"]


def test_a_rule_mended_at_one_member_is_broken_all_the_same_at_another() -> None:
    foo, bar = Difference("body.foo", Kind.REMOVED, 1), Difference("body.bar", Kind.ADDED, None, 1)
    old, new = finding("RDQ064", "request.body.foo"), finding("RDQ064", "request.body.bar")
    assert told([foo, bar], [old], [new]) == ["body.foo: 1 removed -RDQ064", "body.bar: 1 added RDQ064"]


def test_a_member_that_is_named_by_an_id_is_the_same_by_another_id() -> None:
    old, new = (finding("RDQ064", f'request.body["{one * 8}-1111-4222-8333-444455556666"].x') for one in "ab")
    assert told([TIMEOUT], [old], [new]) == ["body.timeout: 45 -> 5"]


def test_a_finding_on_a_container_is_told_there_unless_one_difference_alone_is_in_it() -> None:
    name = Difference("body.subject", Kind.ADDED, None, "x")
    new = [finding("RDQ074", "request.body")]
    assert told([TIMEOUT], [], new) == ["body.timeout: 45 -> 5 RDQ074"]
    assert told([TIMEOUT, name], [], new) == [
        "body.timeout: 45 -> 5",
        'body.subject: "x" added',
        "body: RDQ074 is broken RDQ074",
    ]


def test_a_finding_on_a_body_that_is_no_json_is_told_at_its_text_where_the_body_does_not_differ() -> None:
    page = Difference("response.text", Kind.ADDED, None, "<html>")
    gone = Difference("response.body", Kind.REMOVED, 1)
    found = [finding("RDR004", "response.body")]
    assert told([page], [], found) == ['response.text: "<html>" added RDR004']
    assert told([gone, page], [], found) == [
        "response.body: 1 removed RDR004",
        'response.text: "<html>" added',
    ]


def test_a_finding_that_no_difference_explains_is_told_on_its_own() -> None:
    assert told([TIMEOUT], [], [finding("RDQ013", "request.body")]) == ["body.timeout: 45 -> 5 RDQ013"]
    assert told([], [], [finding("RDQ013", "request.body.a")]) == ["body.a: RDQ013 is broken RDQ013"]


def test_an_equivalent_difference_that_breaks_is_none() -> None:
    spelled = Difference("body.maskCallee", Kind.EQUIVALENT, None, False)
    (one,) = weighed([spelled], [], [finding("RDQ062", "request.body.maskCallee")])
    assert (one.difference.kind, one.breaks) == (Kind.ADDED, ("RDQ062",))
    (other,) = weighed(
        [Difference("body.timeout", Kind.EQUIVALENT, 45, 45.0)],
        [],
        [finding("RDQ040", "request.body.timeout")],
    )
    assert other.difference.kind is Kind.CHANGED


def test_several_rules_at_one_place_are_told_in_order() -> None:
    new = [finding("RDQ041", "request.body.timeout"), finding("RDQ040", "request.body.timeout")]
    assert told([TIMEOUT], [], new) == ["body.timeout: 45 -> 5 RDQ040 RDQ041"]


def test_ten_thousand_members_that_nobody_documented_are_weighed_in_a_moment() -> None:
    paths = [f"body.x{number}.y" for number in range(10_000)]
    differences = [Difference(path, Kind.ADDED, None, 1) for path in paths]
    began = time.process_time()
    found = list(weighed(differences, [], [finding("RDQ064", f"request.{path}") for path in paths]))
    assert all(one.breaks == ("RDQ064",) for one in found)
    assert len(found) == len(paths)
    assert time.process_time() - began < 3
