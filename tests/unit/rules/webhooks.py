"""A webhook that no edition finds fault with, and the ways to spoil it."""

import json
from dataclasses import replace
from typing import Any

from harness import notification
from harness.exchange import Exchange, FactValue, Response
from harness.headers import Headers
from tests.unit.rules.dialogue import dialogue

WHERE = "request.body.value[0]"
DATA = f"{WHERE}.resourceData"
LEGACY = b'{"id": "9f2c61b8-0d4e-4a37-8b15-c7e3a6904d52", "callState": "incoming", "participants": []}'


def webhook(
    state: str = "incoming",
    /,
    *,
    body: bytes | None = None,
    reply: Response | None = Response(202),  # noqa: B008 - it never changes
    method: str = "POST",
    headers: dict[str, Any] | None = None,
    facts: dict[str, FactValue] | None = None,
    element: dict[str, Any] | None = None,
    **data: Any,
) -> Exchange:
    """The notification of a state, and the bot's reply; what is not given is as it should be.

    body: in place of the notification. element: members of the notification that differ. data: members of its
    resourceData. headers, facts: those that differ. Ellipsis takes one out; `at_x` stands for `@x`.
    """
    (whole,) = dialogue(f"0.0 platform {state}\n0.2 bot 202")
    (told,) = notification.elements(whole.request.body)
    changed = _changed(told["resourceData"], {_name(name): value for name, value in data.items()})
    told = _changed({**told, "resourceData": changed}, element or {})
    fields = _changed(dict(whole.request.headers), headers or {})
    request = replace(
        whole.request,
        method=method,
        headers=Headers.of(fields),
        body=notification.envelope([told]) if body is None else body,
    )
    known: dict[str, FactValue] = _changed(dict(whole.facts), facts or {})
    error = None if reply else "no answer came"
    return replace(whole, request=request, response=reply, facts=known, error=error)


def value(*elements: Any, **members: Any) -> bytes:
    """A body whose `value` holds these, whatever they are."""
    return json.dumps({"value": list(elements)} | members).encode()


def _changed(members: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    return {name: each for name, each in (members | changes).items() if each is not ...}


def _name(name: str) -> str:
    return f"@odata.{name[3:]}" if name.startswith("at_") else name
