"""Free ports are free, and a port that is not is one sentence."""

import errno
import socket

import pytest

from harness import ports
from harness.errors import HarnessError
from harness.ports import free_ports, require_free, url


def test_free_ports_are_different_and_free() -> None:
    found = free_ports("127.0.0.1", 3)
    assert len(set(found)) == 3
    for port in found:
        require_free("127.0.0.1", port)


def test_a_port_that_is_meant_for_somebody_else_is_not_given_away(monkeypatch: pytest.MonkeyPatch) -> None:
    bound = ports._bound
    (first, second) = free_ports("127.0.0.1", 2)
    asked = iter((first, second))
    monkeypatch.setattr(ports, "_bound", lambda host, port, *kind: bound(host, port or next(asked), *kind))
    assert free_ports("127.0.0.1", 1, but={first}) == [second]


def test_any_port_is_free() -> None:
    require_free("127.0.0.1", 0)


def test_a_taken_port_is_refused() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(HarnessError, match=f"port {port} is taken; choose another with --port"):
            require_free("127.0.0.1", port)
        with pytest.raises(HarnessError, match=f"port {port} is taken; choose another with --bot-port"):
            require_free("127.0.0.1", port, "--bot-port")


@pytest.mark.parametrize(
    ("host", "port", "sentence"),
    [
        ("127.0.0.1", 70000, "70000 is no port"),
        ("127.0.0.1", -1, "-1 is no port"),
        ("192.0.2.1", 8080, "192.0.2.1 is no address of this machine; choose another with --host"),
        ("x" * 70, 8080, "is no host"),
    ],
)
def test_this_cannot_be_listened_on(host: str, port: int, sentence: str) -> None:
    with pytest.raises(HarnessError, match=sentence):
        require_free(host, port)


def test_a_port_that_is_free_for_one_protocol_only_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    real = ports._bound
    refused: list[int] = []

    def bound(
        host: str, port: int, kind: socket.SocketKind = socket.SOCK_STREAM, option: str = ""
    ) -> socket.socket:
        if kind == socket.SOCK_DGRAM and not refused:
            refused.append(port)
            raise HarnessError("taken", hint="choose another")
        return real(host, port, kind)

    monkeypatch.setattr(ports, "_bound", bound)
    found = free_ports("127.0.0.1", 1)
    assert len(refused) == 1
    assert refused != found


@pytest.mark.parametrize(
    ("number", "sentence"),
    [(errno.EACCES, "port 80 needs more rights"), (errno.ENOBUFS, "port 80 cannot be had")],
)
def test_what_the_system_says_becomes_a_sentence(
    monkeypatch: pytest.MonkeyPatch, number: int, sentence: str
) -> None:
    def refuse(self: socket.socket, address: object) -> None:
        raise OSError(number, "")

    monkeypatch.setattr(socket.socket, "bind", refuse)
    with pytest.raises(HarnessError, match=sentence):
        require_free("127.0.0.1", 80)


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", "http://127.0.0.1:1"),
        ("0.0.0.0", "http://127.0.0.1:1"),
        ("::", "http://[::1]:1"),
        ("192.0.2.7", "http://192.0.2.7:1"),
    ],
)
def test_every_address_of_the_machine_is_reached_by_the_nearest(host: str, expected: str) -> None:
    assert url(host, 1) == expected
