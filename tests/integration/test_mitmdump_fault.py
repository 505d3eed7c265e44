"""A fault of ours in a real mitmdump: no call passes unchecked, the proxy lives, the exit status tells."""

from pathlib import Path

import httpcore
import pytest

from harness.exchange import Response
from harness.proxy.recording import Proxy
from harness.server.server import Server
from tests import _mitm, _upstream

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("project")]

SCRIPT = """
from mitmproxy import ctx

def fault(*given, **named):
    raise ZeroDivisionError

class Fault:
    def running(self):
        get = ctx.master.addons.get
        import proxy_addons as ours, harness
        {statement}

addons = [Fault()]
"""
"""What one of our hooks depends on is broken once all of them run."""

BEFORE = {
    "requestheaders of the recorder": "ours.flows.way = fault",
    "request of the recorder": "ours.flows.request = fault",
    "what the recorder waits for": "get('redial.recorder')._keeping.see_through = fault",
    "the check of a request": "harness.live.Live.asked = fault",
    "what a check prints": "ours.checker.report.lines = fault",
    "requestheaders of the host": "ours.host.hostport = fault",
}
"""What fails before the service is asked."""

AFTER = {
    "response of the recorder": "ours.flows.response = fault",
    "the block of an exchange": "harness.library.recording.block = fault",
    "the check of an answer": "harness.live.Live.answered = fault",
}
"""What fails once it has answered."""

BESIDE = {
    "client_connected of the silence": "get('redial.silence')._connected = None",
    "requestheaders of the silence": "get('redial.silence')._asked = None",
    "responseheaders of the recorder": "get('redial.recorder').watch = fault",
}
"""What holds nothing up when it fails."""


def proxied(project: Path, on_error: str, statement: str) -> tuple[list[int], int, int | None, int]:
    """The statuses that a client got for a redirect and for other traffic; how many redirects the service
    got; the exit status; the failures counted.
    """
    script = project / "fault.py"
    script.write_text(SCRIPT.format(statement=statement))
    service = _upstream.Service(Response(202))
    bot = _upstream.Service(Response(200))
    with (
        Server(service) as graph,
        Server(bot) as listening,
        Proxy(
            project / "calls.yaml",
            upstream=graph.url,
            bot=listening.url,
            confdir=project.parent / "mitmproxy",
            settings={"redial_on_error": on_error, "redial_silence": 60},
            arguments=("--scripts", str(script)),
        ) as proxy,
        httpcore.ConnectionPool() as pool,
    ):
        got = [
            pool.request(
                "POST", f"{proxy.graph_url}{path}", content=_mitm.BODY, extensions={"timeout": {"read": 20}}
            ).status
            for path in (_mitm.PATH, "/v1.0/me/sendMail", _mitm.PATH)
        ]
        assert proxy.alive
        child = proxy._child
    assert child is not None
    assert proxy.tally is not None
    asked = sum("/redirect" in request.url for request in service.requests)
    return got, asked, child.status, proxy.tally.failures


@pytest.mark.parametrize("fault", [*BEFORE, *AFTER])
def test_a_call_that_it_fails_at_is_refused(project: Path, fault: str) -> None:
    statement = {**BEFORE, **AFTER}[fault]
    got, asked, status, failures = proxied(project, "stop", statement)
    assert (got[0], got[2]) == (502, 502)
    assert asked == (0 if fault in BEFORE else 2)
    assert (status, failures >= 2) == (1, True)


@pytest.mark.parametrize("fault", [*BEFORE, *AFTER])
def test_where_traffic_is_to_go_on_it_does_and_the_status_tells(project: Path, fault: str) -> None:
    statement = {**BEFORE, **AFTER}[fault]
    got, asked, status, failures = proxied(project, "continue", statement)
    assert (got, asked) == ([202, 202, 202], 2)
    assert (status, failures >= 2) == (1, True)


@pytest.mark.parametrize("fault", list(BESIDE))
def test_what_stands_beside_a_call_does_not_hold_it_up_but_is_counted(project: Path, fault: str) -> None:
    got, asked, status, failures = proxied(project, "stop", BESIDE[fault])
    assert asked == 2
    assert got == [202, 202, 202]
    assert (status, failures >= 1) == (1, True)
    assert len(_mitm.kept(project / "calls.yaml")) == 2


@pytest.mark.parametrize("on_error", ["stop", "continue"])
def test_where_a_request_leads_to_is_never_guessed(project: Path, on_error: str) -> None:
    got, asked, status, _ = proxied(project, on_error, "get('redial.detour')._leads = fault")
    assert (got, asked, status) == ([502, 502, 502], 0, 1)
