"""Which listener of the proxy served a client, and whom that listener stands for.

A reverse listener stands for the bot, or for Graph; every other mode is a proxy that the client knows of.
"""

from collections.abc import Iterator
from enum import Enum

from mitmproxy import ctx
from mitmproxy.proxy.mode_specs import ProxyMode, ReverseMode

from harness.address import is_login
from proxy_addons.options import Target


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
