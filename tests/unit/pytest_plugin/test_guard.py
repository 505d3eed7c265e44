"""What a socket may reach while a recording replays."""

import asyncio
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from harness.pytest_plugin.guard import Guard, is_address, is_loopback


@pytest.fixture
def listening() -> Iterator[int]:
    """A port of this machine that somebody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_nothing_connects_not_even_to_this_machine(listening: int) -> None:
    guard = Guard()
    with guard.closed():
        with pytest.raises(ConnectionRefusedError, match=f"no connection to 127.0.0.1:{listening}"):
            socket.create_connection(("127.0.0.1", listening))
        with socket.socket() as one, pytest.raises(ConnectionRefusedError):
            one.connect_ex(("127.0.0.1", listening))
    assert guard.blocked == [f"127.0.0.1:{listening}"] * 2


def test_no_name_is_asked_for(listening: int) -> None:
    guard = Guard()
    with guard.closed(), pytest.raises(ConnectionRefusedError):
        socket.create_connection(("graph.microsoft.com", 443))
    assert guard.blocked == ["graph.microsoft.com:443"]


@pytest.mark.parametrize("ask", [socket.gethostbyname, socket.gethostbyname_ex], ids=lambda ask: ask.__name__)
def test_no_name_is_asked_for_in_the_old_way(ask: Callable[[str], object]) -> None:
    guard = Guard()
    name = ask.__name__
    with guard.closed(), pytest.raises(ConnectionRefusedError):
        getattr(socket, name)("graph.microsoft.com")
    assert guard.blocked == ["graph.microsoft.com"]


@pytest.mark.parametrize(
    "ask",
    [
        lambda: socket.gethostbyaddr("192.0.2.1"),
        lambda: socket.getfqdn("192.0.2.1"),
        lambda: socket.getfqdn("graph.microsoft.com"),
        lambda: socket.getnameinfo(("192.0.2.1", 443), 0),
        lambda: socket.gethostbyname_ex("graph.microsoft.com"),
        lambda: socket.getaddrinfo(bytearray(b"graph.microsoft.com"), 443),  # type: ignore[arg-type]
    ],
)
def test_nobody_is_asked_for_a_name_or_of_one(ask: Callable[[], object]) -> None:
    guard = Guard()
    with guard.closed(), pytest.raises(ConnectionRefusedError, match="no connection to"):
        ask()
    assert len(guard.blocked) == 1


def test_this_machine_may_be_asked_for_its_own_name() -> None:
    """As `http.server` does when it begins to listen. What is asked for no name asks nobody."""
    guard = Guard()
    with guard.closed():
        assert socket.getnameinfo(("192.0.2.1", 80), socket.NI_NUMERICHOST | socket.NI_NUMERICSERV)
        for host in ("127.0.0.1", "0.0.0.0", ""):
            assert socket.getfqdn(host)
    assert guard.blocked == []


def test_what_is_no_host_is_refused_as_ever() -> None:
    with Guard().closed(), pytest.raises(TypeError):
        socket.gethostbyname(3)  # type: ignore[arg-type]


def test_no_datagram_is_sent() -> None:
    guard = Guard()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one, guard.closed():
        with pytest.raises(ConnectionRefusedError, match=r"no connection to 192\.0\.2\.1:53"):
            one.sendto(b"x", ("192.0.2.1", 53))
        with pytest.raises(ConnectionRefusedError, match=r"no connection to 192\.0\.2\.1:53"):
            one.sendmsg([b"x"], [], 0, ("192.0.2.1", 53))
    assert guard.blocked == ["192.0.2.1:53"] * 2


def test_asyncio_is_guarded_too_and_its_own_sockets_work(listening: int) -> None:
    async def connect() -> None:
        await asyncio.to_thread(str)
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection("127.0.0.1", listening)

    guard = Guard()
    with guard.closed():
        asyncio.run(connect())
    assert len(guard.blocked) == 1


def test_a_loopback_port_that_was_let_pass_is_reached(listening: int) -> None:
    guard = Guard()
    guard.open(f"http://localhost:{listening}/api/calls")
    with guard.closed(), socket.create_connection(("127.0.0.1", listening)):
        pass
    assert guard.blocked == []


def test_a_port_elsewhere_is_never_let_pass() -> None:
    guard = Guard()
    guard.open("https://192.0.2.1/")
    guard.open("https://bot.example/")
    with guard.closed(), socket.socket() as one, pytest.raises(ConnectionRefusedError):
        one.connect(("192.0.2.1", 443))


def test_unix_sockets_are_not_touched(tmp_path: Path) -> None:
    path = str(tmp_path / "s")
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as client, Guard().closed():
        server.bind(path)
        server.listen()
        client.connect(path)


def test_afterwards_everything_is_as_it_was(listening: int) -> None:
    before = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo
    with Guard().closed():
        assert socket.socket.connect is not before[0]
    assert (socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo) == before
    with socket.create_connection(("127.0.0.1", listening)):
        pass


def test_addresses_and_this_machine_are_told_from_names() -> None:
    assert all(map(is_address, ["localhost", "127.0.0.1", "::1", "192.0.2.1", "fe80::1%eth0"]))
    assert not is_address("graph.microsoft.com")
    assert all(map(is_loopback, ["localhost", "127.0.0.1", "127.9.9.9", "::1"]))
    assert not any(map(is_loopback, ["192.0.2.1", "localhost.example", "fe80::1%eth0"]))
