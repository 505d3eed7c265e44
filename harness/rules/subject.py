"""What rules are shown of one exchange: a redirect, its body, its answer, a webhook.

Reads and never judges. Anything that is no redirect of a call and no webhook shows nothing.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from harness.address import Address, address, is_redirect
from harness.body import child
from harness.exchange import Exchange, Origin, Request, Response, Way
from harness.parsed import parsed
from harness.rules.held import Held
from harness.rules.model import Scope, Unjudged
from harness.rules.telling import telling

BODY = "request.body"
TARGETS = "request.body.targets"
"""Where findings on the body and on its targets begin."""

VALUE = "request.body.value"
"""Where the notifications of a webhook stand."""

STAND_INS = frozenset({Origin.RECORDED, Origin.SIMULATED, Origin.FAULT})
"""Answers of what stands in for Graph on purpose: how it is reached says little about the bot."""

OURS = frozenset({Origin.ENFORCED, Origin.FAULT})
"""Answers that redial made up, to protect or to test a bot: they say nothing about the service."""

TOO_LARGE = Unjudged("a body was too large to be kept")
"""What is shown of an exchange of which only the size of its body was kept (harness.facts.LARGEST)."""


@dataclass(frozen=True, slots=True)
class Redirect:
    """A redirect as sent. address: None when its path is no spelling of a call's action."""

    exchange: Exchange
    address: Address | None

    @property
    def request(self) -> Request:
        """The request that asks for it."""
        return self.exchange.request


@dataclass(frozen=True)
class Body:
    """A redirect's body: `members` in the order sent. What many rules ask for is looked up once."""

    exchange: Exchange
    members: Mapping[str, Any]

    @cached_property
    def targets(self) -> list[Any]:
        """The elements of `targets`, whatever they are; empty when it is no array."""
        found = self.members.get("targets")
        return found if isinstance(found, list) else []

    @cached_property
    def identities(self) -> tuple[tuple[str, Mapping[str, Any]], ...]:
        """Each target's identity that is an object, and where it stands."""
        return tuple(self._identities())

    def _identities(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        for index, target in enumerate(self.targets):
            identity = target.get("identity") if isinstance(target, dict) else None
            if isinstance(identity, dict):
                yield child(child(TARGETS, index), "identity"), identity


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back for a redirect."""

    exchange: Exchange
    response: Response


@dataclass(frozen=True)
class Webhook:
    """A message of the platform to the bot, and the bot's reply.

    value: its body as JSON, None when it is none. flaw: what the body is instead of a JSON object, such as
    `is empty`; None when it is one.
    """

    exchange: Exchange
    value: Any
    flaw: str | None

    @property
    def request(self) -> Request:
        """The message itself."""
        return self.exchange.request

    @property
    def legacy(self) -> bool:
        """Whether it is written in the older Skype format: an object with `callState` and without `value`."""
        return self.flaw is None and "callState" in self.value and "value" not in self.value

    @cached_property
    def elements(self) -> tuple[tuple[str, Mapping[str, Any]], ...]:
        """The notifications that are objects, and where each stands."""
        return tuple(self._elements())

    def _elements(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        found = self.value.get("value") if self.flaw is None else None
        for index, element in enumerate(found if isinstance(found, list) else []):
            if isinstance(element, dict):
                yield child(VALUE, index), element

    @property
    def resources(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """The resourceData of each notification that has one, and where it stands."""
        for where, element in self.elements:
            if isinstance(data := element.get("resourceData"), dict):
                yield child(where, "resourceData"), data

    @property
    def calls(self) -> Iterator[tuple[str, Mapping[str, Any], Mapping[str, Any]]]:
        """The notifications on a call, by their type or for want of one: where each stands, the notification,
        and its resourceData.
        """
        for where, element in self.elements:
            data = element.get("resourceData")
            if not isinstance(data, dict):
                continue
            type_ = data.get("@odata.type")
            if type_ is None or str(type_).rpartition(".")[2] == "call":
                yield where, element, data


@dataclass(frozen=True, slots=True)
class Kept:
    """An exchange as a recording keeps it.

    key: id of the key its masks were made with; None: nothing of ours masked it. texts: those of it of which
    a rule could have a word to say, in order. marked: whether redial recorded it.
    """

    exchange: Exchange
    key: str | None
    texts: tuple[Held, ...]
    marked: bool = False

    @property
    def leaking(self) -> Iterable[Held]:
        """Those of its texts in which something looks like a leak."""
        return (text for text in self.texts if text.leaks)


def redirect(exchange: Exchange) -> Redirect | None:
    """The redirect that an exchange asks for, or None."""
    if exchange.way is not Way.TO_GRAPH or not is_redirect(exchange.request.url):
        return None
    return Redirect(exchange, address(exchange.request.url))


def arrived(exchange: Exchange) -> bool:
    """Whether the request arrived whole: what broke off says nothing about what the bot meant to send."""
    return exchange.facts.get("request_complete") is not False


def legible(exchange: Exchange) -> bool:
    """Whether the body arrived whole, was what its Content-Encoding says, and was kept."""
    decoded = exchange.facts.get("encoding_valid") is not False
    return arrived(exchange) and decoded and not _left_out(exchange)


def redirect_body(exchange: Exchange) -> Body | None:
    """The body of a redirect, or None when it is no JSON object (RDQ020 says so) or cannot be read."""
    if (
        redirect(exchange) is None
        or not legible(exchange)
        or not_an_object(exchange.request.body) is not None
    ):
        return None
    return Body(exchange, parsed(exchange.request.body))


def redirect_answer(exchange: Exchange) -> Answer | Unjudged | None:
    """What was answered to a redirect; None when redial itself answered."""
    if redirect(exchange) is None or exchange.origin in OURS:
        return None
    if exchange.response is None:
        return Unjudged("the request got no answer")
    if "answer_left_out" in exchange.facts:
        return TOO_LARGE
    return Answer(exchange, exchange.response)


def webhook(exchange: Exchange) -> Webhook | None:
    """The webhook that an exchange is, or None."""
    if exchange.way is not Way.TO_BOT:
        return None
    flaw = not_an_object(exchange.request.body)
    return Webhook(exchange, None if flaw else parsed(exchange.request.body), flaw)


def kept(exchange: Exchange, key: str | None, *, marked: bool = False) -> Kept:
    """An exchange that stands in a recording, read for what it gives away."""
    return Kept(exchange, key, tuple(telling(exchange)), marked)


def _left_out(exchange: Exchange) -> bool:
    return "body_left_out" in exchange.facts


type Subject = Redirect | Body | Answer | Webhook

SUBJECTS: Mapping[Scope, Callable[[Exchange], Subject | Unjudged | None]] = {
    Scope.REDIRECT: redirect,
    Scope.BODY: lambda each: TOO_LARGE if redirect(each) and _left_out(each) else redirect_body(each),
    Scope.ANSWER: redirect_answer,
    Scope.WEBHOOK: lambda each: TOO_LARGE if each.way is Way.TO_BOT and _left_out(each) else webhook(each),
}
"""What one exchange shows to the rules of each scope. None: nothing; Unjudged: it should, and cannot.

A call, a chain and a session are more than one exchange; Kept knows more than the exchange."""

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
        value = parsed(message)
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
