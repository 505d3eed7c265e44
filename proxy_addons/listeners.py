"""Which listener of the proxy served a client, and what that listener owes the server behind it.

A reverse listener stands for the bot, or for Graph; every other mode is a proxy that the client knows of.
"""

from collections.abc import Iterator
from enum import Enum

from mitmproxy import ctx
from mitmproxy.connection import Client
from mitmproxy.http import HTTPFlow
from mitmproxy.net.http.url import hostport
from mitmproxy.proxy.mode_specs import ProxyMode, ReverseMode
from mitmproxy.proxy.server_hooks import ServerConnectionHookData

from harness.address import is_login
from proxy_addons.options import Target, read


class Listener(Enum):
    """Whom a listener stands for."""

    GRAPH = "graph"
    BOT = "bot"
    LOGIN = "login"
    PROXY = "proxy"


def listener(mode: ProxyMode, bot: Target | None) -> Listener:
    """Whom the listener of `mode` stands for. A reverse listener that is neither bot nor login is Graph's."""
    if not isinstance(mode, ReverseMode):
        return Listener.PROXY
    if bot is not None and (mode.scheme, *mode.address) == (bot.scheme, bot.host, bot.port):
        return Listener.BOT
    return Listener.LOGIN if is_login(mode.address[0]) else Listener.GRAPH


def listening() -> Iterator[tuple[ProxyMode, tuple[str, int]]]:
    """Each listener's mode, and host and port that it listens on."""
    proxyserver = ctx.master.addons.get("proxyserver")
    for server in proxyserver.servers if proxyserver else ():
        for address in server.listen_addrs[:1]:
            yield server.mode, (address[0], address[1])


class HostAddon:
    """Gives Graph its own Host while the bot keeps the one the platform called.

    mitmproxy's `keep_host_header` holds for all listeners at once. The bot's webhooks need it, for nothing
    else tells which URL the platform called; so Graph's Host and TLS name are put right here.
    """

    name = "redial.host"

    def requestheaders(self, flow: HTTPFlow) -> None:
        """Do for Graph's listener what `keep_host_header` keeps mitmproxy from doing."""
        mode = self._kept(flow.client_conn)
        if mode is not None:
            scheme = "https" if mode.scheme == "https" else "http"
            flow.request.host_header = hostport(scheme, *mode.address)

    def server_connect(self, data: ServerConnectionHookData) -> None:
        """Name Graph in the TLS handshake, whatever the client called this listener."""
        mode = self._kept(data.client)
        if mode is not None and mode.scheme == "https":
            data.server.sni = mode.address[0]

    def _kept(self, client: Client) -> ReverseMode | None:
        """The mode of a listener whose Host was kept for the bot's sake only."""
        mode = client.proxy_mode
        if (
            not isinstance(mode, ReverseMode)
            or not ctx.options.redial_bot
            or not ctx.options.keep_host_header
        ):
            return None
        return None if listener(mode, read(ctx.options).bot) is Listener.BOT else mode
