"""A result as JSON for machines. The shapes are public: they change only with `version`."""

import json
import textwrap
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from harness.checking.tally import Tally
from harness.checking.verdict import Event, Figures, Judged, Placed
from harness.comparison import CallChanges, Change, Digest
from harness.findings import Severity
from harness.replay.account import Departure, Replayed
from harness.report.seen import Seen
from harness.verification import Verified

VERSION = 1

_STEP = (
    *("file", "line", "interaction", "call", "request", "recorded", "answered", "times"),
    *("seconds", "recorded_seconds"),
)


def check(events: Iterable[Event], tally: Tally) -> Iterator[str]:
    """`redial check --format json`: findings as they come, so that no more than one is held."""
    opening = {"version": VERSION, "contract": tally.contract, "rules_run": tally.rules_run}
    figures: list[Figures] = []
    judged = _timed(events, figures)
    yield from _listing(opening, "findings", (finding(placed) for each in judged for placed in each.findings))
    closing: dict[str, Any] = {
        "figures": figures,
        "not_judged": tally.not_judged,
        "summary": {
            **{str(severity): tally.count(severity) for severity in reversed(Severity)},
            "cassettes": tally.cassettes,
            "exchanges": tally.exchanges,
            "calls": tally.calls,
            "accepted": tally.accepted,
        },
    }
    if tally.coverage is not None:
        closing["coverage"] = {"rules": tally.coverage.rules, "facts": tally.coverage.facts}
    yield _closed(closing)


def _timed(events: Iterable[Event], figures: list[Figures]) -> Iterator[Judged]:
    """What was judged, as it comes; the figures of calls are put aside."""
    for event in events:
        if isinstance(event, Judged):
            if event.figures is not None:
                figures.append(event.figures)
            yield event


def diff(calls: Iterable[CallChanges], digest: Digest, seen: Seen) -> Iterator[str]:
    """`redial diff --format json`: differences as they come. digest: what watches them."""
    changes = (change for call in calls for change in call.changes)
    yield from _listing({"version": VERSION}, "differences", map(_difference, changes))
    closing: dict[str, Any] = {
        "groups": [
            {
                "path": group.path,
                "times": group.times,
                "alike": group.alike,
                "first": _difference(group.first),
            }
            for group in digest.groups
        ],
        "ungrouped": digest.rest,
        "alone": {"old": seen.old_alone, "new": seen.new_alone},
        "summary": digest.summary,
    }
    if seen.timing is not None:
        closing["timing"] = seen.timing.shifts
    yield _closed(closing)


def verify(result: Verified) -> str:
    """`redial verify --format json`."""
    return _encoded(
        {
            "version": VERSION,
            "against": result.against,
            "dry_run": result.dry,
            "requests": [
                {name: getattr(step, name) for name in _STEP} | {"why": step.why or None}
                for step in result.steps
            ],
            "differences": [_difference(change) for step in result.steps for change in step.changes],
            "findings": [finding(placed) for step in result.steps for placed in step.findings],
            "left_out": result.left_out,
            "summary": result.summary,
        }
    )


def replay(result: Replayed) -> str:
    """`redial replay --format json`."""
    told: dict[str, Any] = {
        "version": VERSION,
        "played": len(result.played),
        "missed": result.missed,
        "left": [*result.left],
        "undelivered": result.undelivered,
        "trouble": result.trouble,
        "findings": [finding(placed) for placed in result.findings],
        "differences": [
            {"file": each.file} | _changed(each) | {"count": each.count, "refuses": each.refuses}
            for each in result.differences
        ],
    }
    if result.repeated is not None:
        told |= {"repeated": result.repeated}
    if result.unlisted:
        told |= {"unlisted": result.unlisted}
    if result.faults is not None:
        told |= {"faults": result.faults, "unmet": result.unmet}
    return _encoded(told)


def _changed(change: Change | Departure) -> dict[str, Any]:
    return {
        "call": change.call,
        "interaction": change.interaction,
        "path": change.path,
        "kind": change.kind.value,
        "old": change.old,
        "new": change.new,
    }


def finding(placed: Placed) -> dict[str, Any]:
    """A finding with its place: `interaction` counts from 1 in file order, `line` from 1 in the file."""
    found = placed.finding
    return {
        "rule": found.rule,
        "severity": str(found.severity),
        "where": found.where,
        "message": found.message,
        "fix": found.fix,
        "cite": found.cite,
        "file": placed.file,
        "line": placed.line,
        "interaction": found.at,
        "call": found.call,
    }


def _difference(change: Change) -> dict[str, Any]:
    told = ("breaks", "mends", "note", "file", "line")
    return _changed(change) | {name: getattr(change, name) for name in told}


def _listing(opening: dict[str, Any], name: str, items: Iterable[dict[str, Any]]) -> Iterator[str]:
    """The opening of an object whose next member is a list: its elements as they come. `_closed` goes on."""
    yield f'{_encoded(opening).removesuffix("\n}\n")},\n  "{name}": ['
    separator = "\n"
    for item in items:
        yield separator + textwrap.indent(_encoded(item).removesuffix("\n"), "    ")
        separator = ",\n"
    yield "]" if separator == "\n" else "\n  ]"


def _closed(rest: dict[str, Any]) -> str:
    return "," + _encoded(rest).removeprefix("{")


def _encoded(value: dict[str, Any]) -> str:
    # The standard library's writer: foreign bodies hold what others refuse, lone surrogates and vast numbers.
    try:
        return f"{_written(value, 2)}\n"
    except RecursionError:  # a foreign body is nested deeper than can be laid out: one line
        return f"{_written(value)}\n"


def _written(value: Any, indent: int | None = None) -> str:
    try:
        return json.dumps(value, indent=indent, default=msgspec.to_builtins, allow_nan=False)
    except ValueError:  # NaN, or what is infinite
        text = json.dumps(value, default=msgspec.to_builtins)
        return json.dumps(json.loads(text, parse_constant=str), indent=indent)
