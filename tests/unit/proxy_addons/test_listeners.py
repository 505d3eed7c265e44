"""Who stands behind a listener."""

import pytest
from mitmproxy.proxy.mode_specs import ProxyMode

from proxy_addons.listeners import Listener, listener
from proxy_addons.options import Target

BOT = Target("http", "127.0.0.1", 3978)


@pytest.mark.parametrize(
    ("mode", "who"),
    [
        ("regular", Listener.PROXY),
        ("upstream:http://corp:3128", Listener.PROXY),
        ("socks5", Listener.PROXY),
        ("reverse:https://graph.microsoft.com", Listener.GRAPH),
        ("reverse:https://dod-graph.microsoft.us@9000", Listener.GRAPH),
        ("reverse:http://127.0.0.1:9000", Listener.GRAPH),
        ("reverse:http://127.0.0.1:3978@8081", Listener.BOT),
        ("reverse:https://127.0.0.1:3978", Listener.GRAPH),
        ("reverse:https://login.microsoftonline.com", Listener.LOGIN),
    ],
)
def test_a_listener_stands_for(mode: str, who: Listener) -> None:
    assert listener(ProxyMode.parse(mode), BOT) is who


def test_without_a_bot_no_listener_stands_for_one() -> None:
    assert listener(ProxyMode.parse("reverse:http://127.0.0.1:3978"), None) is Listener.GRAPH
