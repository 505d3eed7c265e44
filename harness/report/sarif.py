"""A check as SARIF 2.1.0 (OASIS), for code scanning. It holds no time and no chance: two runs are equal."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from harness.address import canonical_id
from harness.checking.tally import Tally
from harness.checking.verdict import Event, Judged, Placed, Turn
from harness.findings import Severity
from harness.report.finding import cited
from harness.report.run import Run
from harness.report.text import counted
from harness.report.unread import unread
from harness.rules import Rule

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}

ROOT, PAGES = "%SRCROOT%", "REDIALPAGES"
_BASES = {
    ROOT: {"description": {"text": "the repository that holds the recordings"}},
    PAGES: {"description": {"text": "the pages of documentation that redial judges by"}},
}
"""What a relative URI is relative to; where each is, the reader knows."""

MOST_TURNS = 100
"""Exchanges in the flow of one finding: the nearest ones of a longer call."""

_HEADING = re.compile(r"^([A-Z][a-z]+(?: [a-z]+)*):", re.MULTILINE)


def check(events: Iterable[Event], tally: Tally, run: Run) -> Iterator[str]:
    """One run, a result a line. Those of a file come when it was read: no more than one file's are held."""
    opening = {"$schema": SCHEMA, "version": "2.1.0", "runs": [{"tool": _tool(run, tally)}]}
    yield f'{_json(opening).removesuffix("}]}")},\n"results": ['
    index = {rule.code: number for number, rule in enumerate(run.rules)}
    found: list[Placed] = []
    turns: dict[str, list[Turn]] = {}
    notices: list[dict[str, Any]] = []
    separator = "\n"
    for event in events:
        if isinstance(event, Judged):
            found += event.findings
            if event.call is not None and event.turns:
                turns.setdefault(canonical_id(event.call), []).extend(event.turns)
            continue
        artifact = _artifact(run.located(event.file))
        for placed in found:
            flow = turns.get(canonical_id(placed.finding.call or ""), [])
            yield f"{separator}{_json(_result(placed, index[placed.finding.rule], artifact, flow))}"
            separator = ",\n"
        if (why := unread(event)) is not None:
            where = {"physicalLocation": {"artifactLocation": artifact}}
            notices.append({"level": "error", "message": {"text": why}, "locations": [where]})
        found, turns = [], {}
    invocation = {
        "executionSuccessful": not tally.unread,
        "toolExecutionNotifications": [*notices, *_not_judged(tally)],
    }
    closing = {
        "invocations": [invocation],
        "automationDetails": {"id": f"redial/{tally.contract}/"},
        "originalUriBaseIds": _BASES,
        "columnKind": "unicodeCodePoints",
    }
    yield f"\n],\n{_json(closing).removeprefix('{')}]}}\n"


def _tool(run: Run, tally: Tally) -> dict[str, Any]:
    rules = [_rule(rule, tally.contract) for rule in run.rules]
    return {"driver": {"name": "redial", "version": run.version, "rules": rules}}


def _rule(rule: Rule, edition: str) -> dict[str, Any]:
    _, _, page = rule.page.partition("\n\n")
    return {
        "id": rule.code,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": _first_sentences(page)},
        "help": {"text": page, "markdown": _HEADING.sub(r"**\1:**", page)},
        "defaultConfiguration": {"level": LEVELS[rule.severity(edition)]},
    }


def _first_sentences(page: str) -> str:
    """The first part of a page, without its heading."""
    paragraph, _, _ = page.partition("\n\n")
    return " ".join(_HEADING.sub("", paragraph).split())


def _result(placed: Placed, index: int, artifact: dict[str, str], turns: list[Turn]) -> dict[str, Any]:
    found = placed.finding
    region = {"startLine": placed.line}
    if placed.columns is not None:
        region |= dict(zip(("startColumn", "endColumn"), placed.columns, strict=True))
    result: dict[str, Any] = {
        "ruleId": found.rule,
        "ruleIndex": index,
        "level": LEVELS[found.severity],
        "message": {"text": f"{found.message.removesuffix('.')}. {found.fix}"},
        "locations": [
            {
                "physicalLocation": {"artifactLocation": artifact, "region": region},
                "logicalLocations": [{"fullyQualifiedName": found.where, "kind": "member"}],
            }
        ],
        "partialFingerprints": {"redial/v1": placed.fingerprint},
    }
    if found.cite is not None:
        page = {"uri": _uri(found.cite.page), "uriBaseId": PAGES}
        where = {"artifactLocation": page, "region": {"startLine": found.cite.line}}
        result["relatedLocations"] = [
            {"physicalLocation": where, "message": {"text": cited(found.cite)}},
        ]
    if turns:
        steps = [_step(turn, artifact, essential=turn.at == found.at) for turn in _near(turns, found.at)]
        result["codeFlows"] = [{"threadFlows": [{"locations": steps}]}]
    return result


def _step(turn: Turn, artifact: dict[str, str], *, essential: bool) -> dict[str, Any]:
    """One exchange of the call; the one that the finding is about is essential."""
    where = {"artifactLocation": artifact, "region": {"startLine": turn.line}}
    return {
        "location": {"physicalLocation": where, "message": {"text": turn.title}},
        "importance": "essential" if essential else "important",
    }


def _near(turns: list[Turn], at: int | None) -> list[Turn]:
    """At most MOST_TURNS of the exchanges of a call, those around number `at`."""
    middle = next((place for place, turn in enumerate(turns) if turn.at == at), 0)
    first = max(0, min(middle - MOST_TURNS // 2, len(turns) - MOST_TURNS))
    return turns[first : first + MOST_TURNS]


def _artifact(path: str) -> dict[str, str]:
    """A file, from the root of the repository where it is in it."""
    return {"uri": f"file://{_uri(path)}"} if path.startswith("/") else {"uri": _uri(path), "uriBaseId": ROOT}


def _not_judged(tally: Tally) -> Iterator[dict[str, Any]]:
    for each in tally.not_judged:
        words = f"{each.rule} could not tell, {counted(each.count, 'time')}: {each.why}"
        yield {"level": "note", "message": {"text": words}, "associatedRule": {"id": each.rule}}


def _uri(path: str) -> str:
    """A path as a reference, percent-encoded; a name that is no text as its bytes."""
    return quote(path, errors="surrogateescape")


def _json(value: Any) -> str:
    return json.dumps(value)
