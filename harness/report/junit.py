"""A check or a replay as JUnit XML: a suite a cassette, a case for each thing that was looked at."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from xml.sax.saxutils import escape, quoteattr

from harness.checking.tally import Tally
from harness.checking.verdict import Event, Judged, Part, Placed
from harness.findings import Severity
from harness.replay.account import Departure, Replayed
from harness.report.finding import finding_lines
from harness.report.run import Run
from harness.report.text import departure, never
from harness.report.unread import unread

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no spelling for (section 2.2)."""


def check(events: Iterable[Event], tally: Tally, run: Run) -> Iterator[str]:
    """The suites, each when its file was read: no more than one is held.

    A case fails just when it fails the check: when it has a finding that `--fail-on` names, or a worse one.
    Milder findings are the output of a case that passes. It is skipped when the rule could not tell. A file
    that could not be read, or not to its end, has one more case, which fails.
    """
    yield '<?xml version="1.0" encoding="utf-8"?>\n<testsuites name="redial check">\n'
    cases: list[_Case] = []
    for event in events:
        if isinstance(event, Judged):
            cases += _cases(event, run)
            continue
        if (why := unread(event)) is not None:
            told = (("message", why), ("type", "unreadable"))
            cases.append(_Case("the file is read to its end", "failure", told))
        yield _suite(run.located(event.file), cases, ("contract", tally.contract))
        cases = []
    yield "</testsuites>\n"


def replay(result: Replayed) -> str:
    """A replay: a suite a cassette with a case for each recorded interaction, which fails where it stayed
    unplayed or the bot did something wrong at it, and tells what the bot sent otherwise than it is recorded;
    a suite for what no recording holds, and for what troubled the run as a whole; and one for the faults that
    were planned, of which those fail that met nobody.
    """
    found: dict[tuple[str, int | None], list[Placed]] = {}
    for placed in result.findings:
        found.setdefault((placed.file, placed.finding.at), []).append(placed)
    changed: dict[tuple[str, int], list[Departure]] = {}
    for departed in result.differences:
        changed.setdefault((departed.file, departed.interaction), []).append(departed)
    suites: dict[str, list[_Case]] = {}
    left = set(result.left)
    for each in sorted({*result.played, *left}, key=lambda each: (each.file, each.interaction)):
        name = f"interaction {each.interaction}, {each.request}"
        wrong = found.get((each.file, each.interaction), [])
        case = _judged(name, wrong) if wrong else _Case(name)
        if each in left:
            case = _Case(name, "failure", (("message", "it stayed unplayed"), ("type", "left")))
        case = _otherwise(case, changed.get((each.file, each.interaction), []))
        suites.setdefault(each.file, []).append(case)
    others = [
        _Case(missed.request, "failure", (("message", missed.why), ("type", "missed")))
        for missed in result.missed
    ]
    if result.unlisted:
        others.append(
            _Case(f"{result.unlisted:,} more", "failure", (("message", "not recorded"), ("type", "missed")))
        )
    others += [
        _Case("webhook", "failure", (("message", sentence), ("type", "undelivered")))
        for sentence in result.undelivered
    ]
    if result.trouble is not None:
        others.append(_Case("the run", "failure", (("message", result.trouble), ("type", "trouble"))))
    others += [_judged("what matches no recording", found[key]) for key in found if not key[0]]
    if others:
        suites["not recorded"] = others
    if result.faults is not None:
        suites["faults"] = [_Case(f"{befallen}: {befallen.request}") for befallen in result.faults]
        suites["faults"] += [
            _Case(spec, "failure", (("message", never(spec)), ("type", "unmet"))) for spec in result.unmet
        ]
    lines = ['<?xml version="1.0" encoding="utf-8"?>\n<testsuites name="redial replay">\n']
    lines += [_suite(name, cases) for name, cases in suites.items()]
    return "".join([*lines, "</testsuites>\n"])


def _judged(name: str, found: list[Placed]) -> "_Case":
    return _broken(name, found, lambda severity: severity is Severity.ERROR)


def _otherwise(case: "_Case", changed: list[Departure]) -> "_Case":
    """A case that also tells how what the bot sent differs; it fails where that refuses a webhook."""
    refusing = next((each for each in changed if each.refuses), None)
    if refusing is not None and case.result != "failure":
        told = (("message", str(refusing.told)), ("type", "refused"))
        case = replace(case, result="failure", attributes=told)
    if not changed:
        return case
    lines = [case.text] * bool(case.text) + [f"differs {departure(each)}" for each in changed]
    return replace(case, result=case.result or "system-out", text="\n".join(lines))


@dataclass(frozen=True, slots=True)
class _Case:
    """One case. result: the element that says what came of it, such as `failure`; empty where it passed."""

    name: str
    result: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    text: str = ""


def _cases(judged: Judged, run: Run) -> Iterator[_Case]:
    found: dict[str, list[Placed]] = {}
    for placed in judged.findings:
        found.setdefault(placed.finding.rule, []).append(placed)
    unjudged: dict[str, list[str]] = {}
    for rule, why in judged.unjudged:
        unjudged.setdefault(rule, []).append(why)
    for rule in sorted({*judged.rules, *found, *unjudged}):
        name = f"{rule} {_named(judged)}"
        if rule in found:
            yield _broken(name, found[rule], run.fails)
        elif rule in unjudged:
            yield _Case(name, "skipped", (("message", "; ".join(unjudged[rule])),))
        else:
            yield _Case(name)


def _named(judged: Judged) -> str:
    """What was judged: `redirect: 202, interaction 2`, `call 37f8..., interaction 1`, `session`."""
    call = f" {judged.call}" if judged.part is Part.CALL and judged.call else ""
    interaction = f", interaction {judged.at}" if judged.at is not None else ""
    return f"{judged.title}{call}{interaction}"


def _broken(name: str, found: list[Placed], fails: Callable[[Severity], bool]) -> _Case:
    worst = max(found, key=lambda placed: placed.finding.severity).finding
    text = "\n".join(line for placed in found for line in finding_lines(placed.finding, str(placed)))
    if not fails(worst.severity):
        return _Case(name, "system-out", (), text)
    told = (("message", f"{worst.where}: {worst.message}"), ("type", str(worst.severity)))
    return _Case(name, "failure", told, text)


def _suite(file: str, cases: list[_Case], *properties: tuple[str, str]) -> str:
    counts = {
        "tests": len(cases),
        "failures": sum(case.result == "failure" for case in cases),
        "errors": 0,
        "skipped": sum(case.result == "skipped" for case in cases),
    }
    lines = [
        f"  <testsuite{_attributes({'name': file} | {name: str(count) for name, count in counts.items()})}>",
        *(
            f"    <properties><property{_attributes({'name': name, 'value': value})}/></properties>"
            for name, value in properties
        ),
    ]
    for case in cases:
        opening = f"    <testcase{_attributes({'name': case.name, 'classname': file})}"
        lines.append(f"{opening}>{_result(case)}</testcase>" if case.result else f"{opening}/>")
    return "\n".join([*lines, "  </testsuite>\n"])


def _result(case: _Case) -> str:
    text = escape(_allowed(case.text), {"\r": "&#13;"})
    return f"<{case.result}{_attributes(dict(case.attributes))}>{text}</{case.result}>"


def _attributes(attributes: Mapping[str, str]) -> str:
    return "".join(f" {name}={quoteattr(_allowed(value))}" for name, value in attributes.items())


def _allowed(text: str) -> str:
    r"""Text with `\x00` and the like for what XML cannot hold."""
    return _FORBIDDEN.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)
