"""No connection but to the one server; what a process of it does is in tests/unit/test_closed_proxy.py."""

from types import SimpleNamespace
from typing import Any

import pytest

from harness.exchange import Request
from harness.proxy.refused import read
from proxy_addons.closed import ELSEWHERE, Closed, Settings
from tests import _mitm

SETTINGS = Settings("127.0.0.1", 9001, "127.0.0.1", 9003, 9004, "/nowhere", "/nowhere/ready.json")


@pytest.mark.parametrize(
    ("address", "error"),
    [
        (("127.0.0.1", 9001), None),
        (("127.0.0.1", 9002), ELSEWHERE),
        (("graph.microsoft.com", 443), ELSEWHERE),
        (None, ELSEWHERE),
    ],
)
def test_a_connection_to_anybody_else_is_refused(address: tuple[str, int] | None, error: str | None) -> None:
    data: Any = SimpleNamespace(server=SimpleNamespace(address=address, error=None))
    Closed(SETTINGS).server_connect(data)
    assert data.server.error == error


def test_a_request_is_led_to_the_server_and_names_whom_it_asked() -> None:
    flow = _mitm.flow(mode=_mitm.REGULAR, url="https://graph.microsoft.com")
    Closed(SETTINGS).request(flow)
    assert (flow.request.scheme, flow.request.host, flow.request.port) == ("http", "127.0.0.1", 9001)
    assert flow.request.host_header == "graph.microsoft.com"


def test_a_server_that_was_never_reached_is_told_by_the_proxy_itself(
    capsys: pytest.CaptureFixture[str],
) -> None:
    flow = _mitm.flow(mode=_mitm.REGULAR, url="https://graph.microsoft.com")
    flow.response, flow.error = None, _mitm.error(ELSEWHERE)
    flow.server_conn.timestamp_tcp_setup = None
    Closed(SETTINGS).error(flow)
    assert flow.error.msg == ELSEWHERE
    assert read(capsys.readouterr().out) == Request(flow.request.method, flow.request.url)
