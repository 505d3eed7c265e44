"""Rules on what the service answers to a redirect. What redial answers itself is not judged."""

from collections.abc import Iterator

from harness import body
from harness.contract.model import Contract, Fact
from harness.contract.precedence import Documentation, Standing, Weighing
from harness.findings import Severity
from harness.rules.model import Breach, Rule, Scope, deciding, stated
from harness.rules.subject import Answer, kind
from harness.rules.wording import documenting, listed

_STATUS = "response.status"
_BODY = "response.body"
_EMPTY = (202, 204)
"""Statuses with which a redirect succeeds in some edition; both come without a body."""


def success(answer: Answer, documentation: Documentation) -> Iterator[Breach]:
    """What it checks: a redirect that succeeds is answered with the status that the edition documents.

    Why it matters: a bot that waits for one status takes another for a failure, and tries again on a call
    that is already on its way. The editions disagree: the generated reference says 204, the published pages
    say 202. A status that another edition documents is information; judge a live bot by the published page.

    Breaks it:

        HTTP/1.1 200 OK

    Instead:

        HTTP/1.1 204 No Content

    Who says so: the response section of each edition. 204 is reference's, 202 that of v1.0 and beta.

    Severity: reference error, v1.0 error, beta error.
    """
    status = answer.response.status
    if not 200 <= status < 300:
        return
    verdict = documentation.listed(lambda contract: contract.successes, lambda fact: fact.value == status)
    if verdict is None:
        return
    own = listed(map(str, deciding(documentation, verdict).success_statuses))
    if verdict.standing is Standing.DOCUMENTED_ELSEWHERE:
        message = f"{documenting(verdict)} {status}, this page {own}"
    else:
        message = f"the answer is {status}; {verdict.deciding.edition} documents {own}"
    yield Breach.weighed(verdict, _STATUS, message, _advice(verdict, own))


def _advice(verdict: Weighing, own: str) -> str:
    published = next((voice.edition for voice in verdict.documented_by if voice.cite.url), None)
    if published is not None:
        return f"For a live bot set contract = {published}: `--contract {published}`."
    if verdict.documented_by:
        documented = verdict.documented_by[0].edition
        return f"If a stub that follows {documented} answered, judge it by that: `--contract {documented}`."
    return f"Find out what answered in place of the service, which answers {own}."


def no_body(answer: Answer, documentation: Documentation) -> Iterator[Breach]:
    """What it checks: an answer 202 or 204 has no body. With 204 a body is an error, with 202 a warning.

    Why it matters: HTTP ends a 204 at its headers, so that a body there is read as the start of the next
    answer on the same connection. A client that finds a body after 202 may try to read a result out of it;
    there is none.

    Breaks it:

        HTTP/1.1 202 Accepted
        Content-Type: application/json

        {"status": "accepted"}

    Instead:

        HTTP/1.1 202 Accepted

    Who says so: the response section of each edition; RFC 9110 section 15.3.5 for 204.

    Severity: reference warning, v1.0 warning, beta warning.
    """
    status = answer.response.status
    if status in _EMPTY and answer.response.body:
        yield Breach(
            Severity.ERROR if status == 204 else Severity.WARNING,
            _BODY,
            f"the answer {status} has a body of {len(answer.response.body)} bytes, and should have none",
            "Answer without a body: how the call ends is told later, by a notification.",
            stated(documentation, lambda contract: _success(contract, status)),
        )


def _success(contract: Contract, status: int) -> Fact[int] | None:
    return next((fact for fact in contract.successes or () if fact.value == status), None)


def error_body(answer: Answer, _documentation: Documentation) -> Iterator[Breach]:
    """What it checks: an answer 4xx or 5xx is JSON of the form `{"error": {"code": ..., "message": ...}}`.

    Why it matters: the code says whether a second attempt can help while the call still rings. Graph's SDKs
    make a typed error of this form only; of anything else they keep the bare status. A page in HTML mostly
    comes from a gateway on the way and not from Graph.

    Breaks it:

        HTTP/1.1 404 Not Found
        Content-Type: text/html

        <h1>Not Found</h1>

    Instead:

        HTTP/1.1 404 Not Found
        Content-Type: application/json

        {"error": {"code": "8522", "message": "Call not found."}}

    Who says so: Graph's page on error responses, which holds for all of its APIs; no edition repeats it.

    Severity: reference warning, v1.0 warning, beta warning.
    """
    status = answer.response.status
    flaw = _no_error(answer.response.body) if 400 <= status < 600 else None
    if flaw is not None:
        yield Breach(
            Severity.WARNING,
            _BODY,
            f"the answer {status} does not say what went wrong: its body {flaw}",
            'Expect `{"error": {"code": "...", "message": "..."}}`, and ask what stands on the way to Graph.',
        )


def _no_error(message: bytes) -> str | None:
    """What keeps a body from being an error as Graph writes it; None when it is one."""
    if not message.strip():
        return "is empty"
    try:
        value = body.value_of(message)
    except ValueError:
        return "is not JSON"
    if not isinstance(value, dict):
        return f"is {kind(value)}"
    error = value.get("error")
    if not isinstance(error, dict):
        return "has no object `error`"
    missing = [name for name in ("code", "message") if name not in error]
    return f"has no {listed(f'`{name}`' for name in missing)} in `error`" if missing else None


RULES = (
    Rule("RDR001", "a success has the documented status", Scope.ANSWER, success),
    Rule("RDR002", "a success has no body", Scope.ANSWER, no_body),
    Rule("RDR004", "a failure says what went wrong", Scope.ANSWER, error_body),
)
