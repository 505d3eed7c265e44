"""A bare server beside which others are measured: asyncio, 204 to every request, nothing read but its length.

python -m benchmarks.bare PORT
"""

import asyncio
import sys

_ANSWER = b"HTTP/1.1 204 No Content\r\n\r\n"
_LENGTH = b"content-length:"


class Bare(asyncio.Protocol):
    """One connection."""

    def __init__(self) -> None:
        self._left = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A client is there."""
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer each request that is whole."""
        self._left += data
        while (head := self._left.find(b"\r\n\r\n")) >= 0:
            at = self._left[:head].lower().find(_LENGTH)
            length = int(self._left[at + len(_LENGTH) : head].split(b"\r\n", 1)[0]) if at >= 0 else 0
            if len(self._left) < head + 4 + length:
                return
            self._left = self._left[head + 4 + length :]
            if isinstance(self._transport, asyncio.WriteTransport):
                self._transport.write(_ANSWER)


async def serve(port: int) -> None:
    """Until it is ended."""
    server = await asyncio.get_running_loop().create_server(Bare, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
