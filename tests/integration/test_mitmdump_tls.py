"""The recording proxy and TLS: before a service that speaks it, and between a client and that service."""

import ssl
from collections.abc import Iterable, Iterator
from pathlib import Path

import httpcore
import pytest
import requests  # noqa: TID251 - a client of its users

from harness.exchange import Origin, Way
from harness.proxy.announced import Tally
from harness.proxy.recording import Proxy
from tests import _mitm, _upstream

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("project")]

GRAPH = "graph.microsoft.com"


class OnlyHTTP2(ssl.SSLContext):
    """httpcore offers HTTP/1.1 as well, and first, whatever it is told."""

    def set_alpn_protocols(self, alpn_protocols: Iterable[str]) -> None:
        super().set_alpn_protocols(["h2"])


@pytest.fixture
def authority(tmp_path_factory: pytest.TempPathFactory) -> _upstream.Authority:
    return _upstream.Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def service(authority: _upstream.Authority) -> Iterator[tuple[int, list[_upstream.Told]]]:
    with _upstream.tls(authority.server(GRAPH, "localhost")) as running:
        yield running


@pytest.fixture
def route(
    service: tuple[int, list[_upstream.Told]], tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, str]:
    script = tmp_path_factory.mktemp("route") / "route.py"
    script.write_text(_upstream.ROUTE.format(port=service[0]))
    return "--scripts", str(script)


def test_a_service_that_speaks_tls_is_trusted_by_the_authority_it_was_given(
    project: Path,
    confdir: Path,
    authority: _upstream.Authority,
    service: tuple[int, list[_upstream.Told]],
) -> None:
    port, told = service
    with Proxy(
        project / "calls.yaml",
        upstream=f"https://localhost:{port}",
        upstream_ca=authority.file,
        confdir=confdir,
    ) as proxy:
        got = requests.post(f"{proxy.graph_url}{_mitm.PATH}", _mitm.BODY, timeout=10)
    assert got.status_code == 202
    assert (told[0].name, told[0].request.headers.get("host")) == ("localhost", f"localhost:{port}")
    (exchange,) = _mitm.kept(project / "calls.yaml")
    assert exchange.request.url.startswith(f"https://{GRAPH}/v1.0/communications/calls/")
    assert exchange.origin is Origin.LIVE


def test_a_service_that_nobody_vouches_for_gets_no_request(
    project: Path, confdir: Path, service: tuple[int, list[_upstream.Told]]
) -> None:
    port, told = service
    with Proxy(project / "calls.yaml", upstream=f"https://localhost:{port}", confdir=confdir) as proxy:
        got = requests.post(f"{proxy.graph_url}{_mitm.PATH}", _mitm.BODY, timeout=10)
    assert got.status_code == 502
    assert told == []
    (exchange,) = _mitm.kept(project / "calls.yaml")
    assert exchange.response is None
    assert "ertificate" in str(exchange.error)
    assert proxy.tally == Tally(1, 1, 0)


def test_graph_gets_its_own_name_although_the_bots_host_is_kept(
    project: Path,
    confdir: Path,
    authority: _upstream.Authority,
    service: tuple[int, list[_upstream.Told]],
    route: tuple[str, str],
) -> None:
    _, told = service
    context = ssl.create_default_context(cafile=None)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with (
        _upstream.raw(b"") as (bot, _),
        Proxy(
            project / "calls.yaml",
            bot=bot,
            upstream_ca=authority.file,
            confdir=confdir,
            arguments=route,
        ) as proxy,
    ):
        assert proxy.graph_url is not None
        tls = proxy.graph_url.replace("http://127.0.0.1", "https://localhost")
        with httpcore.ConnectionPool(ssl_context=context) as pool:
            for url in (proxy.graph_url, tls):
                assert pool.request("POST", f"{url}{_mitm.PATH}", content=_mitm.BODY).status == 202
    assert [(each.name, each.request.headers.get("host")) for each in told] == [(GRAPH, GRAPH)] * 2
    assert [exchange.request.headers.get("host") for exchange in _mitm.kept(project / "calls.yaml")] == [
        GRAPH
    ] * 2


def test_as_an_explicit_proxy_it_ends_tls_and_keeps_the_redirect(
    project: Path,
    confdir: Path,
    authority: _upstream.Authority,
    service: tuple[int, list[_upstream.Told]],
    route: tuple[str, str],
) -> None:
    _, told = service
    said: list[str] = []
    with Proxy(
        project / "calls.yaml",
        modes=["regular"],
        upstream_ca=authority.file,
        confdir=confdir,
        say=said.append,
        arguments=route,
    ) as proxy:
        assert proxy.graph_url is None
        with requests.Session() as client:
            client.proxies = {"https": str(proxy.proxy_url)}
            client.verify = str(proxy.authority)
            url = f"https://{GRAPH}{_mitm.PATH.replace('/comm', '//comm')}"
            got = client.post(url, _mitm.BODY.replace(b"30", b'"30"'), timeout=10)
            other = client.post(f"https://{GRAPH}/v1.0/me/sendMail", b"{}", timeout=10)
    assert (got.status_code, got.headers["request-id"], other.status_code) == (202, _upstream.REQUEST_ID, 202)
    assert told[0].name == GRAPH
    assert told[0].request.url == _mitm.PATH.replace("/comm", "//comm")
    (exchange,) = _mitm.kept(project / "calls.yaml")
    assert exchange.request.url.startswith(f"https://{GRAPH}/v1.0//communications/calls/")
    assert exchange.way is Way.TO_GRAPH
    assert any(line.lstrip().startswith("error RDQ040 ") for line in said)
    assert proxy.tally == Tally(1, 1, 0)


def test_a_client_that_speaks_http_2_is_kept_as_one(
    project: Path,
    confdir: Path,
    authority: _upstream.Authority,
    service: tuple[int, list[_upstream.Told]],
    route: tuple[str, str],
) -> None:
    with Proxy(
        project / "calls.yaml",
        modes=["regular"],
        upstream_ca=authority.file,
        confdir=confdir,
        arguments=route,
    ) as proxy:
        context = OnlyHTTP2(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(proxy.authority)
        with httpcore.HTTPProxy(str(proxy.proxy_url), ssl_context=context, http1=False, http2=True) as pool:
            got = pool.request("POST", f"https://{GRAPH}{_mitm.PATH}", content=_mitm.BODY)
    assert (got.status, got.extensions["http_version"]) == (202, b"HTTP/2")
    (exchange,) = _mitm.kept(project / "calls.yaml")
    assert exchange.http == "2"
    assert exchange.request.url.startswith(f"https://{GRAPH}/")
    assert exchange.response is not None
    assert exchange.response.phrase == "Accepted"


def test_a_service_that_cannot_be_reached_behind_an_explicit_proxy_is_kept_as_no_answer(
    project: Path, confdir: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    from harness.ports import free_ports

    script = tmp_path_factory.mktemp("route") / "route.py"
    script.write_text(_upstream.ROUTE.format(port=free_ports("127.0.0.1", 1)[0]))
    with (
        Proxy(
            project / "calls.yaml", modes=["regular"], confdir=confdir, arguments=("--scripts", str(script))
        ) as proxy,
        requests.Session() as client,
    ):
        client.proxies = {"https": str(proxy.proxy_url)}
        client.verify = str(proxy.authority)
        assert client.post(f"https://{GRAPH}{_mitm.PATH}", _mitm.BODY, timeout=10).status_code == 502
    (exchange,) = _mitm.kept(project / "calls.yaml")
    assert exchange.response is None
