"""Rules on the other parameters of a redirect: timeout, callbackUri, targetDisposition.

null means not given: clients in JavaScript send it for what they leave open.
"""

import re
from collections.abc import Callable, Iterator
from math import inf, isinf
from urllib.parse import SplitResult

from harness.body import child
from harness.contract.model import Contract, Parameter
from harness.contract.precedence import Documentation, Standing, Weighing
from harness.exchange import split
from harness.findings import Severity
from harness.rules.model import Breach, Rule, Scope, deciding, stated
from harness.rules.route import OUTRIGHT
from harness.rules.subject import BODY, Body, kind
from harness.rules.wording import documenting, listed, named, quoted

_TIMEOUT = child(BODY, "timeout")
_CALLBACK = child(BODY, "callbackUri")
_DISPOSITION = child(BODY, "targetDisposition")
_GAP = re.compile(r"[\s\x00-\x1f\x7f]")
"""What no URL has in it (RFC 3986 section 2), though lenient readers leave it out."""

_INT32 = range(-(2**31), 2**31)
_CALLBACK_FIX = 'Send `"callbackUri": "https://<your bot>/api/calls"`, or leave it out.'


def _of[T](name: str, pick: Callable[[Parameter], T | None]) -> Callable[[Contract], T | None]:
    """A lookup of what an edition states about a parameter."""

    def lookup(contract: Contract) -> T | None:
        parameter = contract.parameter(name)
        return pick(parameter) if parameter else None

    return lookup


_lowest = _of("timeout", lambda parameter: parameter.minimum)
_highest = _of("timeout", lambda parameter: parameter.maximum)
_scheme = _of("callbackUri", lambda parameter: parameter.scheme)
_values = _of("targetDisposition", lambda parameter: parameter.values)
_deprecated = _of("targetDisposition", lambda parameter: parameter.deprecated)


def timeout_type(body: Body, documentation: Documentation) -> Iterator[Breach]:
    """What it checks: `timeout` is a whole number of 32 bits, written as one; null is let be.

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


def callback(body: Body, documentation: Documentation) -> Iterator[Breach]:
    """What it checks: `callbackUri` is an absolute https URL with a host, without blanks; null is let be.

    Why it matters: the notification of how the call ended goes there. With a URL that the platform cannot or
    may not call, the bot never learns whether anybody picked up.

    Breaks it:

        "callbackUri": "http://bot.example/api/calls"

    Instead:

        "callbackUri": "https://bot.example/api/calls"

    Who says so: the row of `callbackUri` in v1.0 and beta. Reference says only that it is a String, so that a
    value of another type is an error there too.

    Severity: reference warning, v1.0 error, beta error.
    """
    value = body.members.get("callbackUri")
    if value is None:
        return
    if not isinstance(value, str):
        yield Breach(
            Severity.ERROR,
            _CALLBACK,
            f"`callbackUri` is {kind(value)}, not a string",
            _CALLBACK_FIX,
            stated(documentation, lambda contract: contract.parameter("callbackUri")),
        )
        return
    verdict = documentation.constraint(_scheme, lambda fact: _absolute(value, fact.value))
    if verdict is not None:
        wanted = _scheme(deciding(documentation, verdict))
        scheme = wanted.value if wanted else "https"
        sent = "has the scheme http" if _absolute(value, "http") else f"is no absolute {scheme} URL"
        message = f"`callbackUri` {sent}; {verdict.deciding.edition} documents {scheme}"
        yield Breach.weighed(verdict, _CALLBACK, message, _CALLBACK_FIX)


def _absolute(url: str, scheme: str) -> bool:
    parts = split(url)
    return parts.scheme == scheme and bool(parts.hostname) and _has_port(parts) and not _GAP.search(url)


def _has_port(parts: SplitResult) -> bool:
    """Whether the port is one, or left out."""
    try:
        return parts.port is None or parts.port >= 0
    except ValueError:
        return False


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
        lambda contract: contract.parameters, lambda each: each.name == "targetDisposition", OUTRIGHT
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
        fix = "Leave `targetDisposition` out: the number of targets says what is to happen."
        yield Breach.weighed(verdict, _DISPOSITION, message, fix)


def _said(verdict: Weighing) -> str:
    if verdict.standing is Standing.DOCUMENTED_ELSEWHERE:
        return f"is not on this page; {documenting(verdict)} it"
    return f"is no parameter of {verdict.deciding.edition}"


RULES = (
    Rule("RDQ040", "timeout is a whole number", Scope.BODY, timeout_type),
    Rule("RDQ041", "timeout is in range", Scope.BODY, timeout_range),
    Rule("RDQ050", "callbackUri is an absolute https URL", Scope.BODY, callback),
    Rule("RDQ060", "targetDisposition is left out", Scope.BODY, disposition),
)
