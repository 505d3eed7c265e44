"""Rules on how a failure is told: the error in the body of a redirect's answer, its code, and its cause."""

from collections.abc import Iterator, Mapping
from typing import Any

from harness.contract.advice import ADVICE, HINTS
from harness.contract.precedence import Documentation
from harness.findings import Severity
from harness.parsed import parsed
from harness.rules.model import Breach, Rule, Scope
from harness.rules.subject import Answer, kind
from harness.rules.wording import listed

_BODY = "response.body"
_CODE = "response.body.error.code"
_MESSAGE = "response.body.error.message"
_UNKNOWN = "UnknownError"


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
        request-id: 4d7a1c52-9e03-4b68-8f2d-c6a05b3e97f1

        {"error": {"code": "NotFound", "message": "There is no such call."}}

    Who says so: Graph's page on error responses, which holds for all of its APIs; no edition repeats it.

    Severity: reference warning, v1.0 warning, beta warning.
    """
    words = flaw(answer)
    if words is not None:
        yield Breach(
            Severity.WARNING,
            _BODY,
            f"the answer {answer.response.status} does not say what went wrong: its body {words}",
            'Expect `{"error": {"code": "...", "message": "..."}}`, and ask what stands on the way to Graph.',
        )


def error_code(answer: Answer, _documentation: Documentation) -> Iterator[Breach]:
    """What it checks: the `code` of an error is a string, also where it is a number: `"8522"`.

    What the numbers mostly mean is RDR011's. Of a few that no report explains, the meaning on a sister
    product (Azure Communication Services) is told, as a hint.

    Why it matters: a bot decides by the code whether another attempt makes sense. Graph's type for errors has
    a string there; a client that reads it strictly finds no code in a number, and one that compares with
    `"8522"` does not see that it is the same.

    Breaks it:

        HTTP/1.1 400 Bad Request
        Content-Type: application/json
        request-id: 4d7a1c52-9e03-4b68-8f2d-c6a05b3e97f1

        {"error": {"code": 4000, "message": "Refused."}}

    Instead:

        HTTP/1.1 400 Bad Request
        Content-Type: application/json
        request-id: 4d7a1c52-9e03-4b68-8f2d-c6a05b3e97f1

        {"error": {"code": "4000", "message": "Refused."}}

    Who says so: Graph's page on error responses, and answers of the live service, which write the numbers of
    the calling service in quotes.

    Severity: reference info, v1.0 info, beta info.
    """
    code = _error(answer).get("code", "")
    if isinstance(code, str) and code in HINTS:
        yield Breach(
            Severity.INFO,
            _CODE,
            f"no page says what {code} means; on a sister product it stands for {HINTS[code]}",
            "Take it as a hint: what Graph means by the number is not documented.",
        )
    elif not isinstance(code, str):
        yield Breach(
            Severity.INFO,
            _CODE,
            f"the `code` of the error is {kind(code)}, and Graph writes a string",
            "Compare codes as text, and find out what answered in place of Graph.",
        )


def nested_error(answer: Answer, _documentation: Documentation) -> Iterator[Breach]:
    r"""What it checks: an error with the code UnknownError has no other error as JSON in its message.

    Why it matters: Graph wraps some refusals of the calling service so. The code that says what is wrong then
    stands as `errorCode` in the text of `message`; a bot that looks at the outer code alone learns nothing.
    What the inner code mostly means is said by RDR011.

    Breaks it:

        HTTP/1.1 403 Forbidden
        Content-Type: application/json
        request-id: 4d7a1c52-9e03-4b68-8f2d-c6a05b3e97f1

        {"error": {"code": "UnknownError", "message": "{\"errorCode\":\"7503\",\"message\":\"No.\"}"}}

    Instead:

        HTTP/1.1 403 Forbidden
        Content-Type: application/json
        request-id: 4d7a1c52-9e03-4b68-8f2d-c6a05b3e97f1

        {"error": {"code": "Forbidden", "message": "No."}}

    Who says so: answers of the live service to bots whose calling was not enabled; no edition tells of it.

    Severity: reference info, v1.0 info, beta info.
    """
    if _inner(answer):
        yield Breach(
            Severity.INFO,
            _MESSAGE,
            f"the code is {_UNKNOWN}, and the message holds another error as JSON",
            "Read the message as JSON, and go by its `errorCode`.",
        )


def explained(answer: Answer, _documentation: Documentation) -> Iterator[Breach]:
    """What it checks: the refusal is none whose usual cause is known.

    Known are 7503, 7504, 7505, 7507, 8522 and 9999, as text or as a number, as the error's own code or as the
    one inside the message of an UnknownError. The finding says the cause, and what mostly helps.

    Why it matters: the messages of these refusals hardly say what to do, and no page explains the numbers.
    Most of them are not a matter of the request: a token of the wrong tenant or application, a consent or a
    setting that is missing, a call that is over.

    Breaks it:

        HTTP/1.1 404 Not Found
        Content-Type: application/json
        request-id: 4d7a1c52-9e03-4b68-8f2d-c6a05b3e97f1

        {"error": {"code": "8522", "message": "Call not found."}}

    Instead:

        HTTP/1.1 202 Accepted

    Who says so: reports of users and the answers they were given; no edition lists a code.

    Severity: reference info, v1.0 info, beta info.
    """
    inner = _inner(answer)
    code = inner.get("errorCode") if inner else _error(answer).get("code")
    number = str(code).strip() if isinstance(code, str | int) else ""
    advice = ADVICE.get(number)
    if advice is not None:
        yield Breach(
            Severity.INFO,
            _MESSAGE if inner else _CODE,
            f"{number} mostly means that {advice.cause}",
            advice.fix,
        )


def flaw(answer: Answer) -> str | None:
    """What keeps the body of a failure from being an error as Graph writes it, such as `is empty`; None when
    it is one, and when the answer is no failure.
    """
    message = answer.response.body
    if not 400 <= answer.response.status < 600:
        return None
    if not message.strip():
        return "is empty"
    try:
        value = parsed(message)
    except ValueError:
        return "is not JSON"
    if not isinstance(value, dict):
        return f"is {kind(value)}"
    error = value.get("error")
    if not isinstance(error, dict):
        return "has no object `error`"
    missing = [name for name in ("code", "message") if name not in error]
    return f"has no {listed(f'`{name}`' for name in missing)} in `error`" if missing else None


def _error(answer: Answer) -> Mapping[str, Any]:
    """The error of an answer that is a failure in Graph's form, else empty."""
    if not 400 <= answer.response.status < 600 or flaw(answer) is not None:
        return {}
    error: Mapping[str, Any] = parsed(answer.response.body)["error"]
    return error


def _inner(answer: Answer) -> Mapping[str, Any]:
    """The error that stands as JSON in the message of an UnknownError, else empty."""
    error = _error(answer)
    message = error.get("message")
    if error.get("code") != _UNKNOWN or not isinstance(message, str):
        return {}
    try:
        inner = parsed(message.encode())
    except ValueError:
        return {}
    return inner if isinstance(inner, dict) else {}


RULES = (
    Rule("RDR004", "a failure says what went wrong", Scope.ANSWER, error_body),
    Rule("RDR005", "the code of an error is a string", Scope.ANSWER, error_code),
    Rule("RDR006", "an error holds no other error", Scope.ANSWER, nested_error),
    Rule("RDR011", "the refusal has no known cause", Scope.ANSWER, explained),
)
