"""A bot under redial finds Graph, the proxy and whom to trust in its environment."""

from pathlib import Path

import pytest

from harness.process.surroundings import application, environment, told_by

BUNDLE, AUTHORITY = Path("/run/bundle.pem"), Path("/home/authority.pem")


def told(proxy_url: str | None = "http://127.0.0.1:2", **environ: str) -> dict[str, str]:
    return environment(
        environ, graph_url="http://127.0.0.1:1", proxy_url=proxy_url, bundle=BUNDLE, authority=AUTHORITY
    )


def test_everything_that_a_client_looks_at_is_set() -> None:
    assert told(PATH="/bin") == {
        "PATH": "/bin",
        "REDIAL_GRAPH_URL": "http://127.0.0.1:1",
        **dict.fromkeys(("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY"), "http://127.0.0.1:2"),
        **dict.fromkeys(("no_proxy", "NO_PROXY"), "localhost,127.0.0.1,::1"),
        **dict.fromkeys(("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"), str(BUNDLE)),
        "NODE_EXTRA_CA_CERTS": str(AUTHORITY),
        "NODE_USE_ENV_PROXY": "1",
    }


def test_hosts_that_the_user_spares_stay_spared() -> None:
    assert (
        told(NO_PROXY="intranet.example, localhost")["no_proxy"] == "intranet.example,localhost,127.0.0.1,::1"
    )
    assert told(no_proxy="a.example")["NO_PROXY"] == "a.example,localhost,127.0.0.1,::1"


def test_what_node_trusts_besides_stays_trusted() -> None:
    assert told(NODE_EXTRA_CA_CERTS="/own.pem")["NODE_EXTRA_CA_CERTS"] == str(BUNDLE)


def test_without_a_proxy_only_the_address_of_graph_is_told() -> None:
    assert told(proxy_url=None) == {"REDIAL_GRAPH_URL": "http://127.0.0.1:1"}


def test_without_either_nothing_is_changed() -> None:
    same = environment({"A": "b"}, graph_url=None, proxy_url=None, bundle=BUNDLE, authority=AUTHORITY)
    assert same == {"A": "b"}


@pytest.mark.parametrize(
    ("environ", "told", "by"),
    [
        ({"AZURE_CLIENT_ID": "1", "MicrosoftAppId": "2"}, "2", "MicrosoftAppId"),
        ({"MicrosoftAppId": "2", "REDIAL_APP_ID": "3"}, "3", "REDIAL_APP_ID"),
        ({"MicrosoftAppId": "", "AZURE_CLIENT_ID": "1"}, "1", "AZURE_CLIENT_ID"),
        ({}, None, None),
    ],
)
def test_the_bots_application_is_known_by_the_variables_that_bots_have(
    environ: dict[str, str], told: str | None, by: str | None
) -> None:
    assert (application(environ), told_by(environ)) == (told, by)
