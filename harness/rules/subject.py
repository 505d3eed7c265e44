"""What rules are shown of one exchange, read once for all of them: the redirect, its body, its answer.

Reads and never judges. Anything that is no redirect of a call shows nothing.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from harness import body
from harness.address import Address, address, is_redirect
from harness.body import child
from harness.exchange import Exchange, Origin, Request, Response, Way
from harness.rules.model import Scope

BODY = "request.body"
TARGETS = "request.body.targets"
"""Where findings on the body and on its targets begin."""

OURS = frozenset({Origin.ENFORCED, Origin.FAULT})
"""Answers that redial made up, to protect or to test a bot: they say nothing about the service."""


@dataclass(frozen=True, slots=True)
class Redirect:
    """A redirect as sent. address: None when its path is no spelling of a call's action."""

    exchange: Exchange
    address: Address | None

    @property
    def request(self) -> Request:
        """The request that asks for it."""
        return self.exchange.request


@dataclass(frozen=True, slots=True)
class Body:
    """A redirect's body: `members` in the order sent."""

    members: Mapping[str, Any]

    @property
    def targets(self) -> list[Any]:
        """The elements of `targets`, whatever they are; empty when it is no array."""
        found = self.members.get("targets")
        return found if isinstance(found, list) else []

    def identities(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Each target's identity that is an object, and where it stands."""
        for index, target in enumerate(self.targets):
            identity = target.get("identity") if isinstance(target, dict) else None
            if isinstance(identity, dict):
                yield child(child(TARGETS, index), "identity"), identity


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back for a redirect."""

    exchange: Exchange
    response: Response


def redirect(exchange: Exchange) -> Redirect | None:
    """The redirect that an exchange asks for, or None."""
    if exchange.way is not Way.TO_GRAPH or not is_redirect(exchange.request.url):
        return None
    return Redirect(exchange, address(exchange.request.url))


def arrived(exchange: Exchange) -> bool:
    """Whether the request arrived whole: what broke off says nothing about what the bot meant to send."""
    return exchange.facts.get("request_complete") is not False


def redirect_body(exchange: Exchange) -> Body | None:
    """The body of a redirect, or None when it is no JSON object (RDQ020 says so) or never arrived whole."""
    if (
        redirect(exchange) is None
        or not arrived(exchange)
        or not_an_object(exchange.request.body) is not None
    ):
        return None
    return Body(body.value_of(exchange.request.body))


def redirect_answer(exchange: Exchange) -> Answer | None:
    """What was answered to a redirect, or None when nobody answered or redial itself did."""
    if redirect(exchange) is None or exchange.origin in OURS or exchange.response is None:
        return None
    return Answer(exchange, exchange.response)


SUBJECTS: Mapping[Scope, Callable[[Exchange], Redirect | Body | Answer | None]] = {
    Scope.REDIRECT: redirect,
    Scope.BODY: redirect_body,
    Scope.ANSWER: redirect_answer,
}
"""What one exchange shows to the rules of each scope; a conversation is more than one exchange."""

_OPENINGS = (
    (b"\xef\xbb\xbf", "opens with a byte order mark"),
    (b"\x1f\x8b", "is still compressed"),
    (b"\xff\xfe", "is text in UTF-16"),
    (b"\xfe\xff", "is text in UTF-16"),
)


def not_an_object(message: bytes) -> str | None:
    """What a body is instead of a JSON object, such as `is empty`; None when it is one."""
    if not message.strip():
        return "is empty"
    for opening, words in _OPENINGS:
        if message.startswith(opening):
            return words
    try:
        value = body.value_of(message)
    except ValueError:
        return "is not JSON"
    return None if isinstance(value, dict) else f"is {kind(value)}"


def kind(value: object) -> str:
    """What a JSON value is, with its article."""
    match value:
        case None:
            return "null"
        case bool():
            return "a boolean"
        case str():
            return "a string"
        case list():
            return "an array"
        case dict():
            return "an object"
        case _:
            return "a number"
