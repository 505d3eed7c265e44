"""mitmproxy's test helpers behind one door: nobody promises that they stay as they are."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from mitmproxy.addons.core import Core
from mitmproxy.addons.proxyserver import Proxyserver
from mitmproxy.flow import Error
from mitmproxy.http import Headers, HTTPFlow, Request, Response
from mitmproxy.net.http.url import parse
from mitmproxy.proxy.mode_specs import ProxyMode
from mitmproxy.test import taddons, tflow

from harness.exchange import Exchange
from harness.library import open_cassette

GRAPH = "reverse:https://graph.microsoft.com"
REGULAR = "regular"
BOT = "http://127.0.0.1:3978"
BOTS = f"reverse:{BOT}"

CALL = "9f2c61b8-0d4e-4a37-8b15-c7e3a6904d52"
PATH = f"/v1.0/communications/calls/{CALL}/redirect"
BODY = b'{"targets": [{"identity": {"user": {"id": "5e93a1c8-f04d-4762-9bd8-a20f6c75e31b"}}}], "timeout": 30}'
WEBHOOK = (
    b'{"@odata.type":"#microsoft.graph.commsNotifications","value":[{"changeType":"created",'
    b'"resourceUrl":"/communications/calls/' + CALL.encode() + b'","resourceData":{"state":"incoming",'
    b'"tenantId":"a1f0c2d4-5b6e-4788-9a0b-1c2d3e4f5a6b"}}]}'
)

BEGAN = 1_772_452_800.25
"""2026-03-02 12:00:00.25 UTC."""

type Fields = Sequence[tuple[str, str]]


def flow(
    path: str = PATH,
    content: bytes | None = BODY,
    *,
    method: str = "POST",
    headers: Fields = (),
    mode: str = GRAPH,
    url: str | None = None,
    http: str = "HTTP/1.1",
    server: str = "192.0.2.7",
    answer: Response | None = None,
    live: bool = True,
) -> HTTPFlow:
    """A flow that `mode` served. url: scheme, host and port that mitmproxy sends it to; else those of the
    mode.
    """
    parsed = ProxyMode.parse(mode)
    scheme, host, port, _ = parse(url or mode.partition(":")[2] or "https://graph.microsoft.com")
    made = Request(
        host=host.decode(),
        port=port,
        method=method.encode(),
        scheme=scheme,
        authority=b"",
        path=path.encode(),
        http_version=http.encode(),
        headers=fields(headers),
        content=content,
        trailers=None,
        timestamp_start=BEGAN,
        timestamp_end=BEGAN + 0.1,
    )
    whole = tflow.tflow(req=made, resp=answer or False, live=live)
    whole.client_conn.proxy_mode = parsed
    whole.server_conn.peername = (server, 443)
    whole.server_conn.address = (host.decode(), port)
    return whole


def answer(status: int = 202, content: bytes | None = b"", headers: Fields = ()) -> Response:
    """What the service answered, half a second after the request began."""
    return Response(b"HTTP/1.1", status, b"", fields(headers), content, None, BEGAN + 0.4, BEGAN + 0.5)


def fields(headers: Fields) -> Headers:
    return Headers([(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers])


def error(sentence: str) -> Error:
    """What mitmproxy puts on a flow that failed, a second after it began."""
    return Error(sentence, BEGAN + 1)


@contextmanager
def running(*addons: Any, **options: Any) -> Iterator[taddons.context]:
    """mitmproxy with addons of ours, their options set, before `running`."""
    with taddons.context(Core(), Proxyserver(), *addons, loadcore=False) as context:
        context.options.update(**options)
        yield context


def sent(addon: Any, flow: HTTPFlow) -> None:
    """The hooks up to the request."""
    asyncio.run(arrived(addon, flow))


async def arrived(addon: Any, flow: HTTPFlow) -> None:
    """The same on a loop that runs already."""
    addon.requestheaders(flow)
    await addon.request(flow)


def answered(addon: Any, flow: HTTPFlow) -> None:
    """The hooks of an answer."""
    addon.responseheaders(flow)
    asyncio.run(addon.response(flow))


def failed(addon: Any, flow: HTTPFlow) -> None:
    """The hook of a flow that fails."""
    asyncio.run(addon.error(flow))


def kept(path: Path) -> list[Exchange]:
    """What a cassette holds."""
    return [entry.exchange for entry in open_cassette(path).entries()]
