"""Whom requests are sent to, and with which token; what is wrong with either is said without repeating it."""

import socket

import pytest

from harness.client import Place
from harness.errors import HarnessError
from harness.ports import free_ports
from harness.service import Service, token


@pytest.mark.parametrize(
    ("url", "prefix", "named"),
    [
        ("http://127.0.0.1:8080", "", "http://127.0.0.1:8080"),
        ("http://127.0.0.1:8080/", "", "http://127.0.0.1:8080"),
        ("http://LOCALHOST:8080/graph/", "/graph", "http://localhost:8080/graph"),
        ("https://graph.microsoft.com:443", "", "https://graph.microsoft.com"),
        ("http://[::1]:8080/a/b", "/a/b", "http://[::1]:8080/a/b"),
    ],
)
def test_a_service_is_an_address_and_perhaps_a_path(url: str, prefix: str, named: str) -> None:
    service = Service.at(url)
    assert (service.prefix, service.url) == (prefix, named)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("", "no http or https URL"),
        ("127.0.0.1:8080", "no http or https URL"),
        ("ftp://127.0.0.1", "no http or https URL"),
        ("file:///etc/passwd", "no http or https URL"),
        ("http://", "no http or https URL"),
        ("http://127.0.0.1:8080\n.example", "no http or https URL"),
        ("http://127.0.0.1 :8080", "no http or https URL"),
        ("http://127.0.0.1\\.example", "no http or https URL"),
        ("http://127.0.0.1:99999", "no http or https URL"),
        ("http://127.0.0.1:0", "nobody listens on port 0"),
        ("https://me:hush@127.0.0.1", "credentials"),
        ("https://hush@127.0.0.1", "credentials"),
        ("http://127.0.0.1?code=hush", "a query or a fragment"),
        ("http://127.0.0.1/#hush", "a query or a fragment"),
        ("http://127.0.0.1/?", "a query or a fragment"),
        ("http://127.0.0.1:8080/v1.0", "ends in /v1.0"),
        ("http://127.0.0.1:8080/graph/beta/", "ends in /beta"),
        ("http://graph.example", "in clear"),
        ("http://192.168.0.7:8080", "in clear"),
        ("http://0.0.0.0:8080", "in clear"),
        ("http://127.0.0.1.example:8080", "in clear"),
        ("http://2130706433", "in clear"),
    ],
)
def test_anything_else_is_refused_in_a_sentence_that_repeats_no_secret(url: str, why: str) -> None:
    with pytest.raises(HarnessError) as raised:
        Service.at(url)
    assert why in str(raised.value)
    assert "hush" not in str(raised.value)
    assert raised.value.__suppress_context__ or raised.value.__context__ is None


@pytest.mark.parametrize(
    ("url", "near"),
    [
        ("http://127.0.0.1:8080", True),
        ("http://127.9.8.7:8080", True),
        ("http://[::1]:8080", True),
        ("https://localhost", True),
        ("https://graph.localhost", True),
        ("https://graph.example", False),
        ("https://10.0.0.1", False),
        ("https://localhost.example", False),
    ],
)
def test_this_machine_is_known_by_its_own_names_alone(url: str, near: bool) -> None:
    assert Service.at(url).near is near


def test_a_name_that_leads_to_this_machine_is_no_name_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", resolving("127.0.0.1"))
    service = Service.at("https://graph.example")
    assert not service.near
    service.require()


def test_a_name_of_this_machine_that_leads_elsewhere_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", resolving("192.0.2.7"))
    with pytest.raises(HarnessError, match=r"localhost is 192\.0\.2\.7 here, which is another machine; give"):
        Service.at("http://localhost:8080").require()


def test_a_name_under_localhost_that_nobody_knows_is_not_called_deaf(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> list[object]:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(HarnessError, match=r"graph\.localhost is a name that nobody knows here; give 127"):
        Service.at("http://graph.localhost:8080").require()


def resolving(address: str) -> object:
    def found(*_: object, **__: object) -> list[object]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 8080))]

    return found


def test_a_service_on_this_machine_has_to_listen() -> None:
    (nobody,) = free_ports("127.0.0.1", 1)
    with pytest.raises(HarnessError, match=f"nobody listens at 127.0.0.1:{nobody}; start the service first"):
        Service(Place("http", "127.0.0.1", nobody), "").require()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        Service(Place("http", "127.0.0.1", listener.getsockname()[1]), "").require()


@pytest.mark.parametrize("value", ["eyJ0.eyJh.c2ln", "Bearer eyJ0.eyJh.c2ln", "  eyJ0.eyJh.c2ln\n"])
def test_the_token_is_what_the_variable_holds(value: str) -> None:
    assert token("GRAPH_TOKEN", {"GRAPH_TOKEN": value}) == "eyJ0.eyJh.c2ln"


@pytest.mark.parametrize("value", ["", "   "])
def test_a_variable_that_is_empty_or_not_set_is_refused_and_not_named(value: str) -> None:
    """What stands in place of its name may be the token itself."""
    for environ in ({}, {"eyJhush": value}):
        with pytest.raises(HarnessError, match="not set, or empty; put the token into a variable") as raised:
            token("eyJhush", environ)
        assert "hush" not in str(raised.value)


@pytest.mark.parametrize("value", ["hush hush", "hush\r\nX-Odd: 1", "hüsh", "Bearer Bearer hush", '"hush"'])
def test_what_is_no_token_is_refused_and_not_repeated(value: str) -> None:
    with pytest.raises(HarnessError, match="holds no bearer token") as raised:
        token("GRAPH_TOKEN", {"GRAPH_TOKEN": value})
    assert "hush" not in str(raised.value)
