"""Rules on targetDisposition: that it is left out, and that it does not contradict the number of targets."""

from collections.abc import Iterator

from harness.body import child
from harness.contract.precedence import Documentation, Standing, Weighing
from harness.findings import Severity
from harness.rules.model import Breach, Rule, Scope, about, called, deciding, stated
from harness.rules.request.route import OUTRIGHT
from harness.rules.subject import BODY, Body, kind
from harness.rules.wording import documenting, listed, named, quoted

_WHERE = child(BODY, "targetDisposition")
_FIX = "Leave `targetDisposition` out: the number of targets says what is to happen."

_values = about("targetDisposition", lambda parameter: parameter.values)
_deprecated = about("targetDisposition", lambda parameter: parameter.deprecated)


def disposition(body: Body, documentation: Documentation) -> Iterator[Breach]:
    """What it checks: `targetDisposition` is not sent, or where it is allowed, has one of its values.

    Why it matters: whether one target or several ring follows from how many there are; the parameter is
    deprecated in beta and does not exist in v1.0, whose action is closed. null counts as not sent, except in
    v1.0.

    Breaks it:

        "targetDisposition": "simultaneousRing"

    Instead:

        "timeout": 30

    Who says so: the row of `targetDisposition` in beta, with its three values; the parameter table of v1.0
    and its schema, which lack it. Under reference, a value that beta does not know is a warning.

    Severity: reference info, v1.0 error, beta warning.
    """
    if "targetDisposition" not in body.members:
        return
    value = body.members["targetDisposition"]
    verdict = documentation.listed(
        lambda contract: contract.parameters, called("targetDisposition"), OUTRIGHT
    )
    message = f"`targetDisposition` {_said(verdict)}" if verdict else ""
    if verdict is None and value is not None:
        verdict = documentation.constraint(_values, lambda fact: value in fact.value)
        known = _values(deciding(documentation, verdict)) if verdict else None
        names = listed(map(named, known.value)) if known else ""
        sent = quoted(value) if not isinstance(value, list | dict) else kind(value)
        message = f"`targetDisposition` is {sent}, and its values are {names}"
    if verdict is None and value is not None:
        verdict = documentation.deprecation(_deprecated)
        message = f"{verdict.deciding.edition} deprecates `targetDisposition`" if verdict else ""
    if verdict is not None:
        yield Breach.weighed(verdict, _WHERE, message, _FIX)


def _said(verdict: Weighing) -> str:
    if verdict.standing is Standing.DOCUMENTED_ELSEWHERE:
        return f"is not on this page; {documenting(verdict)} it"
    return f"is no parameter of {verdict.deciding.edition}"


def count(body: Body, documentation: Documentation) -> Iterator[Breach]:
    """What it checks: `targetDisposition` is not forward with several targets, nor simultaneousRing with one.

    RDQ060 speaks of the parameter itself, and so it is found beside this.

    Why it matters: whether one rings or several is told from the number of targets, and the parameter is
    passed over. A bot that says otherwise expects something that will not happen.

    Breaks it:

        "targetDisposition": "simultaneousRing"

    Instead:

        "timeout": 30

    Who says so: the row of `targetDisposition` in beta, which takes it from the number of targets.

    Severity: reference warning, v1.0 warning, beta warning.
    """
    number, value = len(body.targets), body.members.get("targetDisposition")
    if (value == "forward" and number > 1) or (value == "simultaneousRing" and number == 1):
        targets = "1 target" if number == 1 else f"{number} targets"
        yield Breach(
            Severity.WARNING,
            _WHERE,
            f"`targetDisposition` is {quoted(value)}, and there {'is' if number == 1 else 'are'} {targets}",
            _FIX,
            stated(documentation, _deprecated),
        )


RULES = (
    Rule("RDQ060", "targetDisposition is left out", Scope.BODY, disposition),
    Rule("RDQ061", "targetDisposition fits the targets", Scope.BODY, count),
)
