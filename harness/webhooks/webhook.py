"""A webhook out: one FollowUp posted to the bot, and what came of it as an Exchange.

httpcore, because vcrpy patches http.client and httpx beneath a test but not httpcore. When it is due, and
what it says, is not known here.
"""

import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

import httpcore

from harness import coding
from harness.address import without_origin
from harness.errors import HarnessError
from harness.exchange import Exchange, Origin, Request, Response, Way
from harness.headers import Headers
from harness.responder import FollowUp

TIMEOUT = 20.0
"""Seconds a bot has for each step of an acknowledgement: a bot may redirect before it acknowledges."""

BODY_LIMIT = 16 * 2**20
"""Bytes of a bot's reply that are read."""

_PORTS = {"http": 80, "https": 443}
_LOOK = 0.1  # seconds between two looks at a bot that is not there yet
_STEP = 1.0  # seconds that one look may take

_FRAMING = (
    "accept-encoding",
    "connection",
    "content-encoding",
    "content-length",
    "host",
    "keep-alive",
    "transfer-encoding",
)

_FAILURES: tuple[tuple[type[Exception], str], ...] = (
    (httpcore.ConnectTimeout, "could not be reached within {timeout:g} s"),
    (httpcore.TimeoutException, "did not answer within {timeout:g} s"),
    (httpcore.ConnectError, "accepts no connection"),
    (httpcore.NetworkError, "broke the connection off"),
    (httpcore.RemoteProtocolError, "closed the connection without an answer, or sent one that is not HTTP"),
    (httpcore.LocalProtocolError, "could not be sent this webhook: HTTP does not allow its headers or path"),
    (coding.CodingError, "sent a reply that cannot be decoded"),
)
"""exception -> what the bot did; the first that fits."""


@dataclass(frozen=True, slots=True)
class Bot:
    """Where a bot listens. `path` is where webhooks go that name no path of their own."""

    scheme: str
    host: str
    port: int
    path: str

    @classmethod
    def at(cls, url: str) -> "Bot":
        """The bot at `url`; HarnessError when that is no http or https URL with a host, or of port 0."""
        try:
            split = urlsplit(url)
            if split.port == 0:
                raise HarnessError(
                    "nobody listens on port 0, which the bot's address names", hint="give the port of the bot"
                )
            host = (split.hostname or "").encode("idna").decode("ascii")
            place = cls(split.scheme, host, split.port or _PORTS[split.scheme], without_origin(url) or "/")
        except (ValueError, KeyError):
            place = None
        if place is None or not place.host or not url.isascii():
            raise HarnessError(
                "the bot's address is no http or https URL",
                hint="give one such as http://127.0.0.1:3978/api/calls",
            )
        return place

    @property
    def authority(self) -> str:
        """Host and port as an error names them and as the Host header carries them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    def require_listening(self, timeout: float = 2.0) -> None:
        """Nothing when somebody accepts connections there; else HarnessError."""
        if not self._accepts(timeout):
            raise HarnessError(
                f"no bot listens at {self.authority}", hint="start the bot first, or correct --bot"
            )

    def wait_until_listening(self, seconds: float, given_up: Callable[[], bool] = lambda: False) -> bool:
        """Wait until somebody accepts connections there: True. False when the time is up, or `given_up` says
        that nobody will; it is asked ten times a second.
        """
        end = time.monotonic() + seconds
        while not given_up():
            if self._accepts(_STEP):
                return True
            if time.monotonic() >= end:
                return False
            time.sleep(_LOOK)
        return False

    def _accepts(self, timeout: float) -> bool:
        try:
            with socket.create_connection((self.host, self.port), timeout=timeout) as reached:
                # where nobody listens yet, a system may connect a socket of a high port to itself
                return int(reached.getsockname()[1]) != self.port
        except OSError:
            return False


def deliver(follow_up: FollowUp, bot: str | Bot, *, timeout: float = TIMEOUT) -> Exchange:
    """Post a webhook to the bot now and wait for its reply.

    Of the webhook's URL path and query count; its host, where it has one, travels as X-Forwarded-Host, as it
    does behind a tunnel or a proxy. timeout: seconds for each of connecting, sending, and each read.
    A redirect (3xx) is the bot's reply and is not followed. Never raises for what the bot does: an Exchange
    without response says in `error` what went wrong, naming host and port and nothing else.
    """
    place = Bot.at(bot) if isinstance(bot, str) else bot
    request = _request(follow_up.request, place)
    started_at, start = datetime.now(UTC), time.monotonic()
    response, error = None, None
    try:
        response = _exchanged(request, place, timeout)
    except tuple(kind for kind, _ in _FAILURES) as failure:
        what = next(words for kind, words in _FAILURES if isinstance(failure, kind))
        error = f"the bot at {place.authority} {what.format(timeout=timeout)}"
    return Exchange(
        request, response, Way.TO_BOT, Origin.LIVE, started_at, time.monotonic() - start, "1.1", error
    )


def _request(webhook: Request, bot: Bot) -> Request:
    """The webhook as it is sent to this bot."""
    target = without_origin(webhook.url)
    if not target.startswith("/"):
        target = bot.path.partition("?")[0] + target if target else bot.path
    headers = [("Host", bot.authority), *webhook.headers.without(*_FRAMING)]
    if webhook.host and "x-forwarded-host" not in webhook.headers:
        authority = urlsplit(webhook.url).netloc.rpartition("@")[2]
        headers += [("X-Forwarded-Host", authority), ("X-Forwarded-Proto", webhook.scheme)]
    headers += [("Content-Length", str(len(webhook.body))), ("Connection", "close")]
    return Request(
        webhook.method, f"{bot.scheme}://{bot.authority}{target}", Headers(tuple(headers)), webhook.body
    )


def _exchanged(request: Request, bot: Bot, timeout: float) -> Response:
    url = httpcore.URL(
        scheme=bot.scheme, host=bot.host, port=bot.port, target=without_origin(request.url).encode("utf-8")
    )
    steps = dict.fromkeys(("connect", "read", "write", "pool"), timeout)
    with (
        httpcore.ConnectionPool(max_keepalive_connections=0) as pool,
        pool.stream(
            request.method,
            url,
            headers=[(name.encode("utf-8"), value.encode("utf-8")) for name, value in request.headers],
            content=request.body,
            extensions={"timeout": steps},
        ) as reply,
    ):
        body = b""
        for part in reply.iter_stream():
            body += part
            if len(body) > BODY_LIMIT:
                raise coding.CodingError(f"the body grows beyond {BODY_LIMIT} bytes")
    headers = Headers(
        tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in reply.headers)
    )
    reason = reply.extensions.get("reason_phrase", b"").decode("latin-1")
    body = coding.decoded(body, headers.get_all("content-encoding"), BODY_LIMIT)
    return Response(reply.status, headers, body, reason)
