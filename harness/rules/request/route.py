"""Rules on what a redirect's path names: the spelling of the action, its root, and the id of the call."""

import re
from collections.abc import Iterator

from harness.address import NOTIFICATION_ROOTS, QUALIFIER, Address, is_guid
from harness.contract.model import Contract, Fact
from harness.contract.precedence import Documentation, Standing, Weighing
from harness.findings import Severity
from harness.rules.model import Breach, Rule, Scope
from harness.rules.subject import Redirect
from harness.rules.wording import documenting

_WHERE = "request.uri"
VERSIONS = ("v1.0", "beta")
_FIX = "POST to https://graph.microsoft.com/v1.0/communications/calls/{id}/redirect."

OUTRIGHT = {"v1.0": Standing.CONTRADICTED}
"""Where what only beta has is an error although beta documents it: the v1.0 schema has none of it."""


def spelling(redirect: Redirect, documentation: Documentation) -> Iterator[Breach]:
    """What it checks: the path is a known spelling of the action, after v1.0 or beta.

    Known are the roots that any edition lists, ids in a segment or as calls('id'), the action with or without
    `microsoft.graph.` before it, and doubled slashes, which some clients send.

    Why it matters: a path that names nothing is answered with an error about the path, and the call rings on.

    Breaks it:

        POST /v1.0/calls/9f2c61b8-0d4e-4a37-8b15-c7e3a6904d52/redirect

    Instead:

        POST /v1.0/communications/calls/9f2c61b8-0d4e-4a37-8b15-c7e3a6904d52/redirect

    Who says so: the HTTP request blocks of the editions; the other spellings stand in traffic of Graph's own
    SDKs.

    Severity: reference error, v1.0 error, beta error.
    """
    flaw = _flaw(redirect.address)
    if flaw is not None:
        yield Breach(Severity.ERROR, _WHERE, f"the path {flaw}", _FIX, documentation.chosen.routes.cite)


def _flaw(address: Address | None) -> str | None:
    if address is None or address.action != "redirect":
        return "is no known spelling of a call's redirect"
    if not address.version:
        return "has no version: neither v1.0 nor beta stands before its root"
    return None if address.version in VERSIONS else "has a version that is neither v1.0 nor beta"


def app_root(redirect: Redirect, documentation: Documentation) -> Iterator[Breach]:
    """What it checks: the path does not start from the root /app.

    Why it matters: /app is on its way out. Beta deprecates it, and the schema of v1.0 has no such root, so
    that a v1.0 bot that uses it reaches nothing while the call rings.

    Breaks it:

        POST /beta/app/calls/9f2c61b8-0d4e-4a37-8b15-c7e3a6904d52/redirect

    Instead:

        POST /beta/communications/calls/9f2c61b8-0d4e-4a37-8b15-c7e3a6904d52/redirect

    Who says so: the note under the HTTP request of beta; the schema, which has the root in beta only.
    Reference lists it without a word, and so it is information there.

    Severity: reference info, v1.0 error, beta warning.
    """
    address = redirect.address
    if address is None or address.root != "app":
        return
    verdict = documentation.listed(
        lambda contract: contract.routes, lambda route: route.path.split("/")[1:2] == ["app"], OUTRIGHT
    ) or documentation.deprecation(lambda contract: _advice(contract, address))
    if verdict is not None:
        yield Breach.weighed(verdict, _WHERE, f"the root is /app: {_said(verdict)}", _FIX)


def _advice(contract: Contract, address: Address) -> Fact[str] | None:
    route = contract.route(address.template)
    return route.deprecated if route else None


def _said(verdict: Weighing) -> str:
    edition = verdict.deciding.edition
    match verdict.standing:
        case Standing.DEPRECATED | Standing.DEPRECATED_ELSEWHERE:
            return f"{edition} deprecates it"
        case Standing.DOCUMENTED_ELSEWHERE:
            return f"{documenting(verdict)} it, this page does not"
        case _:
            return f"{edition} does not have it"


def applications_root(redirect: Redirect, documentation: Documentation) -> Iterator[Breach]:
    """What it checks: the path does not start from /applications/{id}/calls.

    Why it matters: only the beta pages of 2018 knew that root; no edition lists it and no schema has it
    today.

    Breaks it:

        POST /beta/applications/{applicationId}/calls/9f2c61b80d4e4a378b15c7e3a6904d52/redirect

    Instead:

        POST /beta/communications/calls/9f2c61b80d4e4a378b15c7e3a6904d52/redirect

    Who says so: the HTTP request blocks of all three editions, by leaving it out.

    Severity: reference warning, v1.0 warning, beta warning.
    """
    if redirect.address is not None and redirect.address.root == "applications":
        yield Breach(
            Severity.WARNING,
            _WHERE,
            "the root is /applications, which only the beta pages of 2018 had",
            _FIX,
            documentation.chosen.routes.cite,
        )


def notification_root(redirect: Redirect, documentation: Documentation) -> Iterator[Breach]:
    """What it checks: the path is not one of the two that start from a participant notification.

    Why it matters: such a path names no call, and the schema has no root that it could start from: the two
    notification types lead to a call, but nothing leads to them. A bot that uses it redirects nothing.

    Breaks it:

        POST /v1.0/participantJoiningNotification/call/redirect

    Instead:

        POST /v1.0/communications/calls/9f2c61b8-0d4e-4a37-8b15-c7e3a6904d52/redirect

    Who says so: the schema, whose roots are communications and, in beta, app. Reference lists both paths, and
    so it is a warning there.

    Severity: reference warning, v1.0 error, beta error.
    """
    if redirect.address is None or redirect.address.root not in NOTIFICATION_ROOTS:
        return
    route = documentation.chosen.route(redirect.address.template)
    root = f"/{redirect.address.root}"
    yield Breach(
        Severity.WARNING if route else Severity.ERROR,
        _WHERE,
        f"the root {root} is listed but not addressable: no schema has it"
        if route
        else f"the root {root} is not addressable: no schema has it",
        _FIX,
        route.cite if route else documentation.chosen.routes.cite,
    )


def qualified(redirect: Redirect, documentation: Documentation) -> Iterator[Breach]:
    """What it checks: the action stands without the name of its schema: `redirect`, not
    `microsoft.graph.redirect`.

    Why it matters: it is no mistake. OData lets an action be called by its whole name, and most SDKs for .NET
    do, but no page lists the path so. When the service once had a faulty schema, only bots that called it so
    were refused.

    Breaks it:

        POST /v1.0/communications/calls/9f2c61b8-0d4e-4a37-8b15-c7e3a6904d52/microsoft.graph.redirect

    Instead:

        POST /v1.0/communications/calls/9f2c61b8-0d4e-4a37-8b15-c7e3a6904d52/redirect

    Who says so: the HTTP request blocks of all three editions, by leaving it out; OData URL conventions 4.0,
    section 4.5, which allows it.

    Severity: reference info, v1.0 info, beta info.
    """
    address = redirect.address
    if address is not None and address.qualified and address.action == "redirect":
        yield Breach(
            Severity.INFO,
            _WHERE,
            f"the action is called by its whole name, `{QUALIFIER}redirect`, as no page lists it",
            _FIX,
            documentation.chosen.routes.cite,
        )


_PLACEHOLDERS = (
    (re.compile(r".*[{}].*", re.DOTALL), "has the braces of a template in it"),
    (re.compile(r"<.*>", re.DOTALL), "is a placeholder in angle brackets"),
    (re.compile(r":\w+"), "is the placeholder of a route pattern"),
    (re.compile(r"undefined|null|none|nil|nan", re.IGNORECASE), "is the word for a value that was not there"),
    (re.compile(r"\[object \w+\]"), "is an object that was made into text"),
    (re.compile(r"id|call[-_]?id", re.IGNORECASE), "is the name of the parameter"),
)
"""What a program writes into a URL when it has no id, and what to call it."""


def call_id(redirect: Redirect, documentation: Documentation) -> Iterator[Breach]:
    """What it checks: the path has an id of a call: a GUID, or the 32 hexadecimal digits of one.

    An id that is missing or that a program left as a placeholder is an error; one that is of another shape is
    a warning, since no page says what an id looks like.

    Why it matters: the id is all that says which call is to be passed on. Without the right one the service
    finds no call, and the caller hears it ring until the time is over.

    Breaks it:

        POST /v1.0/communications/calls/undefined/redirect

    Instead:

        POST /v1.0/communications/calls/9f2c61b8-0d4e-4a37-8b15-c7e3a6904d52/redirect

    Who says so: the examples of every edition; the id is the last segment of the notification's resourceUrl.

    Severity: reference error, v1.0 error, beta error.
    """
    address = redirect.address
    if address is None or address.root in NOTIFICATION_ROOTS or is_guid(address.call):
        return
    severity, flaw = _flaw_of_id(address.call)
    yield Breach(
        severity,
        _WHERE,
        f"the call's id {flaw}",
        "Take the id from the last segment of the incoming notification's resourceUrl.",
        stated_route.cite if (stated_route := documentation.chosen.route(address.template)) else None,
    )


def _flaw_of_id(identifier: str) -> tuple[Severity, str]:
    if not identifier.strip():
        return Severity.ERROR, "is missing"
    for pattern, words in _PLACEHOLDERS:
        if pattern.fullmatch(identifier):
            return Severity.ERROR, words
    return Severity.WARNING, "is neither a GUID nor 32 hexadecimal digits"


RULES = (
    Rule("RDQ002", "the path is a known spelling", Scope.REDIRECT, spelling),
    Rule("RDQ003", "the root is not /app", Scope.REDIRECT, app_root),
    Rule("RDQ004", "the root is not /applications", Scope.REDIRECT, applications_root),
    Rule("RDQ005", "the root is not a notification", Scope.REDIRECT, notification_root),
    Rule("RDQ006", "the action is called by its short name", Scope.REDIRECT, qualified),
    Rule("RDQ009", "the path names a call", Scope.REDIRECT, call_id),
)
