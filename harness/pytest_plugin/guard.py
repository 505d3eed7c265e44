"""The guard: while it is closed no socket of this process connects to anything but what was let pass.

Deliveries to the bot pass it by: it is closed to the code under test, not to who plays the platform.

Unix sockets and the pairs that event loops wake themselves with are not touched. uvloop connects below
Python, where nothing can be put before it. What a thread sends after the test, nothing holds back.
"""

import errno
import ipaddress
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from typing import Any
from unittest import mock
from urllib.parse import urlsplit

_PORTS = {"http": 80, "https": 443}
_INTERNET = (socket.AF_INET, socket.AF_INET6)
_REACHING = ("connect", "connect_ex", "sendto", "sendmsg")
"""Methods of a socket whose last argument is an address."""
_RESOLVING = ("getaddrinfo", "gethostbyname", "gethostbyname_ex")
"""Functions of `socket` whose first argument is a name."""
_NAMING = ("gethostbyaddr", "getnameinfo", "getfqdn")
"""Those that ask for the name of an address: their first argument, alone or with a port."""

_EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - the name of this machine is asked for by them

_PASSING: ContextVar[bool] = ContextVar("redial_passing", default=False)


@contextmanager
def passing() -> Iterator[None]:
    """While it is entered, this thread or task connects wherever it likes."""
    token = _PASSING.set(True)
    try:
        yield
    finally:
        _PASSING.reset(token)


class Guard:
    """Which connections are let pass, and which were blocked. told: called after each of those."""

    def __init__(self, told: Callable[[], None] = lambda: None) -> None:
        self.blocked: list[str] = []
        self._told = told
        self._ports: set[int] = set()

    def open(self, url: str) -> None:
        """Let connections pass to the loopback port of `url`; of any other host nothing is let pass."""
        split = urlsplit(url)
        if split.hostname is not None and is_loopback(split.hostname):
            self._ports.add(split.port or _PORTS.get(split.scheme, 0))

    @contextmanager
    def closed(self) -> Iterator[None]:
        """Refuse what was not let pass, as an unreachable network would."""
        with ExitStack() as patched:
            for name in _REACHING:
                real = getattr(socket.socket, name)
                patched.enter_context(mock.patch.object(socket.socket, name, self._checked(real)))
            for name in _RESOLVING:
                real = getattr(socket, name)
                patched.enter_context(mock.patch.object(socket, name, self._resolving(real)))
            for name in _NAMING:
                real = getattr(socket, name)
                patched.enter_context(mock.patch.object(socket, name, self._naming(real)))
            yield

    def _checked(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def reach(one: socket.socket, *arguments: Any) -> Any:
            address = arguments[-1] if arguments else None
            if (
                one.family in _INTERNET
                and isinstance(address, tuple)
                and not (address[1] in self._ports and is_loopback(address[0]))
            ):
                self._block(f"{address[0]}:{address[1]}")
            return real(one, *arguments)

        return reach

    def _resolving(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def resolve(host: Any, *rest: Any, **options: Any) -> Any:
            name = _text(host)
            if name and not is_address(name):
                self._block(f"{name}:{rest[0]}" if rest else name)
            return real(host, *rest, **options)

        return resolve

    def _naming(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def name(place: Any = "", *rest: Any) -> Any:
            """As the real one: it may be asked of this machine, as http.server does, and for no name."""
            host = _text(place[0] if isinstance(place, tuple) and place else place)
            numeric = bool(rest) and rest[0] & socket.NI_NUMERICHOST
            if host and not (
                numeric or is_loopback(host) or host in _EVERYWHERE or host == socket.gethostname()
            ):
                self._block(host)
            return real(place, *rest)

        return name

    def _block(self, place: str) -> None:
        if _PASSING.get():
            return
        self.blocked.append(place)
        self._told()
        raise ConnectionRefusedError(
            errno.ECONNREFUSED, f"redial replays a recording: no connection to {place}"
        )


def _text(host: Any) -> str:
    """A host in whatever type it was given; empty for what the real function refuses."""
    if isinstance(host, bytes | bytearray):
        return host.decode("ascii", "replace")
    return host if isinstance(host, str) else ""


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
