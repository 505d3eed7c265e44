"""A result as JSON for machines. The shapes are public: they change only with `version`."""

import json
from typing import Any

import msgspec

from harness.comparison import Comparison
from harness.findings import Severity
from harness.verdict import Placed, Verdict

VERSION = 1


def check(result: Verdict) -> str:
    """`redial check --format json`."""
    return _encoded(
        {
            "version": VERSION,
            "contract": result.contract,
            "rules_run": result.rules_run,
            "findings": [finding(placed) for placed in result.findings],
            "figures": result.figures,
            "not_judged": result.not_judged,
            "summary": {
                **{str(severity): result.count(severity) for severity in reversed(Severity)},
                "cassettes": result.cassettes,
                "exchanges": result.exchanges,
                "calls": result.calls,
            },
        }
    )


def diff(result: Comparison) -> str:
    """`redial diff --format json`."""
    return _encoded(
        {
            "version": VERSION,
            "differences": [
                {
                    "call": change.call,
                    "interaction": change.interaction,
                    "path": change.path,
                    "kind": change.kind.value,
                    "old": change.old,
                    "new": change.new,
                    "breaks": change.breaks,
                }
                for change in result.differences
            ],
            "summary": result.summary,
        }
    )


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


def _encoded(value: dict[str, Any]) -> str:
    # The standard library's writer: foreign bodies hold what others refuse, lone surrogates and vast numbers.
    return json.dumps(value, indent=2, default=msgspec.to_builtins) + "\n"
