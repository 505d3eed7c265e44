"""What the server behind a listener is told."""

import pytest
from mitmproxy.proxy.server_hooks import ServerConnectionHookData

from proxy_addons.failure import Tally
from proxy_addons.host import HostAddon
from proxy_addons.options import OptionsAddon
from tests import _mitm


def test_graph_gets_its_own_host_although_the_bots_is_kept() -> None:
    flow = _mitm.flow(headers=[("Host", "127.0.0.1:8080")])
    with _mitm.running(Both(), redial_bot=_mitm.BOT, keep_host_header=True):
        HostAddon(Tally()).requestheaders(flow)
    assert flow.request.headers.fields == ((b"Host", b"graph.microsoft.com"),)


@pytest.mark.parametrize(
    ("mode", "options"),
    [
        (_mitm.BOTS, {"redial_bot": _mitm.BOT, "keep_host_header": True}),
        (_mitm.GRAPH, {"keep_host_header": True}),
        (_mitm.GRAPH, {"redial_bot": _mitm.BOT}),
        (_mitm.REGULAR, {"redial_bot": _mitm.BOT, "keep_host_header": True}),
    ],
    ids=["the bot's", "no bot: the user's own wish", "not kept: mitmproxy's own doing", "a proxy"],
)
def test_any_other_host_stays_as_it_is(mode: str, options: dict[str, object]) -> None:
    flow = _mitm.flow(mode=mode, headers=[("Host", "127.0.0.1:8080")])
    with _mitm.running(Both(), **options):
        HostAddon(Tally()).requestheaders(flow)
    assert flow.request.headers["host"] == "127.0.0.1:8080"


@pytest.mark.parametrize(
    ("mode", "name"),
    [(_mitm.GRAPH, "graph.microsoft.com"), (_mitm.BOTS, "localhost"), (_mitm.REGULAR, "localhost")],
)
def test_tls_names_graph_whatever_the_client_called_the_listener(mode: str, name: str) -> None:
    flow = _mitm.flow(mode=mode)
    flow.server_conn.sni = "localhost"
    with _mitm.running(Both(), redial_bot=_mitm.BOT, keep_host_header=True):
        HostAddon(Tally()).server_connect(ServerConnectionHookData(flow.server_conn, flow.client_conn))
    assert flow.server_conn.sni == name


class Both:
    """The addon with the options it reads."""

    name = "both"

    def __init__(self) -> None:
        self.addons = [OptionsAddon(), HostAddon(Tally())]
