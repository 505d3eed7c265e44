"""Results as JSON for machines."""

import json
from dataclasses import replace

import msgspec
import pytest

from harness.body import value_of
from harness.checking.coverage import Coverage
from harness.checking.verdict import Figures, Judged, Part, Placed
from harness.cite import Cite
from harness.comparison import CallChanges, Change, Digest, Timing
from harness.diff import Kind
from harness.findings import Finding, Severity
from harness.replay.account import Departure, Replayed
from harness.report.json import check, diff, finding, replay, verify
from harness.report.seen import Seen
from tests.unit.report.checks import FAULTY, REPLAYED, VERIFIED, exchange, rendered
from tests.unit.rules.exchanges import own_documentation


def test_everything_a_verdict_holds_is_in_its_json() -> None:
    found = Finding("RDQ040", Severity.ERROR, "request.body.timeout", "m", "f", Cite("p.md", 4, "w"), "57", 2)
    silent = ("RDR001", "the request got no answer")
    events = (
        Judged(
            *("a.yaml", Part.EXCHANGE, 2, 8, "57", "redirect: no answer", ()),
            (Placed(found, "a.yaml", 9),),
            (silent,),
        ),
        Judged(
            *("a.yaml", Part.CALL, 2, 8, "57", "call", (), (), (silent,)),
            figures=Figures("57", 12.5, 0.25, None),
        ),
    )
    assert json.loads(rendered(check, *events, contract="v1.0", rules=24)) == {
        "version": 1,
        "contract": "v1.0",
        "rules_run": 24,
        "findings": [
            {
                "rule": "RDQ040",
                "severity": "error",
                "where": "request.body.timeout",
                "message": "m",
                "fix": "f",
                "cite": {"page": "p.md", "line": 4, "words": "w", "url": None},
                "file": "a.yaml",
                "line": 9,
                "interaction": 2,
                "call": "57",
            }
        ],
        "figures": [{"call": "57", "margin_s": 12.5, "ack_s": 0.25, "retry_s": None}],
        "not_judged": [{"rule": "RDR001", "why": "the request got no answer", "count": 2}],
        "summary": {
            "error": 1,
            "warning": 0,
            "info": 0,
            "cassettes": 1,
            "exchanges": 1,
            "calls": 1,
            "accepted": 0,
        },
    }


def test_coverage_is_there_when_it_was_asked_for() -> None:
    coverage = Coverage(own_documentation(), {"RDQ040", "RDR001"})
    result = json.loads(rendered(check, exchange(rules=("RDQ040",)), coverage=coverage))
    assert result["coverage"] == {
        "rules": {"exercised": ["RDQ040"], "never": ["RDR001"]},
        "facts": {"exercised": [], "never": ["routes", "routes./communications/calls/{id}/redirect"]},
    }


CHANGE = Change("57", 2, "redirect.body.x", Kind.ADDED, None, {"deep": [10**400, "\ud800"]}, ("RDQ062",))
TOLD = {
    "call": "57",
    "interaction": 2,
    "path": "redirect.body.x",
    "kind": "added",
    "old": None,
    "new": {"deep": [10**400, "\ud800"]},
    "breaks": ["RDQ062"],
    "mends": [],
    "note": "",
    "file": "",
    "line": 1,
}


def compared(calls: list[CallChanges], seen: Seen) -> str:
    digest = Digest()
    return "".join(diff(digest.watch(calls), digest, seen))


def test_everything_a_comparison_holds_is_in_its_json() -> None:
    printed = compared([CallChanges("57", (CHANGE, CHANGE), noise=6)], Seen(3, 4))
    assert json.loads(printed) == {
        "version": 1,
        "differences": [TOLD, TOLD],
        "groups": [{"path": "redirect.body.x", "times": 2, "alike": True, "first": TOLD}],
        "ungrouped": 0,
        "alone": {"old": 3, "new": 4},
        "summary": {
            "calls": 1,
            "calls_changed": 1,
            "differences": 2,
            "equivalent": 0,
            "breaks": 2,
            "noise": 6,
            "mends": 0,
            "ignored": 0,
            "varying": 0,
            "outside": 0,
            "renamed": 0,
        },
    }
    assert printed.isascii()


def test_without_a_difference_the_json_of_a_comparison_is_complete_too() -> None:
    result = json.loads(compared([], Seen()))
    assert (result["differences"], result["groups"]) == ([], [])


def test_times_are_there_when_they_were_asked_for() -> None:
    timing = Timing(own_documentation())
    timing.sides[0].values["ack_s"].append(0.5)
    none = {"n": 0, "median": None, "p5": None, "p95": None}
    assert json.loads(compared([], Seen(timing=timing)))["timing"] == [
        {
            "figure": "ack_s",
            "old": {"n": 1, "median": 0.5, "p5": 0.5, "p95": 0.5},
            "new": none,
            "shift": None,
        }
    ]


def test_everything_a_replay_came_to_is_in_its_json() -> None:
    [placed] = REPLAYED.findings
    assert json.loads(replay(REPLAYED)) == {
        "version": 1,
        "played": 1,
        "missed": [{"request": "POST /redirect", "why": "timeout differs"}],
        "left": [
            {"file": "a.yaml", "interaction": 4, "call": "57", "request": "POST /answer"},
            {"file": "b.yaml", "interaction": 1, "call": None, "request": "GET /me"},
        ],
        "undelivered": ["a.yaml, interaction 1: the bot accepts no connection"],
        "trouble": None,
        "findings": [json.loads(json.dumps(finding(placed), default=msgspec.to_builtins))],
        "differences": [
            {
                "file": "a.yaml",
                "call": "57",
                "interaction": interaction,
                "path": path,
                "kind": kind,
                "old": old,
                "new": new,
                "count": count,
                "refuses": refuses,
            }
            for interaction, path, kind, old, new, count, refuses in (
                (2, "redirect.headers.accept", "added", None, "*/*", 3, False),
                (2, "redirect.body.timeout", "equivalent", 30, 30.0, 1, False),
                (3, "incoming.status", "changed", 202, 500, 1, True),
            )
        ],
    }


def test_what_was_injected_in_a_replay_is_in_its_json_where_anything_was_planned() -> None:
    told = json.loads(replay(FAULTY))
    assert told["faults"] == [
        {
            "fault": "503",
            "file": "a.yaml",
            "interaction": 2,
            "call": "57",
            "request": "POST /redirect",
            "nth": 1,
        },
        {
            "fault": "reset@2",
            "file": "",
            "interaction": None,
            "call": None,
            "request": "POST /other",
            "nth": 2,
        },
    ]
    assert told["unmet"] == ["swap"]


def test_what_a_replay_gave_again_and_did_not_keep_is_in_its_json() -> None:
    told = json.loads(replay(replace(REPLAYED, repeated=50, unlisted=1_000)))
    assert (told["repeated"], told["unlisted"]) == (50, 1_000)


def test_everything_a_verification_came_to_is_in_its_json() -> None:
    told = json.loads(verify(VERIFIED))
    assert told["requests"][0] == {
        "file": "a.yaml",
        "line": 3,
        "interaction": 2,
        "call": "57",
        "request": "POST /redirect",
        "recorded": 202,
        "answered": 204,
        "times": 1,
        "seconds": 0.2,
        "recorded_seconds": 0.1,
        "why": None,
    }
    assert [(each["times"], each["why"]) for each in told["requests"][2:]] == [
        (1, "it did not answer"),
        (0, "it was interrupted"),
    ]
    assert [(each["file"], each["kind"]) for each in told["differences"]] == [
        ("a.yaml", "changed"),
        ("a.yaml", "equivalent"),
        ("b.yaml", "changed"),
    ]
    assert [(each["rule"], each["line"]) for each in told["findings"]] == [("RDQ040", 3)]
    assert told["left_out"][0]["why"] == "it has no recorded answer to compare with"
    assert told["summary"]["breaks"] == 2


def test_it_ends_with_a_line_end_and_is_laid_out() -> None:
    printed = rendered(check)
    assert json.loads(printed)["findings"] == []
    assert printed.endswith("}\n")
    assert '\n  "version": 1,\n' in printed


@pytest.mark.parametrize("depth", [10, 1100])
def test_a_foreign_body_is_told_however_deep_it_is_nested(depth: int) -> None:
    deep = value_of(b"[" * depth + b"]" * depth)
    told = Departure("a.yaml", 1, "57", "incoming.response.body", Kind.ADDED, None, deep)
    printed = replay(Replayed((), (), (), (), differences=(told,)))
    assert printed.count("[") >= depth
    assert json.loads(printed)["differences"][0]["path"] == "incoming.response.body"


def test_a_number_that_json_does_not_have_is_its_name() -> None:
    change = Change("57", 2, "redirect.body.x", Kind.CHANGED, value_of(b"[NaN, -1e999, 1.5]"), "NaN")
    printed = compared([CallChanges("57", (change,))], Seen())
    (found,) = json.loads(printed, parse_constant=lambda _: pytest.fail("no JSON"))["differences"]
    assert (found["old"], found["new"]) == (["NaN", "-Infinity", 1.5], "NaN")
