"""What to set in a bot is printed as it is typed."""

from harness.report import setup

GRAPH = "http://127.0.0.1:8080"
CERTIFICATE = "/home/a.pem"


def test_each_client_is_led_to_graph() -> None:
    lines = list(setup.graph(GRAPH, CERTIFICATE))
    assert lines[0] == f"Graph is at {GRAPH}: make the bot ask there, in place of https://graph.microsoft.com"
    assert [line.split("  ")[1] for line in lines[1:]] == [
        "msgraph-sdk",
        "JavaScript",
        ".NET",
        "your own code",
    ]
    assert all("127.0.0.1:8080" in line for line in lines)
    assert not any("{url" in line or "{{" in line for line in lines)
    assert all("https://graph.microsoft.com/.default" in lines[client] for client in (1, 3))


def test_javascript_is_led_to_tls_where_alone_it_sends_a_token() -> None:
    (line,) = (line for line in setup.graph(GRAPH, CERTIFICATE) if "JavaScript" in line)
    assert 'baseUrl: "https://127.0.0.1:8080/", customHosts: new Set(["127.0.0.1"])' in line
    assert line.endswith(f"NODE_EXTRA_CA_CERTS={CERTIFICATE}")


def test_tunnels_point_at_the_listener_in_front_of_the_bot() -> None:
    lines = list(setup.bot("http://127.0.0.1:8081"))
    assert "http://127.0.0.1:8081" in lines[0]
    assert lines[1].endswith("devtunnel host --port-numbers 8081 --allow-anonymous")
    assert lines[2].endswith("ngrok http 8081")


def test_a_proxy_comes_with_the_variables_that_lead_through_it() -> None:
    text = "\n".join(setup.proxy("http://127.0.0.1:8082", CERTIFICATE))
    for word in ("HTTPS_PROXY", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS", "/home/a.pem"):
        assert word in text


def test_a_container_has_a_name_for_its_host_and_speaks_tls_to_graph() -> None:
    text = "\n".join(setup.container(GRAPH, "http://127.0.0.1:8081", CERTIFICATE))
    assert "Graph is at https://host.docker.internal:8080" in text
    assert "the bot is at http://host.docker.internal:8081" in text
    assert CERTIFICATE in text
    assert "--add-host host.docker.internal:host-gateway" in text


def test_a_container_is_told_of_what_is_listened_for() -> None:
    assert "Graph" not in "\n".join(setup.container(None, "http://127.0.0.1:8081", CERTIFICATE))
    assert list(setup.container(None, None, CERTIFICATE)) == []


def test_what_fetches_tokens_is_led_to_the_login_side_of_a_replay() -> None:
    lines = list(setup.replay_proxy("http://127.0.0.1:8080", "https://127.0.0.1:8443", CERTIFICATE))
    assert lines[1].startswith("over TLS Graph is at https://127.0.0.1:8443, and the login side too")
    assert [line.split()[0] for line in lines[2:]] == ["azure-identity", "msal"]
    assert lines[2].endswith('authority="https://127.0.0.1:8443", disable_instance_discovery=True')
    assert lines[3].endswith('authority="https://127.0.0.1:8443/TENANT", instance_discovery=False')


def test_whom_the_tokens_on_webhooks_are_for_is_said_with_what_to_set() -> None:
    assert setup.audience("MicrosoftAppId", told=True).endswith("are for the application of MicrosoftAppId")
    named, nobody = setup.audience(None, told=True), setup.audience(None, told=False)
    assert "the application that the webhook names" in named
    assert "nobody" in nobody
    assert all("set REDIAL_APP_ID to the bot's" in each for each in (named, nobody))
