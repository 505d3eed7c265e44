"""A mitmweb that a user starts, with our addon: what it listens at, and its HTTP API."""

import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpcore

from harness.ports import free_ports
from harness.process.child import Child
from harness.proxy.mitmdump import addon_path
from tests import _mitm

SECONDS = 60.0
_STARTED = re.compile(r"Web server listening at (http://127\.0\.0\.1:\d+)/\?token=(\w+)")
_PAIR = "1f"
"""What cookie and header have to agree on, for a client that is no browser."""

JSON = [
    ("Content-Type", "application/json"),
    ("Authorization", "Bearer x.y.z"),
    ("client-request-id", "3f8e1c62-9b07-4d15-a6e4-58c2d0b7f931"),
]
"""The headers of a redirect without a fault."""


def program(name: str) -> list[str]:
    """mitmdump, mitmweb or mitmproxy, of this Python, with our addon."""
    main = f"import sys; from mitmproxy.tools.main import {name}; sys.exit({name}())"
    more = ["--no-web-open-browser"] if name == "mitmweb" else []
    return [sys.executable, "-P", "-c", main, "--scripts", str(addon_path()), *more]


@dataclass(frozen=True)
class Web:
    """A mitmweb that runs. graph: where the bot finds the service. url, token: its UI. child: the process."""

    graph: str
    url: str
    token: str
    child: Child

    def link(self, path: str = "") -> str:
        """A page of the UI, such as `#/flows`."""
        return f"{self.url}/?token={self.token}{path}"

    def redirect(self, call: str = _mitm.CALL, body: bytes = _mitm.BODY) -> int:
        """Redirect a call: the status of the answer."""
        return self.post(_mitm.PATH.replace(_mitm.CALL, call), body)

    def post(self, path: str, body: bytes) -> int:
        """Post to the service: the status of the answer."""
        with httpcore.ConnectionPool() as pool:
            return pool.request("POST", f"{self.graph}{path}", headers=JSON, content=body).status

    def call(self, name: str, *arguments: str) -> Any:
        """Have a command done: what it returns, or `{"error": ...}`."""
        status, text = self.ask("POST", f"/commands/{name}", {"arguments": arguments})
        assert status == 200, text
        return json.loads(text)

    def ask(self, method: str, path: str, body: object = None) -> tuple[int, str]:
        """Ask its HTTP API."""
        headers = [
            ("Authorization", f"Bearer {self.token}"),
            ("Cookie", f"_mitmproxy_xsrf={_PAIR}; _xsrf={_PAIR}"),
            ("X-XSRFToken", _PAIR),
            ("Content-Type", "application/json"),
        ]
        with httpcore.ConnectionPool() as pool:
            answer = pool.request(method, self.url + path, headers=headers, content=json.dumps(body).encode())
        return answer.status, answer.content.decode()


@contextmanager
def mitmweb(confdir: Path, upstream: str, *arguments: str) -> Iterator[Web]:
    """mitmweb before the service at `upstream`, while the context is open."""
    graph, web = free_ports("127.0.0.1", 2)
    listening = ("--listen-host", "127.0.0.1", "--mode", f"reverse:{upstream}@{graph}")
    settings = ("--set", f"confdir={confdir}", "--set", "connection_strategy=lazy", "--web-port", str(web))
    with Child([*program("mitmweb"), *listening, *settings, *arguments]) as child:

        def started() -> re.Match[str] | None:
            return _STARTED.search("\n".join(child.tail))

        assert child.wait_until(lambda: started() is not None, SECONDS), child.tail
        found = started()
        assert found is not None
        yield Web(f"http://127.0.0.1:{graph}", found[1], found[2], child)
