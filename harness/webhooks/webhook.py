"""A webhook out: one FollowUp posted to the bot, and what came of it as an Exchange.

How it travels is for harness.client; when it is due, and what it says, is not known here.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

import httpcore

from harness import client
from harness.address import without_origin
from harness.errors import HarnessError
from harness.exchange import Exchange, Origin, Request, Way
from harness.headers import FRAMING, Headers
from harness.responder import FollowUp

TIMEOUT = 20.0
"""Seconds a bot has for its acknowledgement, to the last byte: it may redirect before it acknowledges."""

_LOOK = 0.1  # seconds between two looks at a bot that is not there yet
_STEP = 1.0  # seconds that one look may take


@dataclass(frozen=True, slots=True)
class Bot(client.Place):
    """Where a bot listens. `path` is where webhooks go that name no path of their own."""

    path: str

    @classmethod
    def at(cls, url: str) -> "Bot":
        """The bot at `url`; HarnessError when that is no http or https URL with a host, or of port 0, or
        names a user: nothing would send that, and all that names the bot would repeat it.
        """
        try:
            there = client.place(url)
        except ValueError:
            raise HarnessError(
                "the bot's address is no http or https URL",
                hint="give one such as http://127.0.0.1:3978/api/calls",
            ) from None
        if "@" in urlsplit(url).netloc:
            raise HarnessError(
                "the bot's address names a user, which no webhook carries",
                hint="leave out what stands before the @",
            )
        if there.port == 0:
            raise HarnessError(
                "nobody listens on port 0, which the bot's address names", hint="give the port of the bot"
            )
        return cls(there.scheme, there.host, there.port, without_origin(url) or "/")

    def require_listening(self, timeout: float = 2.0) -> None:
        """Nothing when somebody accepts connections there; else HarnessError."""
        if not self.accepts(timeout):
            raise HarnessError(
                f"no bot listens at {self.authority}", hint="start the bot first, or correct --bot"
            )

    def require_nobody(self) -> None:
        """Nothing when nobody accepts connections there yet; else HarnessError."""
        if self.accepts(_STEP):
            raise HarnessError(
                f"something listens at {self.authority} already, before the command is started",
                hint="end it, or give --bot and the command another port",
            )

    def wait_until_listening(self, seconds: float, given_up: Callable[[], bool] = lambda: False) -> bool:
        """Wait until somebody accepts connections there: True. False when the time is up, or `given_up` says
        that nobody will; it is asked ten times a second.
        """
        end = time.monotonic() + seconds
        while not given_up():
            if self.accepts(_STEP):
                return True
            if time.monotonic() >= end:
                return False
            time.sleep(_LOOK)
        return False


def deliver(follow_up: FollowUp, bot: str | Bot, *, timeout: float = TIMEOUT) -> Exchange:
    """Post a webhook to the bot now and wait for its reply.

    Of the webhook's URL path and query count; its host, where it has one, travels as X-Forwarded-Host, as it
    does behind a tunnel or a proxy. timeout: seconds for all of it: connecting, sending, the whole reply.
    A redirect (3xx) is the bot's reply and is not followed. Never raises for what the bot does: an Exchange
    without response says in `error` what went wrong, naming host and port and nothing else.
    """
    place = Bot.at(bot) if isinstance(bot, str) else bot
    request = _request(follow_up.request, place)
    started_at, start = datetime.now(UTC), time.monotonic()
    response, error = None, None
    try:
        with httpcore.ConnectionPool(
            max_keepalive_connections=0, network_backend=client.timed(timeout)
        ) as pool:
            response = client.answer(pool, request, place, timeout)
    except client.NoAnswerError as failure:
        error = f"the bot at {place.authority} {failure.why}"
    return Exchange(
        request, response, Way.TO_BOT, Origin.LIVE, started_at, time.monotonic() - start, "1.1", error
    )


def _request(webhook: Request, bot: Bot) -> Request:
    """The webhook as it is sent to this bot."""
    target = without_origin(webhook.url)
    if not target.startswith("/"):
        target = bot.path.partition("?")[0] + target if target else bot.path
    headers = [("Host", bot.authority), *webhook.headers.without(*FRAMING)]
    if webhook.host and "x-forwarded-host" not in webhook.headers:
        authority = urlsplit(webhook.url).netloc.rpartition("@")[2]
        headers += [("X-Forwarded-Host", authority), ("X-Forwarded-Proto", webhook.scheme)]
    headers += [("Content-Length", str(len(webhook.body))), ("Connection", "close")]
    return Request(
        webhook.method, f"{bot.scheme}://{bot.authority}{target}", Headers(tuple(headers)), webhook.body
    )
