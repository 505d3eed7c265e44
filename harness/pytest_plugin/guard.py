"""The guard: while it is closed no socket of this process connects to anything but what was let pass.

Unix sockets and the pairs that event loops wake themselves with are not touched.
"""

import errno
import ipaddress
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock
from urllib.parse import urlsplit

_PORTS = {"http": 80, "https": 443}
_INTERNET = (socket.AF_INET, socket.AF_INET6)


class Guard:
    """Which connections are let pass, and which were blocked."""

    def __init__(self) -> None:
        self.blocked: list[str] = []
        self._ports: set[int] = set()

    def open(self, url: str) -> None:
        """Let connections pass to the loopback port of `url`; of any other host nothing is let pass."""
        split = urlsplit(url)
        if split.hostname is not None and is_loopback(split.hostname):
            self._ports.add(split.port or _PORTS.get(split.scheme, 0))

    @contextmanager
    def closed(self) -> Iterator[None]:
        """Refuse what was not let pass, as an unreachable network would."""
        connect, connect_ex, resolve = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo
        with (
            mock.patch.object(socket.socket, "connect", self._checked(connect)),
            mock.patch.object(socket.socket, "connect_ex", self._checked(connect_ex)),
            mock.patch.object(socket, "getaddrinfo", self._resolving(resolve)),
        ):
            yield

    def _checked(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def connect(one: socket.socket, address: Any) -> Any:
            if one.family in _INTERNET and not (address[1] in self._ports and is_loopback(address[0])):
                self._block(f"{address[0]}:{address[1]}")
            return real(one, address)

        return connect

    def _resolving(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def getaddrinfo(host: Any, port: Any, *rest: Any, **options: Any) -> Any:
            name = host.decode("ascii", "replace") if isinstance(host, bytes) else host
            if name and not is_address(name):
                self._block(f"{name}:{port}")
            return real(host, port, *rest, **options)

        return getaddrinfo

    def _block(self, place: str) -> None:
        self.blocked.append(place)
        raise ConnectionRefusedError(
            errno.ECONNREFUSED, f"redial replays a recording: no connection to {place}"
        )


def is_address(host: str) -> bool:
    """Whether `host` needs no name server: a number, or this machine."""
    if host == "localhost":
        return True
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


def is_loopback(host: str) -> bool:
    """Whether `host` is this machine."""
    return host == "localhost" or (
        is_address(host) and ipaddress.ip_address(host.partition("%")[0]).is_loopback
    )
