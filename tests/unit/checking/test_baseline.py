"""A baseline accepts what it counts, and lets through what is new."""

import json
from collections import Counter
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.checking.baseline import VERSION, Accepted, Baseline, Collector, Sieve
from harness.checking.verdict import Event, Judged, Part, Placed, Read
from harness.errors import HarnessError
from harness.findings import Finding, Severity
from harness.redaction.leaks import leaks
from tests.unit.rules.exchanges import members, redirect

TIMEOUT = Finding("RDQ040", Severity.ERROR, "request.body.timeout", 'Ines Marlowe sent "30"', "f")
STATUS = Finding("RDR001", Severity.INFO, "response.status", "m", "f")
ALL = frozenset({"RDQ040", "RDR001"})

accepted = st.builds(
    Accepted,
    rule=st.text(max_size=6),
    where=st.text(max_size=12),
    fingerprint=st.text("0123456789abcdef", min_size=16, max_size=16),
    count=st.integers(1, 10**9),
)


def told(*findings: Finding, timeout: int = 5) -> Judged:
    """An exchange in which these were found."""
    sent = redirect(members(timeout=timeout))
    placed = tuple(Placed(each, "a.yaml", 3, sent) for each in findings)
    return Judged("a.yaml", Part.EXCHANGE, 1, 2, None, "redirect: 204", ("RDQ040",), placed, redirect=True)


def collected(*events: Event) -> Baseline:
    collector = Collector()
    list(collector.accept(events))
    return collector.baseline


def new(baseline: Baseline, *events: Event) -> list[str]:
    """The rules of what is new."""
    return [
        placed.finding.rule
        for event in Sieve(baseline).new(events)
        if isinstance(event, Judged)
        for placed in event.findings
    ]


@given(st.lists(accepted, max_size=8, unique_by=lambda each: each.kind))
def test_what_is_written_is_read_again(entries: list[Accepted]) -> None:
    baseline = Baseline(tuple(sorted(entries)))
    assert Baseline.from_json(baseline.to_json().encode(), name="b.json") == baseline


@given(st.lists(accepted, max_size=8))
def test_the_text_does_not_depend_on_the_order_in_which_things_were_found(entries: list[Accepted]) -> None:
    one, other = (
        Baseline.from_json(Baseline(tuple(each)).to_json().encode(), name="b.json")
        for each in (entries, entries[::-1])
    )
    assert one.to_json() == other.to_json()
    assert len(one) == sum(each.count for each in entries)


@given(
    st.binary(max_size=60)
    | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(
        lambda value: json.dumps({"version": VERSION, "accepted": value}).encode()
    )
)
def test_any_text_is_a_baseline_or_one_sentence(text: bytes) -> None:
    with suppress(HarnessError):
        Baseline.from_json(text, name="b.json")


@pytest.mark.parametrize("text", [b"", b"[]", b"\xff", b'{"version": "1"}', b'{"version": 1}', b"[" * 9999])
def test_what_is_no_baseline_is_refused_by_its_name(text: bytes) -> None:
    with pytest.raises(
        HarnessError, match=r"b\.json is no baseline: .*; write it anew with --write-baseline"
    ):
        Baseline.from_json(text, name="b.json")


@pytest.mark.parametrize("version", [0, 2, 99])
def test_another_version_is_refused_by_its_number(version: int) -> None:
    with pytest.raises(HarnessError, match=rf"b\.json is a baseline of version {version}, known is 1"):
        Baseline.from_json(b'{"version": %d, "accepted": "whatever"}' % version, name="b.json")


def test_the_text_has_a_line_for_each_finding_and_nothing_that_was_said() -> None:
    text = collected(told(TIMEOUT, STATUS), told(TIMEOUT)).to_json()
    lines = [line for line in text.splitlines() if "rule" in line]
    assert [json.loads(line.rstrip(",")) for line in lines] == [
        {
            "rule": rule,
            "where": where,
            "fingerprint": Placed(finding, "", 1, redirect(members(timeout=5))).fingerprint,
            "count": count,
        }
        for finding, rule, where, count in (
            (TIMEOUT, "RDQ040", "request.body.timeout", 2),
            (STATUS, "RDR001", "response.status", 1),
        )
    ]
    assert "Ines" not in text
    assert not list(leaks(text))


def test_nothing_found_is_a_baseline_too() -> None:
    assert collected(told()).to_json() == '{\n  "version": 1,\n  "accepted": []\n}\n'


def test_what_was_accepted_is_taken_out_and_counted() -> None:
    events: list[Event] = [told(TIMEOUT, STATUS), Read("a.yaml")]
    strained = list(Sieve(collected(told(STATUS))).new(events))
    assert strained == [replace(told(TIMEOUT), accepted=1), Read("a.yaml")]


def test_the_same_finding_once_more_than_accepted_is_new() -> None:
    assert new(collected(told(TIMEOUT)), told(TIMEOUT), told(TIMEOUT)) == ["RDQ040"]


def test_the_same_rule_broken_by_something_else_is_new() -> None:
    assert new(collected(told(TIMEOUT)), told(TIMEOUT, timeout=6)) == ["RDQ040"]


def test_what_no_longer_occurs_is_known_of_the_rules_that_ran() -> None:
    sieve = Sieve(collected(told(TIMEOUT, STATUS), told(TIMEOUT)))
    list(sieve.new([told(TIMEOUT)]))
    assert [(each.rule, each.count) for each in sieve.stale(ALL)] == [("RDQ040", 1), ("RDR001", 1)]
    assert [each.rule for each in sieve.stale({"RDR001"})] == ["RDR001"]


@given(st.lists(st.lists(st.sampled_from([TIMEOUT, STATUS]), max_size=3), max_size=6))
def test_a_stream_has_nothing_new_against_itself_and_leaves_nothing_stale(found: list[list[Finding]]) -> None:
    events = [told(*each) for each in found]
    sieve = Sieve(collected(*events))
    strained = [event for event in sieve.new(events) if isinstance(event, Judged)]
    assert [event.findings for event in strained] == [()] * len(events)
    assert Counter(event.accepted for event in strained) == Counter(map(len, found))
    assert sieve.stale(ALL) == ()
