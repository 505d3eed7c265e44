"""Ports of this machine: which are free, and a sentence when the one asked for is not.

mitmproxy cannot be asked for two free ports on one address, so that we look first. What is said of a port
that cannot be had is said here.
"""

import errno
import socket
from collections.abc import Container
from contextlib import ExitStack

from harness.errors import HarnessError

_REFUSED = {
    errno.EADDRINUSE: ("port {port} is taken", "choose another with {option}"),
    errno.EACCES: ("port {port} needs more rights", "choose one above 1023 with {option}"),
    errno.EADDRNOTAVAIL: ("{host} is no address of this machine", "choose another with --host"),
}


ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - what is listened on, not what we choose
"""Hosts that stand for every address of this machine, and the one of them that leads there from here."""


def url(host: str, port: int) -> str:
    """`http://127.0.0.1:8080`: how this machine gets to a port, also where every address is listened on."""
    near = ANYWHERE.get(host, host)
    return f"http://{f'[{near}]' if ':' in near else near}:{port}"


def free_ports(host: str, count: int, but: Container[int] = ()) -> list[int]:
    """`count` different ports that are free on `host`, for TCP and UDP: a reverse proxy of an https service
    binds both. but: ports that are meant for somebody who does not listen yet. Raises HarnessError when the
    host is not ours.
    """
    found: list[int] = []
    with ExitStack() as held:
        while len(found) < count:
            listener = held.enter_context(_bound(host, 0))
            port = int(listener.getsockname()[1])
            if port in but:
                continue
            try:
                held.enter_context(_bound(host, port, socket.SOCK_DGRAM))
            except HarnessError:
                continue
            found.append(port)
    return found


def require_free(host: str, port: int, option: str = "--port") -> None:
    """Nothing when `port` of `host` can be listened on, or is 0. Raises HarnessError, naming the option to
    change.
    """
    _bound(host, port, option=option).close()


def listening(host: str, port: int, backlog: int) -> socket.socket:
    """A listening socket of our own, on a free port where `port` is 0. Raises HarnessError."""
    listener = _bound(host, port)
    try:
        listener.listen(backlog)
    except OSError as error:
        listener.close()
        raise _refused(error, host, port, "--port") from error
    return listener


def _bound(
    host: str, port: int, kind: socket.SocketKind = socket.SOCK_STREAM, option: str = "--port"
) -> socket.socket:
    if not 0 <= port <= 65535:
        raise HarnessError(f"{port} is no port", hint=f"choose one up to 65535 with {option}")
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=kind, flags=socket.AI_PASSIVE)[0]
    except (OSError, UnicodeError) as error:
        raise HarnessError(f"{host!r} is no host", hint="choose another with --host") from error
    bound = socket.socket(family, kind)
    try:
        if kind == socket.SOCK_STREAM:
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as asyncio does
        bound.bind(address)
    except OSError as error:
        bound.close()
        raise _refused(error, host, port, option) from error
    return bound


def _refused(error: OSError, host: str, port: int, option: str) -> HarnessError:
    message, hint = _REFUSED.get(
        error.errno or 0, ("port {port} cannot be had", "choose another with {option}")
    )
    return HarnessError(message.format(host=host, port=port), hint=hint.format(option=option))
