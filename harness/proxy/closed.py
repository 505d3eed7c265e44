"""The replay proxy: a child process of ours that leads whatever a client asks for to one server, and connects
to nobody else. For bots that are told of a proxy, not of a base URL.

How it does that is proxy_addons.closed's business, inside that process.
"""

import json
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from harness import trust
from harness.exchange import Request
from harness.ports import free_ports, require_free
from harness.process.child import Child
from harness.proxy import announced, mitmdump, refused
from harness.proxy.announced import Listening

_PROGRAM = "proxy_addons.closed"
_START_SECONDS = 30.0  # a loaded machine imports mitmproxy slowly


class ClosedProxy:
    """A proxy that leads to the server at `target`, while the context is open: `proxy.url`.

    host, port: where to listen; port 0 for a free one. confdir: where the certificate authority is kept;
    `.redial/mitmproxy` at home by default. say: told each line that the proxy prints. refused: told each
    request that ends at the proxy, and why: a clause. Both on a thread of the proxy's own.

    Entering raises HarnessError, with nothing left running, when it cannot listen or mitmproxy is missing.
    """

    def __init__(
        self,
        target: str,
        say: Callable[[str], None],
        *,
        refused: Callable[[Request, str], None] | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        confdir: Path | None = None,
    ) -> None:
        mitmdump.require("a replay through a proxy")
        self._target = urlsplit(target)
        self._say = say
        self._refused = refused
        self._host, self._port = host, port
        self._confdir = confdir
        self._listening = Listening()
        self._child: Child | None = None

    @property
    def url(self) -> str:
        """What to set HTTPS_PROXY to, once the context is open."""
        return self._listening.proxy_url or ""

    @property
    def tls_url(self) -> str:
        """Where a client of a base URL finds the server over TLS: `https://127.0.0.1:8443`."""
        return f"https{(self._listening.graph_url or '').removeprefix('http')}"

    @property
    def authority(self) -> Path:
        """The certificate that a client has to trust: a PEM file made on first use."""
        return trust.home(self._confdir) / trust.CERTIFICATE

    @property
    def alive(self) -> bool:
        """Whether the proxy still runs."""
        return self._child is not None and self._child.status is None

    def __enter__(self) -> Self:
        require_free(self._host, self._port)
        port, tls_port = free_ports(self._host, 2, but={self._port})
        with tempfile.TemporaryDirectory(prefix="redial-") as folder:
            ready = Path(folder, "ready.json")
            settings = {
                "target_host": self._target.hostname,
                "target_port": self._target.port,
                "host": self._host,
                "port": self._port or port,
                "tls_port": tls_port,
                "confdir": str(trust.home(self._confdir)),
                "ready": str(ready),
            }
            self._child = Child(
                [sys.executable, "-P", "-m", _PROGRAM, json.dumps(settings)],
                env={**os.environ, "PYTHONUNBUFFERED": "1"},
                say=self._heard,
            )
            try:
                self._child.start()
                self._child.wait_until(ready.exists, _START_SECONDS)
                self._listening = announced.listening(ready, self._child)
            except BaseException:
                self.stop()
                raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _heard(self, line: str) -> None:
        if (request := refused.read(line)) is None:
            self._say(line)
        elif self._refused is not None:
            self._refused(request, refused.WHY)

    def stop(self) -> None:
        """End it. Twice is once."""
        if self._child is not None:
            self._child.stop()
