"""Rules on a redirect's body as it travelled: its coding, its length, and keys that repeat.

A recording holds the body decoded and laid out; what it was, was noted as facts when it was recorded.
"""

from collections.abc import Iterator

from harness import body as json_body
from harness.contract.precedence import Documentation
from harness.facts import with_repeats
from harness.findings import Severity
from harness.rules.model import Breach, Rule, Scope, Unjudged
from harness.rules.subject import BODY, Body, Redirect, arrived


def coding(redirect: Redirect, _documentation: Documentation) -> Iterator[Breach | Unjudged]:
    """What it checks: the body is in the coding that its Content-Encoding says, and in none that it does not.

    The fact encoding_valid says it. What then stands in the body is not judged.

    Why it matters: clients in Go compress what they send. A body that cannot be decoded is refused, and one
    that is compressed without a word is no JSON.

    Breaks it:

        encoding_valid = false

    Instead:

        encoding_valid = true

    Who says so: RFC 9110 section 8.4.

    Severity: reference error, v1.0 error, beta error.
    """
    valid = redirect.exchange.facts.get("encoding_valid")
    if valid is None and "content-encoding" in redirect.request.headers:
        yield Unjudged("the recording does not say whether the body was what its Content-Encoding says")
    elif valid is False and arrived(redirect.exchange):
        yield Breach(
            Severity.ERROR,
            BODY,
            "the body is not in the coding that its Content-Encoding says",
            "Send the JSON as it is, or compressed with gzip and `Content-Encoding: gzip`.",
        )


def length(redirect: Redirect, _documentation: Documentation) -> Iterator[Breach | Unjudged]:
    """What it checks: Content-Length, where it is sent, is the number of bytes that the body has on the wire.

    The facts length_sent and length_counted say it.

    Why it matters: a server that is promised more waits for the rest while the call rings; one that is
    promised less reads the end as the next request. The example of the generated reference has a length that
    is right for line ends of two characters only, and wrong for whoever copies the body without them.

    Breaks it:

        length_sent = 248
        length_counted = 237

    Instead:

        length_sent = 237
        length_counted = 237

    Who says so: RFC 9110 section 8.6.

    Severity: reference error, v1.0 error, beta error.
    """
    facts = redirect.exchange.facts
    sent, counted = facts.get("length_sent"), facts.get("length_counted")
    if counted is None:
        yield Unjudged("the recording keeps no lengths")
    elif sent is not None and sent != counted and not arrived(redirect.exchange):
        yield Unjudged("the request broke off")
    elif sent is not None and sent != counted:
        yield Breach(
            Severity.ERROR,
            "request.headers.content-length",
            f"Content-Length is {sent}, and the body has {counted} bytes",
            "Let the HTTP client count the bytes of the body that it sends.",
        )


def repeated(body: Body, _documentation: Documentation) -> Iterator[Breach]:
    """What it checks: no key stands twice in one object of the body.

    The fact duplicate_keys says it, or else the body itself, which is recorded with its repeats.

    Why it matters: which of two timeouts counts, the first or the last, is for each reader of JSON to decide,
    and some refuse the body. No JSON library writes a key twice; a template of text does.

    Breaks it:

        {"targets": [{"identity": {"user": {"id": "5e93a1c8-f04d-4762-9bd8-a20f6c75e31b"}}}],
         "timeout": 30,
         "timeout": 60}

    Instead:

        {"targets": [{"identity": {"user": {"id": "5e93a1c8-f04d-4762-9bd8-a20f6c75e31b"}}}],
         "timeout": 60}

    Who says so: RFC 8259 section 4.

    Severity: reference error, v1.0 error, beta error.
    """
    counted = body.exchange.facts.get("duplicate_keys")
    sent = body.exchange.request.body
    document = json_body.read(sent) if counted != 0 and with_repeats(sent)[1] else None
    shown = dict.fromkeys(document.duplicates if document else ())
    for path in shown or ([""] if counted else []):
        yield Breach(
            Severity.ERROR,
            f"{BODY}{'.' if path and not path.startswith('[') else ''}{path}",
            "a key stands more than once in one object of the body",
            "Send each member once, and let a JSON library write the body.",
        )


RULES = (
    Rule("RDQ013", "the body is in its coding", Scope.REDIRECT, coding),
    Rule("RDQ014", "Content-Length is the body's", Scope.REDIRECT, length),
    Rule("RDQ074", "no key stands twice", Scope.BODY, repeated),
)
