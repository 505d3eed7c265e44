"""Where a redirect is sent: to the Graph of a cloud that has it, by https."""

import pytest

from harness.address import CLOUDS, Cloud
from harness.contract.editions import documentation
from harness.exchange import Exchange, Origin
from harness.redaction.redactor import Redactor
from harness.rules import judge
from tests.unit.rules.exchanges import URL, alike, found, found_everywhere, redirect, severities


def sent_to(origin: str, version: str = "v1.0", answered_by: Origin = Origin.LIVE) -> Exchange:
    """A redirect to another host."""
    url = URL.replace("https://graph.microsoft.com", origin).replace("/v1.0/", f"/{version}/")
    return redirect(url=url, origin=answered_by)


VERDICTS = {
    "Global": ("-", "-"),
    "US Government L4": ("-", "warning"),
    "US Government L5 (DoD)": ("-", "warning"),
    "China (21Vianet)": ("error", "error"),
    "Germany (retired)": ("error", "error"),
    "Canary": ("-", "-"),
}


@pytest.mark.parametrize("cloud", CLOUDS, ids=lambda cloud: cloud.name)
def test_every_cloud_has_its_verdict_in_either_version(cloud: Cloud) -> None:
    seen = tuple(
        severities("RDQ007", sent_to(f"https://{cloud.graph}", version), "request.uri").split(" ")
        for version in ("v1.0", "beta")
    )
    assert seen == tuple([verdict] * 3 for verdict in VERDICTS[cloud.name])


@pytest.mark.parametrize(
    "host",
    ["graph.contoso.example", "login.microsoftonline.com", "graph.microsoft.com.evil.example", "10.1.2.3"],
)
def test_a_host_that_is_no_known_graph_is_a_warning_masked_or_not(host: str) -> None:
    exchange = sent_to(f"https://{host}")
    for each in (exchange, Redactor(b"a key for tests").exchange(exchange)):
        assert severities("RDQ007", each, "request.uri") == "warning warning warning"
        [finding] = judge(each, documentation())
        assert host not in finding.message + finding.fix


@pytest.mark.parametrize("origin", [Origin.RECORDED, Origin.SIMULATED, Origin.FAULT])
def test_what_stands_in_for_graph_may_have_any_host(origin: Origin) -> None:
    assert found_everywhere(sent_to("https://replay.example", answered_by=origin)) == alike()
    china = sent_to("https://microsoftgraph.chinacloudapi.cn", answered_by=origin)
    assert severities("RDQ007", china, "request.uri") == "error error error"


def test_a_path_of_no_known_spelling_is_judged_by_its_host() -> None:
    exchange = redirect(url="https://microsoftgraph.chinacloudapi.cn/calls/1/redirect")
    assert [code for code, _, _ in found(exchange, "v1.0")] == ["RDQ002", "RDQ007"]


@pytest.mark.parametrize(
    "origin", ["http://graph.microsoft.com", "http://graph.microsoft.us:80", "ftp://graph.microsoft.com"]
)
def test_a_scheme_other_than_https_is_an_error(origin: str) -> None:
    exchange = redirect(url=URL.replace("https://graph.microsoft.com", origin))
    assert severities("RDQ008", exchange, "request.uri") == "error error error"


@pytest.mark.parametrize(
    "origin",
    [
        "http://localhost:8080",
        "http://graph.localhost",
        "http://127.0.0.1:3000",
        "http://127.8.8.8",
        "http://[::1]:80",
        "https://graph.microsoft.us",
        "HTTPS://graph.microsoft.com",
    ],
)
def test_a_server_on_the_loopback_interface_may_speak_plain_http(origin: str) -> None:
    assert found(redirect(url=URL.replace("https://graph.microsoft.com", origin)), "v1.0") == []


@pytest.mark.parametrize(
    "host", ["127.0.0.1.example", "localhost.example", "128.0.0.1", "graph.microsoft.com.localhost.example"]
)
def test_a_host_that_only_looks_like_loopback_may_not(host: str) -> None:
    exchange = redirect(url=URL.replace("https://graph.microsoft.com", f"http://{host}"))
    seen = (("RDQ007", "warning", "request.uri"), ("RDQ008", "error", "request.uri"))
    assert found_everywhere(exchange) == alike(*seen)


@pytest.mark.parametrize(
    ("origin", "host", "let_be"),
    [
        (Origin.RECORDED, "graph.microsoft.com", True),
        (Origin.SIMULATED, "graph.microsoft.com", True),
        (Origin.FAULT, "graph.microsoft.com", True),
        (Origin.LIVE, "graph.microsoft.com", False),
        (Origin.ENFORCED, "graph.microsoft.com", False),
        (Origin.RECORDED, "proxy.example", False),
    ],
)
def test_a_server_that_stands_in_for_graph_may_speak_plain_http(
    origin: Origin, host: str, let_be: bool
) -> None:
    exchange = redirect(url=URL.replace("https://graph.microsoft.com", f"http://{host}"), origin=origin)
    assert ("RDQ008" in [code for code, _, _ in found(exchange, "v1.0")]) is not let_be
