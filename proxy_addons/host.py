"""What a listener owes the server behind it: its own name, whatever the client called the listener."""

from mitmproxy import ctx
from mitmproxy.connection import Client
from mitmproxy.http import HTTPFlow
from mitmproxy.net.http.url import hostport
from mitmproxy.proxy.mode_specs import ReverseMode
from mitmproxy.proxy.server_hooks import ServerConnectionHookData

from proxy_addons.failure import Tally, closed, counted
from proxy_addons.listeners import Listener, listener
from proxy_addons.options import read

NAME = "name Graph to itself"


class HostAddon:
    """Gives Graph its own Host while the bot keeps the one the platform called.

    mitmproxy's `keep_host_header` holds for all listeners at once. The bot's webhooks need it, for nothing
    else tells which URL the platform called; so Graph's Host and TLS name are put right here.
    """

    name = "redial.host"

    def __init__(self, tally: Tally) -> None:
        self.tally = tally

    @closed(NAME)
    def requestheaders(self, flow: HTTPFlow) -> None:
        """Do for Graph's listener what `keep_host_header` keeps mitmproxy from doing."""
        mode = self._kept(flow.client_conn)
        if mode is not None:
            scheme = "https" if mode.scheme == "https" else "http"
            flow.request.host_header = hostport(scheme, *mode.address)

    @counted(NAME)
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
