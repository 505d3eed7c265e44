"""Servers that answer a redirect as it was recorded: redial's, those of peers, and a bare one.

Each is a process of its own on a loopback port, told the same calls in its own way.
"""

import json
import os
import socket
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from subprocess import DEVNULL, Popen, TimeoutExpired

from mitmproxy.http import Response
from mitmproxy.io import FlowWriter
from mitmproxy.test.tflow import tflow

from benchmarks import place
from harness.exchange import Exchange
from harness.ports import free_ports

_START_S = 60
SPECIFICATION = Path(__file__).with_name("redirect.openapi.json")
MITMDUMP = "import sys; from mitmproxy.tools.main import mitmdump; sys.exit(mitmdump())"
_QUIET = ("--set", "flow_detail=0", "--set", "termlog_verbosity=error", "--listen-host", "127.0.0.1")


@dataclass(frozen=True, slots=True)
class Made:
    """What servers are told: the cassette, what is recorded in it, and a folder for all that is written."""

    folder: Path
    cassette: Path
    recorded: Sequence[Exchange]


type Server = Callable[[Made, int], Sequence[str]]
"""What to start for it to listen on a port. Raises NotInstalledError."""


def bare(_: Made, port: int) -> Sequence[str]:
    """The least that a server can do."""
    return [sys.executable, "-m", "benchmarks.bare", str(port)]


def redial(made: Made, port: int) -> Sequence[str]:
    """`redial replay`."""
    command = [sys.executable, "-m", "harness.cli", "replay", str(made.cassette), "--repeats"]
    return [*command, "--port", str(port)]


def redial_proxy(made: Made, port: int) -> Sequence[str]:
    """`redial replay --proxy`."""
    return [*redial(made, port), "--proxy"]


def mitmproxy(made: Made, port: int) -> Sequence[str]:
    """mitmproxy's own replay behind a reverse mode."""
    return [*mitmproxy_proxy(made, port), "--mode", "reverse:http://127.0.0.1:9"]


def mitmproxy_proxy(made: Made, port: int) -> Sequence[str]:
    """mitmproxy's own replay as a proxy. What it should not ask of anybody would break the measurement."""
    flows = made.folder / "flows.mitm"
    with flows.open("wb") as file:
        writer = FlowWriter(file)
        for each in made.recorded:
            flow = tflow()
            flow.request.method = each.request.method
            flow.request.url = each.request.url.replace("https:", "http:", 1)  # as wrk asks
            flow.request.content = each.request.body
            flow.response = Response.make(each.response.status if each.response else 202)
            writer.add(flow)
    replay = [
        f"server_replay={flows}",
        "server_replay_reuse=true",
        "server_replay_extra=404",
    ]  # nobody is asked
    replay.append("connection_strategy=lazy")
    options = [*replay, "server_replay_ignore_host=true", "server_replay_ignore_port=true"]
    told = (part for each in (*options, f"confdir={made.folder / 'home'}") for part in ("--set", each))
    return [sys.executable, "-c", MITMDUMP, *_QUIET, "--listen-port", str(port), *told]


def prism(_: Made, port: int) -> Sequence[str]:
    """Prism, which answers from a specification, the same however much was recorded."""
    options = ("-h", "127.0.0.1", "-p", str(port), "--verboseLevel", "silent")
    return [str(place.node("prism")), "mock", str(SPECIFICATION), *options]


def mountebank(made: Made, port: int) -> Sequence[str]:
    """mountebank with one stub for each request."""
    stubs = [
        {
            "predicates": [
                {
                    "equals": {
                        "method": "POST",
                        "path": each.request.path,
                        "body": json.loads(each.request.body),
                    }
                }
            ],
            "responses": [{"is": {"statusCode": each.response.status if each.response else 202}}],
        }
        for each in made.recorded
    ]
    told = made.folder / "imposters.json"
    told.write_text(json.dumps({"imposters": [{"protocol": "http", "port": port, "stubs": stubs}]}), "utf-8")
    (admin,) = free_ports("127.0.0.1", 1)
    options = ("--port", str(admin), "--host", "127.0.0.1", "--nologfile", "--loglevel", "error")
    pid = ("--pidfile", str(made.folder / "mb.pid"))
    return [str(place.node("mb")), "start", "--configfile", str(told), *options, *pid]


def wiremock(made: Made, port: int) -> Sequence[str]:
    """WireMock with one mapping for each request, and without its journal, which only slows it down."""
    place.program("java")
    mappings = [
        {
            "request": {
                "method": "POST",
                "urlPath": each.request.path,
                "bodyPatterns": [{"equalToJson": each.request.body.decode()}],
            },
            "response": {"status": each.response.status if each.response else 202},
        }
        for each in made.recorded
    ]
    folder = made.folder / "wiremock"
    (folder / "mappings").mkdir(parents=True, exist_ok=True)
    (folder / "mappings" / "all.json").write_text(json.dumps({"mappings": mappings}), "utf-8")
    options = (
        "--root-dir",
        str(folder),
        "--no-request-journal",
        "--disable-banner",
        "--bind-address",
        "127.0.0.1",
    )
    return [str(place.node("wiremock")), "--port", str(port), *options]


SERVERS: Mapping[str, Server] = {
    "a bare server": bare,
    "mitmproxy --server-replay": mitmproxy,
    "Prism": prism,
    "mountebank": mountebank,
    "WireMock": wiremock,
}
"""Peers of `redial replay`."""


@contextmanager
def serving(command: Sequence[str], port: int) -> Iterator[int]:
    """A server, until the context closes: its process id. Raises RuntimeError when it does not listen."""
    environment = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    server = Popen(command, stdout=DEVNULL, stderr=DEVNULL, env=environment, process_group=0)
    try:
        _await(port)
        yield server.pid
    finally:
        os.killpg(server.pid, 15)
        try:
            server.wait(10)
        except TimeoutExpired:
            os.killpg(server.pid, 9)
            server.wait()


def _await(port: int) -> None:
    """Wait until somebody listens on a port."""
    late = time.monotonic() + _START_S
    while time.monotonic() < late:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise RuntimeError(f"nobody listens on port {port}")
