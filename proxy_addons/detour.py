"""Where the clients of a proxy are led: to what plays Graph and its login side, or past redial unread.

A client of a reverse listener goes where that listener leads; here are those that ask for a host by name.
"""

from mitmproxy.http import HTTPFlow
from mitmproxy.proxy.layer import NextLayer
from mitmproxy.tls import ClientHelloData

from harness import traffic
from harness.address import is_platform
from harness.exchange import Way
from proxy_addons import flows, layers
from proxy_addons.failure import Tally, closed, counted
from proxy_addons.listeners import Listener, listener
from proxy_addons.options import Settings, Target
from proxy_addons.recorder import Recorder

LEAD = "lead a request to where it is played"
TUNNEL = "tell what it is to pass on unread"
READ = "read a connection to Graph"


class Detour:
    """Stands behind the recorder, which takes down what a client asked for before it is led elsewhere."""

    name = "redial.detour"

    def __init__(self, tally: Tally, recorder: Recorder) -> None:
        self.tally = tally
        self._recorder = recorder

    @counted(TUNNEL)
    def tls_clienthello(self, data: ClientHelloData) -> None:
        """Leave a connection to anybody but Graph and login as it is, end to end. The hosts that tell the
        platform's keys are of the login side where that is played.
        """
        settings = self._recorder.settings
        if (
            not settings.tunnel
            or listener(data.context.client.proxy_mode, settings.bot) is not Listener.PROXY
        ):
            return
        asked = data.context.server.address
        hosts = {host for host in (data.client_hello.sni, asked[0] if asked else None) if host}
        data.ignore_connection = not any(map(self._reads, hosts))

    @counted(READ)
    def next_layer(self, data: NextLayer) -> None:
        """Read whatever a client of a proxy sends to Graph and login."""
        context, sent = data.context, data.data_client()
        client, server = context.client, context.server
        hosts = (server.address[0] if server.address else None, client.sni)
        if (
            data.layer is None
            and sent
            and client.transport_protocol == "tcp"
            and listener(client.proxy_mode, self._recorder.settings.bot) is Listener.PROXY
            and any(self._reads(host) for host in hosts if host)
        ):
            data.layer = layers.read(context, sent)

    @counted(TUNNEL)
    def requestheaders(self, flow: HTTPFlow) -> None:
        """Hold nothing of what goes elsewhere: it is passed on as it comes. mitmproxy cannot stream what is
        answered here already.
        """
        if (
            flow.response is None
            and self._recorder.settings.tunnel
            and self._leads(flow) is None
            and self._recorder.watch(flow) is None
        ):
            flow.request.stream = True

    @counted(TUNNEL)
    def responseheaders(self, flow: HTTPFlow) -> None:
        """The same of its answer."""
        if flow.request.stream and flow.response is not None and self._recorder.settings.tunnel:
            flow.response.stream = True

    @closed(LEAD, always=True)
    def request(self, flow: HTTPFlow) -> None:
        """Send it to whatever plays its host, which is named in Host as ever."""
        target = self._leads(flow)
        if target is None or flow.response or flow.error or not flow.live:
            return
        flows.lead(flow, target.scheme, target.host, target.port)

    def _leads(self, flow: HTTPFlow) -> Target | None:
        """Who plays the host that a client of a proxy asks for; None: nobody, it goes where it says."""
        settings: Settings = self._recorder.settings
        if listener(flow.client_conn.proxy_mode, settings.bot) is not Listener.PROXY:
            return None
        match flows.way(flow, settings.bot):
            case Way.TO_GRAPH:
                return settings.graph
            case Way.TO_LOGIN:
                return settings.login
        return settings.login if is_platform(flows.asked(flow)) else None

    def _reads(self, host: str) -> bool:
        """Whether what a client of a proxy asks of a host is ours to read: what is recorded, and what is
        played.
        """
        return bool(traffic.way_to(host)) or (is_platform(host) and self._recorder.settings.login is not None)
