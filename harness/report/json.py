"""A result as JSON for machines. The shapes are public: they change only with `version`."""

from typing import Any

import msgspec

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
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n"
