"""Rules on the parameters that are figures and switches: timeout, maskCallee, maskCaller.

null means not given: clients in JavaScript send it for what they leave open.
"""

from collections.abc import Iterator
from math import inf, isinf

from harness.body import child
from harness.contract.model import Contract
from harness.contract.precedence import Documentation, Standing
from harness.findings import Severity
from harness.rules.model import Breach, Rule, Scope, about, called, deciding, stated
from harness.rules.request.route import OUTRIGHT
from harness.rules.subject import BODY, Body, kind
from harness.rules.wording import documenting, named, quoted

MASKS = ("maskCallee", "maskCaller")
"""Members that beta has and the schema of v1.0 has not: there they are an error, elsewhere no finding."""

_TIMEOUT = child(BODY, "timeout")
_INT32 = range(-(2**31), 2**31)

_lowest = about("timeout", lambda parameter: parameter.minimum)
_highest = about("timeout", lambda parameter: parameter.maximum)


def timeout_type(body: Body, documentation: Documentation) -> Iterator[Breach]:
    """What it checks: `timeout` is a whole number of 32 bits, written as one; null is RDQ042's.

    Why it matters: the parameter is an Int32. `"30"` is text, `30.0` and `3e1` are not written as whole
    numbers and `true` is no number; a service that reads it strictly refuses the request, and the call is not
    passed on.

    Breaks it:

        "timeout": "30"

    Instead:

        "timeout": 30

    Who says so: the row of `timeout` in every edition, and the schema, which has Edm.Int32.

    Severity: reference error, v1.0 error, beta error.
    """
    value = body.members.get("timeout")
    if value is None or _whole(value):
        return
    if isinstance(value, int | float) and not isinstance(value, bool):
        too_large = isinstance(value, int) or isinf(value)
        flaw = "does not fit in 32 bits" if too_large else "is not written as a whole number"
    else:
        flaw = f"is {kind(value)}, not a whole number"
    shown = not isinstance(value, list | dict) and value not in (inf, -inf)
    sent = f" {quoted(value)}" if shown else ""
    yield Breach(
        Severity.ERROR,
        _TIMEOUT,
        f"`timeout`{sent} {flaw}",
        'Send seconds as a number without quotes: `"timeout": 30`.',
        stated(documentation, lambda contract: contract.parameter("timeout")),
    )


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value in _INT32


def timeout_range(body: Body, documentation: Documentation) -> Iterator[Breach]:
    """What it checks: `timeout` lies in the documented range. What is no whole number is RDQ040's.

    Why it matters: it is how long the targets ring, in seconds. What the service does with a number outside
    of the range is not documented: it may refuse the redirect, or ring for another time than the bot
    believes.

    Breaks it:

        "timeout": 5

    Instead:

        "timeout": 30

    Who says so: the row of `timeout` in v1.0 and beta: 15 to 90, both included. Reference is silent, and the
    beta pages of 2018 had 99 in an example.

    Severity: reference warning, v1.0 error, beta error.
    """
    value = body.members.get("timeout")
    if not isinstance(value, int) or not _whole(value):
        return
    verdict = documentation.constraint(_lowest, lambda fact: fact.value <= value) or documentation.constraint(
        _highest, lambda fact: value <= fact.value
    )
    if verdict is not None:
        span = _span(deciding(documentation, verdict))
        yield Breach.weighed(
            verdict,
            _TIMEOUT,
            f"`timeout` is {value}; {verdict.deciding.edition} documents {span}",
            f'Send seconds in that range, such as `"timeout": {_inside(deciding(documentation, verdict))}`.',
        )


def _span(contract: Contract) -> str:
    lowest, highest = _lowest(contract), _highest(contract)
    if lowest and highest:
        return f"{lowest.value}..{highest.value}"
    return f"at least {lowest.value}" if lowest else f"at most {highest.value if highest else ''}"


def _inside(contract: Contract) -> int:
    lowest, highest = _lowest(contract), _highest(contract)
    return max(lowest.value if lowest else 0, min(30, highest.value if highest else 30))


def timeout_null(body: Body, documentation: Documentation) -> Iterator[Breach]:
    """What it checks: `timeout` is left out rather than null.

    Why it matters: null is no mistake, and clients in JavaScript send it for what is not set. But the pages
    only say what a timeout that is left out means: 55 seconds for one target, 60 for several.

    Breaks it:

        "timeout": null

    Instead:

        "timeout": 30

    Who says so: the schema lets it be null; the row of `timeout` in v1.0 and beta has the default.

    Severity: reference info, v1.0 info, beta info.
    """
    if "timeout" in body.members and body.members["timeout"] is None:
        yield Breach(
            Severity.INFO,
            _TIMEOUT,
            "`timeout` is null, and the pages only say what it means to leave it out",
            'Leave it out, or send seconds such as `"timeout": 30`.',
            stated(documentation, lambda contract: contract.parameter("timeout")),
        )


def mask(body: Body, documentation: Documentation) -> Iterator[Breach]:
    """What it checks: `maskCallee` and `maskCaller` are true or false, and are not sent to v1.0.

    Why it matters: they decide which number the other side sees. The schema of v1.0 has neither, and its
    action is closed: there they are an error whatever their value, null included. Elsewhere null is let be.

    Breaks it:

        "maskCaller": "true"

    Instead:

        "timeout": 30

    Who says so: the rows of both in reference and beta, and the schema, where they are Edm.Boolean and in
    beta alone.

    Severity: reference error, v1.0 error, beta error.
    """
    for name, value in body.members.items():
        if name not in MASKS:
            continue
        verdict = documentation.listed(lambda contract: contract.parameters, called(name), OUTRIGHT)
        outright = verdict is not None and verdict.standing is Standing.CONTRADICTED
        if not outright and not isinstance(value, bool | None):
            yield Breach(
                Severity.ERROR,
                child(BODY, name),
                f"`{name}` is {kind(value)}, not a boolean",
                f'Send `"{name}": true` or `"{name}": false`, without quotes.',
                stated(documentation, about(name, lambda parameter: parameter)),
            )
        elif verdict is not None:
            edition = documentation.chosen.edition
            also = f"; {documenting(verdict)} it" if verdict.documented_by else ""
            message = f"{named(name)} is no parameter of a redirect in {edition}{also}"
            yield Breach.weighed(verdict, child(BODY, name), message, "Leave it out.")


RULES = (
    Rule("RDQ040", "timeout is a whole number", Scope.BODY, timeout_type),
    Rule("RDQ041", "timeout is in range", Scope.BODY, timeout_range),
    Rule("RDQ042", "timeout is not null", Scope.BODY, timeout_null),
    Rule("RDQ062", "a mask is a boolean, and not in v1.0", Scope.BODY, mask),
)
