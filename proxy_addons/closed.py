"""The replay proxy: a mitmproxy of our own with the few addons it needs, for clients of a proxy.

Whatever they ask for, of whatever host, is asked of one server on this machine; no connection leads anywhere
else. Run as a program, by harness.proxy.closed, with its settings as JSON for its argument.
"""

import asyncio
import json
import logging
import os
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

import uvloop
from mitmproxy import ctx
from mitmproxy.addons.next_layer import NextLayer as Guess
from mitmproxy.addons.proxyserver import Proxyserver
from mitmproxy.addons.tlsconfig import TlsConfig
from mitmproxy.http import HTTPFlow
from mitmproxy.master import Master
from mitmproxy.options import Options
from mitmproxy.proxy.layer import NextLayer
from mitmproxy.proxy.mode_specs import ReverseMode
from mitmproxy.proxy.server_hooks import ServerConnectionHookData
from mitmproxy.tls import TlsData
from mitmproxy.utils.human import format_address

from harness.ports import url
from harness.proxy import refused
from proxy_addons import flows, hangup, layers
from proxy_addons.announcing import announce, is_news
from proxy_addons.distrust import Distrust
from proxy_addons.leash import hold
from proxy_addons.listeners import listener, listening

PORT = "choose another with --port"
ELSEWHERE = "redial plays what is recorded, and connects to nobody else"


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the server is that answers, where to listen, and where to tell that we do. confdir: the folder of
    the certificate authority.

    port: where clients find the proxy. tls_port: where others find the server itself, over TLS too.
    """

    target_host: str
    target_port: int
    host: str
    port: int
    tls_port: int
    confdir: str
    ready: str


class Closed:
    """Leads everything to one address, and keeps every connection from any other."""

    def __init__(self, settings: Settings) -> None:
        self._target = (settings.target_host, settings.target_port)
        self._ready = Path(settings.ready)
        self._distrust = Distrust()

    def running(self) -> None:
        """Say where we listen, or why we cannot."""
        proxyserver = ctx.master.addons.get("proxyserver")
        for server in proxyserver.servers:
            if server.last_exception is not None:
                announce(self._ready, {"error": {"message": str(server.last_exception), "hint": PORT}})
                ctx.master.shutdown()
                return
        told = [
            {"for": listener(mode, None).value, "host": host, "port": port}
            for mode, (host, port) in listening()
        ]
        announce(self._ready, {"pid": os.getpid(), "listeners": told, "ui": None})

    def next_layer(self, data: NextLayer) -> None:
        """Read whatever is sent behind a CONNECT: there is nobody to pass it on to."""
        context, sent = data.context, data.data_client()
        proxied = not isinstance(context.client.proxy_mode, ReverseMode)
        if data.layer is None and sent and proxied and context.server.address:
            data.layer = layers.read(context, sent)

    def request(self, flow: HTTPFlow) -> None:
        """Ask the server for it: Host has whom the client asked, and a header that TLS ended here."""
        if isinstance(flow.client_conn.proxy_mode, ReverseMode):
            if flow.client_conn.tls:
                flow.request.headers["X-Forwarded-Proto"] = "https"
            return
        flows.lead(flow, "http", *self._target)

    def responseheaders(self, flow: HTTPFlow) -> None:
        """Pass a body on as it comes, however slowly and however little of it."""
        if flow.response is not None:
            flow.response.stream = True

    def error(self, flow: HTTPFlow) -> None:
        """Where the server answers nothing, answer nothing, and end the connection as it did. Tell of what
        never got there.
        """
        if flow.response is None and not flow.server_conn.timestamp_tcp_setup:
            tell(flow.request.method, flow.request.url)
        elif flow.response is None and flow.killable:
            if hangup.was_reset(flow):
                hangup.reset(flow)
            flow.kill()

    def server_connect(self, data: ServerConnectionHookData) -> None:
        """Refuse a connection to anybody else, whoever wants it."""
        if data.server.address != self._target:
            data.server.error = ELSEWHERE

    def tls_failed_client(self, data: TlsData) -> None:
        """Say, for each host once, what a client does that trusts the public authorities alone."""
        if sentence := self._distrust.of(data):
            print(sentence, flush=True)  # noqa: T201 - whoever started us reads it


class Unread(logging.Handler):
    """Tells of requests of which mitmproxy read so little that no hook has them: it opens a line of its log
    with the client's address.
    """

    def emit(self, record: logging.LogRecord) -> None:
        """Tell of it, where the line is one of those."""
        client = getattr(record, "client", None)
        if client and record.getMessage().startswith(f"{format_address(client)}: "):
            tell("?", "")


def tell(method: str, url: str) -> None:
    """Print a request that ends here, for whoever started us to count."""
    print(refused.line(method, url), flush=True)  # noqa: T201 - whoever started us reads it


async def serve(settings: Settings) -> None:
    """Serve until SIGTERM, or until standard input ends."""
    master = Master(Options())
    log = logging.getLogger("mitmproxy.proxy.server")
    log.setLevel(logging.INFO)
    log.addHandler(Unread())
    master.addons.add(Closed(settings), Proxyserver(), Guess(), TlsConfig())
    master.options.update(
        confdir=settings.confdir,
        mode=[
            f"regular@{settings.port}",
            f"reverse:{url(settings.target_host, settings.target_port)}@{settings.tls_port}",
        ],
        listen_host=settings.host,
        connection_strategy="lazy",
        upstream_cert=False,
        keep_host_header=True,
    )
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, master.shutdown)
    hold(master.shutdown)
    await master.run()
    logging.getLogger("asyncio").addFilter(is_news)


def main() -> None:
    """Serve with the settings of the command line: JSON with the members of Settings."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve(Settings(**json.loads(sys.argv[1]))))


if __name__ == "__main__":
    main()
