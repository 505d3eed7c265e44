"""What a message tells, in the few words that a line or an arrow has room for."""

from typing import Any

from harness import body
from harness.exchange import Exchange
from harness.notification import Notification

TOO_LARGE = ", too large to be kept and judged"

_SHORT = 8
_NOBODY = "-" * _SHORT


def short(call: str | None) -> str:
    """A call as a line names it: the first digits of its mask."""
    return (call or _NOBODY).removeprefix("redacted-")[:_SHORT].ljust(_SHORT)


def targets(exchange: Exchange) -> str:
    """Where a redirect leads: `to user 5e93a1c8 and 1 more`."""
    if (size := exchange.facts.get("body_left_out")) is not None:
        return f"with a body of {size:,} bytes{TOO_LARGE}"
    try:
        members = body.value_of(exchange.request.body)
    except ValueError:
        return "with a body that is no JSON"
    found = members.get("targets") if isinstance(members, dict) else None
    if not isinstance(found, list) or not found:
        return "without targets"
    first = party(found[0]) or "somebody"
    return f"to {first}" + (f" and {len(found) - 1} more" if len(found) > 1 else "")


def calling(told: Notification) -> str:
    """Who calls whom: `User 7f3a90c2 calls User 51d0c6e2`."""
    callees = told.data.get("targets")
    callee = party(callees[0]) if isinstance(callees, list) and callees else ""
    return f"{party(told.data.get('source')) or 'somebody'} calls {callee or 'the bot'}"


def party(participant: Any) -> str:
    """Whoever a participant is: a name that is masked, else the kind and the beginning of the id."""
    identities = participant.get("identity") if isinstance(participant, dict) else None
    for kind, identity in identities.items() if isinstance(identities, dict) else ():
        if isinstance(identity, dict):
            name, identifier = identity.get("displayName"), identity.get("id")
            if isinstance(name, str) and name:
                return name[:40]
            if isinstance(identifier, str):
                return f"{kind} {identifier[:16] if kind == 'phone' else short(identifier).strip()}"
    return ""


def why(exchange: Exchange) -> str:
    """The code of an error that Graph answered with."""
    try:
        members = body.value_of(exchange.response.body) if exchange.response else None
    except ValueError:
        return ""
    error = members.get("error") if isinstance(members, dict) else None
    code = error.get("code") if isinstance(error, dict) else None
    return f" {code[:40]}" if isinstance(code, str) and code else ""


def remaining(seconds: float) -> str:
    """How long before the end of the time to decide: `14.3 s left`, `2.5 s too late`."""
    return f"{_seconds(seconds)} left" if seconds >= 0 else f"{_seconds(-seconds)} too late"


def _seconds(seconds: float) -> str:
    return f"{seconds:.1f} s"
