"""How a connection ended, and how it is to end: mitmproxy itself knows a close, and no reset."""

from asyncio import StreamReader, StreamWriter, Transport
from typing import cast

from mitmproxy import ctx
from mitmproxy.connection import Connection
from mitmproxy.http import HTTPFlow
from mitmproxy.proxy.server import ConnectionIO

from harness.responder import Ending
from harness.server import wire


def was_reset(flow: HTTPFlow) -> bool:
    """Whether the server has reset its connection."""
    reader = _streams(flow, flow.server_conn).reader
    return isinstance(reader, StreamReader) and isinstance(reader.exception(), ConnectionResetError)


def reset(flow: HTTPFlow) -> None:
    """Reset the connection of the client, before anything of TLS says good-bye."""
    writer = _streams(flow, flow.client_conn).writer
    if isinstance(writer, StreamWriter):
        wire.end(cast(Transport, writer.transport), Ending.RESET)


def _streams(flow: HTTPFlow, connection: Connection) -> ConnectionIO:
    """What is read from and written to; nothing of a connection that is gone."""
    handler = ctx.master.addons.get("proxyserver").connections.get(flow.client_conn.id)
    streams = handler.transports.get(connection) if handler is not None else None
    return streams if streams is not None else ConnectionIO()
