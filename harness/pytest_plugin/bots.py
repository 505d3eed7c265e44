"""The bots that a tape can be played to: a function, a WSGI or ASGI application, or a URL.

Each is a Door: a webhook goes in, and what the bot made of it comes out.
"""

import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from harness.body import value_of
from harness.errors import HarnessError
from harness.exchange import Exchange, Response
from harness.pytest_plugin import gateways
from harness.pytest_plugin.guard import passing
from harness.responder import FollowUp
from harness.webhooks.webhook import Bot, deliver

ACCEPTED = 202
"""The reply of a function that returns no status: it took the webhook."""


@dataclass(frozen=True, slots=True)
class Door:
    """The way in to a bot. knock: gives a webhook to the bot; its reply, or, of a URL, the whole exchange.

    awaits: whether `knock` gives something to await. tells_headers: whether the bot sees the headers.
    blocks: whether `knock` waits for somebody else, who may need the event loop. path: where the bot
    listens, as far as that is known here.
    """

    knock: Callable[[FollowUp], Any]
    awaits: bool = False
    blocks: bool = False
    tells_headers: bool = True
    path: str = ""


def door(bot: Any) -> Door:
    """The way in to `bot`: a URL, a function of one argument, a WSGI application (two), an ASGI one (three).

    Raises HarnessError for anything else.
    """
    if isinstance(bot, str):
        place = Bot.at(bot)
        path = place.path.rstrip("/")
        return Door(lambda webhook: _delivered(webhook, place), blocks=True, path=path)
    if not callable(bot):
        raise HarnessError(
            f"a tape cannot be played to {type(bot).__name__!r}",
            hint="give a function, a WSGI or ASGI application, or a URL",
        )
    awaits = inspect.iscoroutinefunction(bot) or inspect.iscoroutinefunction(getattr(bot, "__call__", None))  # noqa: B004
    match _arity(bot):
        case 3:
            return Door(lambda webhook: gateways.asgi(bot, webhook.request), awaits=True)
        case 2 if not awaits:
            return Door(lambda webhook: gateways.wsgi(bot, webhook.request))
        case 1 if awaits:
            return Door(lambda webhook: _awaited(bot, webhook), awaits=True, tells_headers=False)
        case 1:
            return Door(lambda webhook: _reply(bot(value_of(webhook.request.body))), tells_headers=False)
    raise HarnessError(
        "a tape is played to a function that takes the notification alone",
        hint="give one of one argument, a WSGI or ASGI application, or a URL",
    )


def _arity(bot: Callable[..., Any]) -> int:
    """How many arguments a bot needs; one where it takes any number, or where nothing says so."""
    try:
        parameters = inspect.signature(bot).parameters.values()
    except (TypeError, ValueError):
        return 1
    places = [one for one in parameters if one.kind in (one.POSITIONAL_ONLY, one.POSITIONAL_OR_KEYWORD)]
    needed = [one for one in places if one.default is one.empty]
    if any(one.kind is one.VAR_POSITIONAL for one in parameters) and not needed:
        return 1
    return len(needed) or min(len(places), 1)


def _reply(value: Any) -> Response:
    """What a function returned: a status, or something that has one; else the webhook was taken."""
    for told in (value, getattr(value, "status_code", None), getattr(value, "status", None)):
        if isinstance(told, int) and not isinstance(told, bool):
            return Response(int(told))
    return Response(ACCEPTED)


async def _awaited(bot: Callable[[Any], Awaitable[Any]], webhook: FollowUp) -> Response:
    return _reply(await bot(value_of(webhook.request.body)))


def _delivered(webhook: FollowUp, place: Bot) -> Exchange:
    with passing():
        return deliver(webhook, place)
