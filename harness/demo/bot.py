"""A small calling bot, as a user might have written one: standard library and httpcore, no redial inside.

It acknowledges every webhook at once and redirects incoming calls in the background. Each line of its
telephone has a webhook path and a plan of its own: `/api/calls/forward` forwards.
"""

import json
import queue
import signal
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

import click
import httpcore

from harness.demo.plans import PLANS, TURNS, Plan
from harness.demo.token import token

WEBHOOK = "/api/calls"
ATTEMPTS = 4
"""How often a throttled redirect is sent."""

PATIENCE = 15.0
"""Seconds to answer a call in, and so the longest wait that a Retry-After is granted."""

_UNREACHABLE = (
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.TimeoutException,
    httpcore.UnsupportedProtocol,
)
_BODY_LIMIT = 1 << 20


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to a call.

    kind: a state that was notified, such as `incoming` or `terminated`; or what became of a redirect:
    `redirected`, `throttled`, `refused`, with Graph's status as detail, or `failed`, with the error's name.
    """

    kind: str
    call: str
    detail: str = ""

    @property
    def final(self) -> bool:
        """Whether the bot does nothing more about the call."""
        return self.kind in ("terminated", "refused", "failed")


class Bot:
    """The bot, listening on loopback while the context is open: `with Bot(graph) as bot: bot.url`.

    graph: URL of Graph, or of what stands before it. plans: names of PLANS, or bodies, for calls whose path
    names no plan: the n-th call gets the n-th, and after the last the first again. port: 0 for a free one.
    token: gives the token for a tenant. Raises OSError when the port is taken.
    """

    def __init__(
        self,
        graph: str,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        plans: Sequence[str | Mapping[str, Any]] = TURNS,
        token: Callable[[str], str] = token,
    ) -> None:
        self.graph = graph.rstrip("/")
        self.events: list[Event] = []
        self._plans = [PLANS[plan] if isinstance(plan, str) else Plan(plan) for plan in plans]
        self._token = token
        self._calls: dict[str, tuple[Plan, str]] = {}  # call -> what to do with it, its tenant
        self._busy: set[str] = set()
        self._happened = threading.Condition()
        self._jobs: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._stopping = threading.Event()
        self._server = _Server((host, port), _handler(self))
        self._threads = [
            threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True),
            threading.Thread(target=self._work, daemon=True),
        ]

    @property
    def url(self) -> str:
        """Where calls ring: `http://127.0.0.1:3978/api/calls`."""
        host, port = self._server.server_address[:2]
        return f"http://{host!s}:{port}{WEBHOOK}"

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopping.set()
        self._jobs.put(None)
        self._server.shutdown()
        self._server.server_close()
        for thread in self._threads:
            thread.join(2)

    def wait_for(self, kind: str, count: int = 1, timeout: float = 10.0) -> bool:
        """Whether so many events of a kind have happened, waiting for them at most `timeout` seconds."""
        with self._happened:
            return self._happened.wait_for(
                lambda: sum(event.kind == kind for event in self.events) >= count, timeout
            )

    def wait_terminated(self, call: str, timeout: float = 10.0) -> bool:
        """Whether the platform told the end of a call, waiting for it at most `timeout` seconds."""
        end = Event("terminated", call)
        with self._happened:
            return self._happened.wait_for(lambda: end in self.events, timeout)

    def wait_settled(self, call: str, timeout: float = 10.0) -> bool:
        """Whether nothing more is to come of a call: it ended, or its redirect was refused for good, and the
        bot is done with it.
        """
        with self._happened:
            return self._happened.wait_for(
                lambda: (
                    call not in self._busy
                    and any(event.call == call and event.final for event in self.events)
                ),
                timeout,
            )

    def hear(self, body: bytes, path: str = WEBHOOK) -> None:
        """Take a webhook in: note every state, and put incoming calls before the worker."""
        try:
            told = [each for each in json.loads(body)["value"] if isinstance(each, dict)]
        except (ValueError, KeyError, TypeError):
            told = []
        for notification in told:
            resource = notification.get("resourceData") or {}
            call = str(notification.get("resourceUrl") or resource.get("id") or "").rpartition("/")[2]
            state = str(resource.get("state") or notification.get("changeType") or "")
            with self._happened:
                if state == "incoming" and call not in self._calls:
                    by_turn = self._plans[len(self._calls) % len(self._plans)]
                    plan = PLANS.get(path.rpartition("/")[2], by_turn)
                    self._calls[call] = plan, plan.tenant or str(resource.get("tenantId") or "")
                    self._busy.add(call)
                    self._jobs.put(call)
            self._note(Event(state, call))

    def _work(self) -> None:
        while (call := self._jobs.get()) is not None:
            try:
                self._redirect(call)
            except _UNREACHABLE as error:
                self._note(Event("failed", call, type(error).__name__))
            with self._happened:
                self._busy.discard(call)
                self._happened.notify_all()

    def _redirect(self, call: str) -> None:
        """Redirect the call by its plan; a throttled attempt is repeated when Graph says it may be."""
        plan, tenant = self._calls[call]
        if self._stopping.wait(plan.delay_s):
            return
        headers = [
            ("Authorization", f"Bearer {self._token(tenant)}"),
            ("Content-Type", "application/json"),
            ("client-request-id", str(uuid4())),
        ]
        for attempt in range(ATTEMPTS):
            response = httpcore.request(
                "POST",
                f"{self.graph}/v1.0/communications/calls/{call}/redirect",
                headers=[*headers, ("Retry-Attempt", str(attempt))] if attempt else headers,
                content=json.dumps(plan.redirect).encode(),
                extensions={"timeout": dict.fromkeys(("connect", "read", "write", "pool"), PATIENCE)},
            )
            wait = _retry_after(response) if attempt + 1 < ATTEMPTS else None
            kind = "redirected" if response.status < 300 else "refused" if wait is None else "throttled"
            self._note(Event(kind, call, str(response.status)))
            if wait is None or self._stopping.wait(wait):
                return

    def _note(self, event: Event) -> None:
        with self._happened:
            self.events.append(event)
            self._happened.notify_all()


def _retry_after(response: httpcore.Response) -> float | None:
    """Seconds to wait before the next attempt; None when there is to be none."""
    if response.status not in (429, 503, 504):
        return None
    named = {name.lower(): value for name, value in response.headers}.get(b"retry-after", b"")
    return min(float(named), PATIENCE) if named.isdigit() else 1.0


class _Server(ThreadingHTTPServer):
    """A server that does not wait for idle connections, nor complains of those that break."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Leave a connection that broke: whoever sent the webhook knows it."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


def _handler(bot: Bot) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """Webhooks: acknowledged before anything is done about them."""

        protocol_version = "HTTP/1.1"
        timeout = PATIENCE

        def do_POST(self) -> None:
            length = self.headers.get("Content-Length", "0")
            body = self.rfile.read(int(length)) if length.isdigit() and int(length) <= _BODY_LIMIT else b""
            path = self.path.partition("?")[0]
            known = WEBHOOK in (path, path.rpartition("/")[0])
            self.send_response(202 if known else 404)
            self.send_header("Content-Length", "0")
            self.end_headers()
            self.wfile.flush()
            if known:
                bot.hear(body, path)

        def log_message(self, *_: object) -> None:
            """Nothing: the bot's events tell."""

    return Handler


@click.command()
@click.option(
    "--graph", envvar="REDIAL_GRAPH_URL", default="https://graph.microsoft.com", help="URL of Graph."
)
@click.option("--host", default="127.0.0.1", help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=3978, help="Port; 0 for a free one.")
@click.option(
    "--plan",
    "plans",
    type=click.Choice(tuple(PLANS)),
    multiple=True,
    help="What to do with a call; repeatable.",
)
def main(graph: str, host: str, port: int, plans: tuple[str, ...]) -> None:
    """Run the demonstration bot until Ctrl-C; the first line printed is where calls ring."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    try:
        bot = Bot(graph, host=host, port=port, plans=plans or TURNS)
    except OSError as error:
        raise click.ClickException(f"cannot listen on {host} port {port}: {error.strerror}") from error
    with bot:
        click.echo(bot.url)
        seen = 0
        while not stop.wait(0.1):
            for event in bot.events[seen:]:
                seen += 1
                click.echo(f"{event.kind} {event.call} {event.detail}".rstrip())


if __name__ == "__main__":
    main()
