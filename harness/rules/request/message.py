"""Rules on a redirect's message as a whole: method, headers, and whether its body is JSON.

Where it goes, what the path names and what the body holds have files of their own.
"""

import re
from collections.abc import Iterator

from harness.address import is_guid
from harness.contract.model import Contract, Fact
from harness.contract.precedence import Documentation
from harness.findings import Severity
from harness.rules.model import Breach, Rule, Scope, deciding, stated
from harness.rules.subject import BODY, STAND_INS, Redirect, legible, not_an_object
from harness.rules.wording import named

_MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+")
_WHOLE = '{"targets": [{"identity": {"user": {"id": "<object id>"}}}]}'


def method(redirect: Redirect, documentation: Documentation) -> Iterator[Breach]:
    """What it checks: the method of a redirect is POST, in capitals.

    Why it matters: redirect is an action, and an action is called by POST alone; with any other method
    nothing is asked for, and the call rings on until its time is over. A client that follows a 302 on its way
    to Graph makes a GET of the POST without telling anyone.

    Breaks it:

        GET /v1.0/communications/calls/9f2c61b8-0d4e-4a37-8b15-c7e3a6904d52/redirect

    Instead:

        POST /v1.0/communications/calls/9f2c61b8-0d4e-4a37-8b15-c7e3a6904d52/redirect

    Who says so: the HTTP request block of every edition.

    Severity: reference error, v1.0 error, beta error.
    """
    if redirect.request.method != "POST":
        yield Breach(
            Severity.ERROR,
            "request.method",
            f"the method is {named(redirect.request.method)}, and a redirect is asked for by POST",
            "Send POST, and do not let the client follow HTTP redirects.",
            documentation.chosen.routes.cite,
        )


def authorization(redirect: Redirect, documentation: Documentation) -> Iterator[Breach]:
    """What it checks: the redirect has an Authorization header with the scheme Bearer and a token, redacted
    or not.

    A cassette of another tool may lack the header or hold one word in its place, because vcrpy's
    filter_headers took the token out; such a cassette keeps no times, and there the rule is silent.

    Why it matters: without a token the service refuses, and the bot finds out while the call rings.

    Breaks it:

        Authorization: Basic REDACTED

    Instead:

        Authorization: Bearer REDACTED

    Who says so: the header table of every edition, and RFC 6750 section 2.1.

    Severity: reference error, v1.0 error, beta error.
    """
    value = redirect.request.headers.get("authorization")
    words = (value or "").split()
    if len(words) > 1 and words[0].lower() == "bearer":
        return
    if redirect.exchange.started_at is None and len(words) < 2:
        return
    yield Breach(
        Severity.ERROR,
        "request.headers.authorization",
        "the request has no Authorization header"
        if value is None
        else "the Authorization header is not `Bearer` and a token",
        "Send `Authorization: Bearer {token}` with an application token for https://graph.microsoft.com/.default.",
        stated(documentation, lambda contract: contract.header("Authorization")),
    )


def content_type(redirect: Redirect, documentation: Documentation) -> Iterator[Breach]:
    """What it checks: Content-Type is application/json; a charset or another parameter may follow.

    Why it matters: a service that is not told that the body is JSON need not read it as JSON. Clients built
    on a generic HTTP library lose the header when the body is handed over as text or as form fields.

    Breaks it:

        Content-Type: text/plain

    Instead:

        Content-Type: application/json; charset=utf-8

    Who says so: the header table of reference requires it; v1.0 and beta do not list it and send it in all
    examples.

    Severity: reference error, v1.0 warning, beta warning.
    """
    value = redirect.request.headers.get("content-type")
    media = (value or "").partition(";")[0].strip().lower()
    verdict = documentation.constraint(_media_type, lambda fact: media == fact.value.lower())
    if verdict is None:
        return
    wanted = _media_type(deciding(documentation, verdict))
    if value is None:
        sent = "the request has no Content-Type header"
    elif _MEDIA_TYPE.fullmatch(media):
        sent = f"Content-Type is {named(media)}"
    else:
        sent = "Content-Type is no media type"
    yield Breach.weighed(
        verdict,
        "request.headers.content-type",
        f"{sent}; {verdict.deciding.edition} requires {wanted.value if wanted else 'it'}",
        "Send `Content-Type: application/json`.",
    )


def _media_type(contract: Contract) -> Fact[str] | None:
    header = contract.header("Content-Type")
    return header.value if header else None


def json_object(redirect: Redirect, documentation: Documentation) -> Iterator[Breach]:
    """What it checks: the body is a JSON object in UTF-8 without a byte order mark.

    When it is not, no other rule looks into the body. Of a request that broke off, or whose body is not what
    its Content-Encoding says (RDQ013), no rule does.

    Why it matters: the parameters of the action are the members of that object; with anything else none of
    them arrives, and the call is not passed on. Trailing commas, as the published notification examples have
    them, are no JSON.

    Breaks it:

        [{"identity": {"user": {"id": "5e93a1c8-f04d-4762-9bd8-a20f6c75e31b"}}}]

    Instead:

        {"targets": [{"identity": {"user": {"id": "5e93a1c8-f04d-4762-9bd8-a20f6c75e31b"}}}]}

    Who says so: the request body section of every edition, and RFC 8259 section 8.1 on UTF-8 and the mark.

    Severity: reference error, v1.0 error, beta error.
    """
    flaw = not_an_object(redirect.request.body)
    if flaw is not None and legible(redirect.exchange):
        yield Breach(
            Severity.ERROR,
            BODY,
            f"the body {flaw}, and the parameters of a redirect are the members of a JSON object",
            f"Send a JSON object in UTF-8 such as `{_WHOLE}`.",
            stated(documentation, lambda contract: contract.parameters),
        )


def request_id(redirect: Redirect, _documentation: Documentation) -> Iterator[Breach]:
    """What it checks: the header client-request-id is sent, and is a GUID.

    Where a recording, the simulator or a fault answers, a redirect may lack it: Graph's SDKs send it to the
    hosts of Graph alone.

    Why it matters: the service notes the id with what it did. With it, support finds one redirect among all,
    and attempts that repeat each other can be told from new ones.

    Breaks it:

        client-request-id: redirect-7

    Instead:

        client-request-id: 3f8e1c62-9b07-4d15-a6e4-58c2d0b7f931

    Who says so: Graph's guide to good practice; its SDKs send one with every request.

    Severity: reference info, v1.0 info, beta info.
    """
    value = redirect.request.headers.get("client-request-id")
    if is_guid((value or "").strip()) or (value is None and redirect.exchange.origin in STAND_INS):
        return
    yield Breach(
        Severity.INFO,
        "request.headers.client-request-id",
        "the request has no client-request-id" if value is None else "client-request-id is no GUID",
        "Send a new GUID as `client-request-id` with each redirect, and the same one when it is repeated.",
    )


RULES = (
    Rule("RDQ001", "the method is POST", Scope.REDIRECT, method),
    Rule("RDQ011", "a bearer token is sent", Scope.REDIRECT, authorization),
    Rule("RDQ012", "the content type is JSON", Scope.REDIRECT, content_type),
    Rule("RDQ020", "the body is a JSON object", Scope.REDIRECT, json_object),
    Rule("RDQ080", "a client-request-id is sent", Scope.REDIRECT, request_id),
)
