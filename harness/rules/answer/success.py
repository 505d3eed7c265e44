"""Rules on what the service answers to a redirect: its status, its headers, and that a success says no more.

What redial answers itself is not judged. What a failure says has a file of its own.
"""

from collections.abc import Iterator

from harness.contract.model import Contract, Fact
from harness.contract.precedence import Documentation, Standing, Weighing
from harness.findings import Severity
from harness.rules.answer.failure import flaw
from harness.rules.model import Breach, Rule, Scope, deciding, stated
from harness.rules.subject import Answer
from harness.rules.wording import documenting, listed

_STATUS = "response.status"
_BODY = "response.body"
_EMPTY = (202, 204)
"""Statuses with which a redirect succeeds in some edition; both come without a body."""

_FOLLOWED = {
    **dict.fromkeys((301, 302, 303), ", after which most clients send GET and no body"),
    **dict.fromkeys(
        (307, 308), ", after which clients send the body again, to another host without the token"
    ),
}
"""What clients make of an HTTP redirect (RFC 9110 section 15.4); nothing of the others."""

_CLIENT_ID = "client-request-id"


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


def http_redirect(answer: Answer, documentation: Documentation) -> Iterator[Breach]:
    """What it checks: the answer is no HTTP redirect, 300 to 399.

    Why it matters: no page knows one here; what sends it mostly stands between the bot and Graph. Many
    clients follow a 301, 302 or 303 with GET and without the body, so that nothing is asked for any more, and
    take the answer to that for the redirect's. After 307 and 308 they send the body again, but to another
    host without the token.

    Breaks it:

        HTTP/1.1 302 Found
        Location: https://graph.microsoft.com/

    Instead:

        HTTP/1.1 202 Accepted

    Who says so: the response section of each edition, by leaving it out; RFC 9110 section 15.4 on what
    clients make of it.

    Severity: reference warning, v1.0 warning, beta warning.
    """
    status = answer.response.status
    if 300 <= status < 400:
        yield Breach(
            Severity.WARNING,
            _STATUS,
            f"the answer is {status}, an HTTP redirect{_FOLLOWED.get(status, '')}",
            "Let the client follow none, and send to the host of Graph itself.",
            stated(documentation, lambda contract: contract.successes),
        )


def correlation(answer: Answer, _documentation: Documentation) -> Iterator[Breach]:
    """What it checks: the answer has a request-id, and a client-request-id in it is the one that was sent.

    What answers in another form than Graph's is RDR003's and RDR004's.

    Why it matters: support finds a request by these two ids. Graph gives each answer a request-id of its own
    and repeats the client's id; where either is not so, something else answered, or an answer was mixed up
    with that of another request.

    Breaks it:

        HTTP/1.1 202 Accepted
        Content-Length: 0

    Instead:

        HTTP/1.1 202 Accepted
        request-id: 4d7a1c52-9e03-4b68-8f2d-c6a05b3e97f1

    Who says so: answers of the live service; no edition lists the headers of an answer.

    Severity: reference info, v1.0 info, beta info.
    """
    headers = answer.response.headers
    if "request-id" not in headers and not 300 <= answer.response.status < 400 and flaw(answer) is None:
        yield Breach(
            Severity.INFO,
            "response.headers.request-id",
            "the answer has no request-id, and Graph puts one on every answer",
            "Find out what answered in place of Graph.",
        )
    sent, echoed = answer.exchange.request.headers.get(_CLIENT_ID), headers.get(_CLIENT_ID)
    if sent and echoed and sent.strip().lower() != echoed.strip().lower():
        yield Breach(
            Severity.INFO,
            f"response.headers.{_CLIENT_ID}",
            "the answer's client-request-id is not the one that was sent",
            "Make sure that each attempt gets its own answer, and find out what stands on the way to Graph.",
        )


RULES = (
    Rule("RDR001", "a success has the documented status", Scope.ANSWER, success),
    Rule("RDR002", "a success has no body", Scope.ANSWER, no_body),
    Rule("RDR003", "the answer is no HTTP redirect", Scope.ANSWER, http_redirect),
    Rule("RDR009", "the answer can be traced", Scope.ANSWER, correlation),
)
