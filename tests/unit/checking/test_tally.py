"""Counts that are taken while a check streams."""

from dataclasses import replace

from harness.checking.coverage import Coverage, Covered
from harness.checking.tally import NotJudged, Tally
from harness.checking.verdict import Event, Figures, Judged, Part, Placed, Read
from harness.contract.editions import documentation
from harness.findings import Finding, Severity

FINDING = Finding("RDQ040", Severity.ERROR, "request.body.timeout", "m", "f")
MILD = Finding("RDR001", Severity.INFO, "response.status", "m", "f")
UNANSWERED = ("RDR001", "the request got no answer")
EVENTS = (
    Judged(
        *("a.yaml", Part.EXCHANGE, 1, 2, None, "redirect: no answer", ("RDQ040",)),
        (Placed(FINDING, "a.yaml", 3),),
        (UNANSWERED,),
        redirect=True,
    ),
    Judged(*("a.yaml", Part.CALL, 1, 2, "57", "call", (), ()), figures=Figures("57", 1.0, None, None)),
    Read("a.yaml"),
    Judged("b.yaml", Part.EXCHANGE, 1, 2, None, "incoming: 202", (), (Placed(MILD, "b.yaml", 2),)),
    Read("b.yaml", torn=7),
)


def counted(*events: Event) -> Tally:
    tally = Tally("reference", 2)
    assert list(tally.watch(events)) == list(events)
    return tally


def test_everything_that_passes_is_counted() -> None:
    tally = counted(*EVENTS)
    assert (tally.cassettes, tally.exchanges, tally.redirects, tally.calls, tally.unread) == (2, 2, 1, 1, 1)
    assert [tally.count(severity) for severity in Severity] == [1, 0, 1]
    assert tally.not_judged == (NotJudged(*UNANSWERED, 1),)
    assert tally.judged == {"RDQ040": 1}
    assert tally.findings == 2
    assert [kind.first.finding for kind in tally.kinds] == [FINDING, MILD]


def test_exchanges_that_name_no_call_are_none() -> None:
    assert counted(Judged("a.yaml", Part.CALL, 3, 4, None, "call", (), ())).calls == 0


def test_what_a_baseline_accepted_is_counted_by_itself() -> None:
    tally = counted(replace(EVENTS[0], findings=(), accepted=2), replace(EVENTS[3], accepted=1))
    assert (tally.accepted, tally.reaches(Severity.ERROR), tally.reaches(Severity.INFO)) == (3, False, True)


def test_coverage_is_taken_where_it_is_asked_for() -> None:
    tally = Tally("reference", 1, coverage=Coverage(documentation(), {"RDQ040"}))
    list(tally.watch(EVENTS))
    assert tally.coverage is not None
    assert tally.coverage.rules == Covered(("RDQ040",), ())
    assert counted(*EVENTS).coverage is None


def test_a_severity_is_reached_by_the_worse_ones_too() -> None:
    tally = counted(EVENTS[0])
    assert tally.reaches(Severity.INFO)
    assert tally.reaches(Severity.ERROR)
    assert not counted(EVENTS[3]).reaches(Severity.WARNING)


def test_nothing_seen_reaches_nothing() -> None:
    assert not counted().reaches(Severity.INFO)


def test_what_captures_hold_beside_the_conversation_adds_up() -> None:
    assert counted(Read("a.har", left_out=2), Read("b.mitm", torn=1, capture=True, left_out=3)).left_out == 5
