"""The people and places of a simulated call, and how the platform tells of them: all made up, none real.

What happens to the call is not known here. Ids are drawn from whoever asks.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from harness import body
from harness.facts import INVENTED
from harness.headers import Headers
from harness.notification import Call, Party
from harness.tokens import bearer, platform_token

WEBHOOK = "/api/calls"
"""Where calls ring that nobody said otherwise of: the path of Microsoft's samples."""

HOST = "bot.example"
"""The host in a simulated call's callbackUri (RFC 2606 keeps the domain free). Deliveries do not go there."""

CALLERS = ("Amara Fictive", "Bruno Invented", "Carla Imaginary", "Dmitri Pretend", "Esra Storybook")
CALLEE = "Reception (simulated)"

_AGENT = "Microsoft-Skype/3.0,(Calling/1.0)"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a ring may ask for; what is None or empty is made up."""

    source: Party | None = None
    target: Party | None = None
    tenant: str = ""
    path: str = ""


def wanted(message: bytes) -> Wanted:
    """What the body of a ring asks for: nothing, or JSON with any of `source`, `target`, `tenant`, `path`.

    `source` and `target` are identity sets: `{"user": {"id": "...", "displayName": "..."}}`.
    Raises ValueError, whose text says what is wrong.
    """
    if not message.strip():
        return Wanted()
    try:
        members = body.value_of(message)
    except ValueError as error:
        raise ValueError("the body is no JSON") from error
    if not isinstance(members, dict):
        raise ValueError("the body is no JSON object")
    unknown = sorted(set(members) - {"source", "target", "tenant", "path"})
    if unknown:
        raise ValueError(f"`{unknown[0]}` is none of source, target, tenant, path")
    path = _text(members, "path")
    if path and not is_path(path):
        raise ValueError("`path` is no path of a URL")
    return Wanted(_party(members, "source"), _party(members, "target"), _text(members, "tenant"), path)


def is_path(text: str) -> bool:
    """Whether a call can ring there: a path of a URL, perhaps with a query."""
    return text.startswith("/") and text.isascii() and text.isprintable() and " " not in text


@dataclass(frozen=True, slots=True)
class Home:
    """The bot that is called where nobody wishes otherwise: its tenant, and the path it is called at."""

    bot: Party
    tenant: str
    path: str

    @classmethod
    def drawn(cls, draw: Callable[[str], str], path: str) -> "Home":
        """A bot of its own, in a tenant that nobody has. draw: gives an id for a kind of thing."""
        return cls(Party("applicationInstance", draw("bot"), CALLEE), INVENTED, path)


def call(number: int, identifier: str, draw: Callable[[str], str], home: Home, wanted: Wanted) -> Call:
    """The call of that number, as it was wanted."""
    return Call(
        id=identifier,
        chain=draw("chain"),
        tenant=wanted.tenant or home.tenant,
        callback=f"https://{HOST}{wanted.path or home.path}",
        source=wanted.source or Party("user", draw("user"), CALLERS[number % len(CALLERS)]),
        target=wanted.target or home.bot,
    )


def incoming(draw: Callable[[str], str]) -> Mapping[str, Any]:
    """The further members of an incoming call's resourceData."""
    context = {"@odata.type": "#microsoft.graph.incomingContext", "sourceParticipantId": draw("participant")}
    return {"myParticipantId": draw("participant"), "incomingContext": context}


def webhook_headers(call: Call, message: str, now: datetime) -> Headers:
    """The headers of a notification, as logs of the platform show them.

    message: an id of the message. now: when it is sent.
    """
    return Headers(
        (
            ("User-Agent", _AGENT),
            ("Authorization", f"Bearer {_token(call, now)}"),
            ("Accept", "application/json"),
            ("Content-Type", "application/json"),
            ("Scenario-Id", call.chain),
            ("X-Microsoft-Skype-Chain-ID", call.chain),
            ("X-Microsoft-Skype-Message-ID", message),
        )
    )


def _token(call: Call, now: datetime) -> str:
    """A token shaped like the platform's: its claims, and no signature, so that nobody accepts it.

    Its audience is the bot where the call names its application; a resource account does not tell it.
    """
    audience = call.target.id if call.target.kind == "application" else ""
    return bearer.unsigned(platform_token.claims(audience, call.tenant, now))


def _party(members: Mapping[str, Any], name: str) -> Party | None:
    identities = members.get(name)
    if identities is None:
        return None
    if isinstance(identities, dict) and len(identities) == 1:
        [(kind, identity)] = identities.items()
        if isinstance(identity, dict) and (identifier := _text(identity, "id")):
            return Party(kind, identifier, _text(identity, "displayName"))
    raise ValueError(f'`{name}` is not like {{"user": {{"id": "...", "displayName": "..."}}}}')


def _text(members: Mapping[str, Any], name: str) -> str:
    text = members.get(name)
    if text is None or isinstance(text, str):
        return text or ""
    raise ValueError(f"`{name}` is no text")
