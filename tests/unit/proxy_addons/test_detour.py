"""Clients of a proxy are led to what plays Graph and login, and past redial otherwise."""

from types import SimpleNamespace
from typing import Any

import pytest
from mitmproxy.proxy.mode_specs import ProxyMode

from harness.redaction.redactor import Redactor
from proxy_addons.detour import Detour
from proxy_addons.failure import Tally
from proxy_addons.options import Settings, Target
from proxy_addons.recorder import Recorder
from tests import _mitm
from tests.unit.proxy_addons.conftest import Seen

GRAPH, LOGIN = Target("http", "127.0.0.1", 9001), Target("http", "127.0.0.1", 9002)
TOKEN = "/a1f0c2d4-5b6e-4788-9a0b-1c2d3e4f5a6b/oauth2/v2.0/token"


def detour(**settings: Any) -> Detour:
    recorder = Recorder(Tally(), Seen())
    recorder.open(Settings(**settings), Redactor(b"a key for tests alone"))
    return Detour(recorder.tally, recorder)


@pytest.mark.parametrize(
    ("url", "path", "port"),
    [
        ("https://graph.microsoft.com", _mitm.PATH, 9001),
        ("https://graph.microsoft.com", "/v1.0/me", 9001),
        ("https://graph.microsoft.com.", _mitm.PATH, 9001),
        ("https://login.microsoftonline.com", TOKEN, 9002),
    ],
)
def test_a_host_that_is_played_is_asked_where_it_is_played(url: str, path: str, port: int) -> None:
    flow = _mitm.flow(path, mode=_mitm.REGULAR, url=url)
    flow.request.host_header = url.removeprefix("https://")
    detour(graph=GRAPH, login=LOGIN).request(flow)
    assert (flow.request.scheme, flow.request.host, flow.request.port) == ("http", "127.0.0.1", port)
    assert flow.request.host_header == url.removeprefix("https://")
    assert flow.request.path == path


@pytest.mark.parametrize(
    ("flow", "settings"),
    [
        (_mitm.flow(mode=_mitm.REGULAR, url="https://bot.example"), {"graph": GRAPH, "login": LOGIN}),
        (_mitm.flow(mode=_mitm.REGULAR, url="https://graph.microsoft.com"), {}),
        (_mitm.flow(mode=_mitm.GRAPH), {"graph": GRAPH}),
        (_mitm.flow(mode=_mitm.REGULAR, url="https://graph.microsoft.com", live=False), {"graph": GRAPH}),
        (
            _mitm.flow(mode=_mitm.REGULAR, url="https://graph.microsoft.com", answer=_mitm.answer()),
            {"graph": GRAPH},
        ),
    ],
    ids=["another host", "nobody plays it", "a reverse listener", "read from a file", "answered already"],
)
def test_anything_else_goes_where_it_says(flow: Any, settings: dict[str, Any]) -> None:
    before = (flow.request.scheme, flow.request.host, flow.request.port)
    detour(**settings).request(flow)
    assert (flow.request.scheme, flow.request.host, flow.request.port) == before


@pytest.mark.parametrize(
    ("mode", "asked", "sni", "tunnel", "passed"),
    [
        ("regular", "graph.microsoft.com", "graph.microsoft.com", True, False),
        ("regular", "graph.microsoft.com.", None, True, False),
        ("regular", "login.microsoftonline.us", None, True, False),
        ("regular", "192.0.2.7", "graph.microsoft.com", True, False),
        ("regular", "api.example", "api.example", True, True),
        ("regular", "api.example", None, False, False),
        ("reverse:https://graph.microsoft.com", "graph.microsoft.com", "127.0.0.1", True, False),
        ("reverse:https://elsewhere.example", "elsewhere.example", None, True, False),
    ],
)
def test_a_connection_to_anybody_else_is_passed_on_unread(
    mode: str, asked: str, sni: str | None, tunnel: bool, passed: bool
) -> None:
    client = SimpleNamespace(proxy_mode=ProxyMode.parse(mode))
    context = SimpleNamespace(client=client, server=SimpleNamespace(address=(asked, 443)))
    data: Any = SimpleNamespace(
        context=context, client_hello=SimpleNamespace(sni=sni), ignore_connection=False
    )
    detour(tunnel=tunnel).tls_clienthello(data)
    assert data.ignore_connection is passed


@pytest.mark.parametrize(
    ("url", "tunnel", "streamed"),
    [
        ("http://files.example", True, True),
        ("http://files.example", False, False),
    ],
)
def test_what_goes_elsewhere_in_clear_is_passed_on_as_it_comes(
    url: str, tunnel: bool, streamed: bool
) -> None:
    flow = _mitm.flow("/big", mode=_mitm.REGULAR, url=url)
    past = detour(tunnel=tunnel)
    past.requestheaders(flow)
    flow.response = _mitm.answer()
    past.responseheaders(flow)
    assert (flow.request.stream, flow.response.stream) == (streamed, streamed)


def test_what_was_refused_already_is_not_streamed() -> None:
    flow = _mitm.flow("/big", mode=_mitm.REGULAR, url="http://files.example", answer=_mitm.answer(502))
    detour(tunnel=True).requestheaders(flow)
    assert flow.request.stream is False


def test_what_is_played_is_not_streamed() -> None:
    flow = _mitm.flow("/v1.0/me", mode=_mitm.REGULAR, url="https://graph.microsoft.com")
    detour(tunnel=True, graph=GRAPH).requestheaders(flow)
    assert flow.request.stream is False
