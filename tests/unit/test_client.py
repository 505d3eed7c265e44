"""HTTP out, against real sockets: an answer, or one clause that says why there is none."""

import socket
import time
from base64 import b64encode
from pathlib import Path

import httpcore
import pytest

from harness.client import NoAnswerError, Outside, Place, answer, place
from harness.exchange import Request, Response
from harness.headers import Headers
from harness.ports import free_ports
from harness.server.server import Server
from tests._upstream import Authority, Service, once, raw, tls

HERE = Outside.of({})


def asked(url: str, request: Request | None = None, timeout: float = 5.0, within: float = 5.0) -> Response:
    there = place(url)
    sent = request or Request("POST", f"{url}/x?y=1", Headers.of({"Host": there.authority}), b"")
    with HERE.pool(there.host, within=within) as pool:
        return answer(pool, sent, there, timeout)


def refused(
    url: str, request: Request | None = None, timeout: float = 5.0, within: float = 5.0
) -> NoAnswerError:
    with pytest.raises(NoAnswerError) as raised:
        asked(url, request, timeout, within)
    return raised.value


def test_the_request_travels_as_it_is_and_the_answer_comes_back_decoded() -> None:
    service = Service(Response(403, Headers.of({"Content-Type": "text/plain"}), b"no"))
    with Server(service) as server:
        found = asked(server.url)
    assert (found.status, found.body) == (403, b"no")
    assert [request.url for request in service.requests] == [f"{server.url}/x?y=1"]


def test_a_redirect_is_an_answer_and_is_not_followed() -> None:
    service = Service(Response(307, Headers.of({"Location": "http://127.0.0.1:9/"})))
    with Server(service) as server:
        assert asked(server.url).status == 307
    assert len(service.requests) == 1


def test_nobody_there_is_told_from_no_answer() -> None:
    (nobody,) = free_ports("127.0.0.1", 1)
    gone = refused(f"http://127.0.0.1:{nobody}")
    assert (gone.why, gone.gone) == ("accepts no connection", True)
    with raw(b"", reset=True) as (url, _):
        assert refused(url).gone is False


def test_a_silent_service_is_given_up() -> None:
    with Server(Service(delay=5.0)) as server:
        found = refused(server.url, timeout=0.1)
    assert (found.why, found.gone) == ("did not answer within 0.1 s", False)


def test_an_answer_that_trickles_has_an_end_too() -> None:
    def drip(connection: socket.socket) -> None:
        try:
            for letter in b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 500:
                connection.sendall(bytes([letter]))
                time.sleep(0.02)
        except OSError:
            return  # it was given up

    began = time.monotonic()
    with once(drip) as address:
        assert "did not answer within" in refused(f"http://{address}", timeout=5.0, within=0.3).why
    assert time.monotonic() - began < 3


@pytest.mark.parametrize(
    "headers",
    [
        Headers.of({"Authorization": "Bearer hush\r\nX: y"}),
        Headers.of({"ümlaut": "hush"}),
        Headers.of({"X-Odd": "hush\ud800"}),
    ],
)
def test_what_http_does_not_allow_is_not_sent_and_not_told(headers: Headers) -> None:
    service = Service()
    with Server(service) as server:
        found = refused(server.url, Request("POST", f"{server.url}/", headers))
    assert service.requests == []
    assert "HTTP does not allow" in found.why
    assert "hush" not in repr(found)
    assert found.__suppress_context__


def test_a_certificate_of_nobody_known_is_named_as_the_reason(tmp_path: Path) -> None:
    with tls(Authority(tmp_path).server("localhost")) as (port, told):
        found = refused(f"https://localhost:{port}")
    assert "certificate that is not trusted here" in found.why
    assert told == []


def test_a_store_of_the_users_own_is_trusted(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    outside = Outside.of({"SSL_CERT_FILE": str(authority.file)})
    with tls(authority.server("localhost")) as (port, _):
        there = Place("https", "localhost", port)
        headers = Headers.of({"Host": there.authority, "Content-Length": "0"})
        with outside.pool("localhost", within=5) as pool:
            assert answer(pool, Request("POST", "/x", headers), there, 5).status == 202


def test_a_service_without_tls_is_named_as_the_reason() -> None:
    with Server(Service()) as server:
        assert "does not speak TLS" in refused(server.url.replace("http:", "https:")).why


def test_a_store_that_is_missing_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        Outside.of({"SSL_CERT_FILE": str(tmp_path / "missing.pem")})


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "https_proxy"])
def test_only_other_machines_are_reached_through_the_proxy(name: str) -> None:
    outside = Outside.of({name: "http://127.0.0.1:9"})
    assert isinstance(outside.pool("service.example"), httpcore.HTTPProxy)
    for near in ("localhost", "127.0.0.1", "::1"):
        assert not isinstance(outside.pool(near), httpcore.HTTPProxy)


@pytest.mark.parametrize("host", ["service.example", "api.service.example"])
def test_what_is_named_as_near_is_reached_without_the_proxy(host: str) -> None:
    outside = Outside.of({"HTTPS_PROXY": "http://127.0.0.1:9", "no_proxy": "other.example,.service.example"})
    assert not isinstance(outside.pool(host), httpcore.HTTPProxy)
    assert isinstance(outside.pool("elsewhere.example"), httpcore.HTTPProxy)


def test_the_password_of_a_proxy_is_told_to_the_proxy_alone() -> None:
    with raw(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n") as (url, heard):
        outside = Outside.of({"HTTPS_PROXY": url.replace("//", "//me:hu%2Fsh@")})
        there = Place("https", "service.example", 443)
        with outside.pool(there.host, within=5) as pool, pytest.raises(NoAnswerError) as raised:
            answer(pool, Request("POST", "/x"), there, 5)
    assert b64encode(b"me:hu/sh") in heard[0]
    assert "the proxy refused" in raised.value.why
    assert "hu%2Fsh" not in repr(outside)


@pytest.mark.parametrize("url", ["127.0.0.1:8080", "http://[::1", "socks5://127.0.0.1:1080"])
def test_a_proxy_that_is_no_url_of_one_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Outside.of({"HTTPS_PROXY": url}).pool("service.example")


def test_a_name_that_nobody_knows_is_named_as_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    found = refused("http://service.example")
    assert (found.why, found.gone) == ("is a name that nobody knows here", True)


@pytest.mark.parametrize(
    ("url", "found", "authority"),
    [
        ("http://bot", Place("http", "bot", 80), "bot"),
        ("https://BOT:443/x", Place("https", "bot", 443), "bot"),
        ("http://bot:443", Place("http", "bot", 443), "bot:443"),
        ("http://[::1]:80", Place("http", "::1", 80), "[::1]"),
        ("http://bot:0", Place("http", "bot", 0), "bot:0"),
    ],
)
def test_a_place_is_read_of_a_url(url: str, found: Place, authority: str) -> None:
    assert place(url) == found
    assert found.authority == authority


@pytest.mark.parametrize(
    "url",
    [
        "",
        "127.0.0.1:80",
        "ftp://bot",
        "http://",
        "http://[::1",
        "http://bot:70000",
        "http://a..b",
        "http://bö",
    ],
)
def test_what_names_no_place_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        place(url)
