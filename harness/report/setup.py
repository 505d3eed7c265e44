"""What to set in a bot, and where a tunnel must point, so that its conversation passes redial."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from harness.traffic import SERVICE

_SCOPE = f"{SERVICE}/.default"
_JAVASCRIPT = 'authProvider, baseUrl: "{tls}/", customHosts: new Set(["{host}"])'
_DOTNET = 'new AzureIdentityAuthenticationProvider(credential, ["{host}"], null, true, "{scope}")'
_GRAPH = (
    ("msgraph-sdk", 'client.request_adapter.base_url = "{url}/v1.0"; scopes=["{scope}"]'),
    (
        "JavaScript",
        f"Client.initWithMiddleware({{{{ {_JAVASCRIPT} }}}}); NODE_EXTRA_CA_CERTS={{authority}}",
    ),
    (".NET", f'new GraphServiceClient({_DOTNET}, "{{url}}/v1.0")'),
    (
        "your own code",
        "{url} in place of {service}; under `redial record -- COMMAND` it is in REDIAL_GRAPH_URL",
    ),
)
"""Client -> what leads it to another address of Graph, and its token with it. JavaScript's sends one over TLS
alone, which every listener for Graph takes on the same port; .NET's to hosts alone that it was told.
"""

_LOGIN = (
    ("azure-identity", 'authority="{tls}", disable_instance_discovery=True'),
    ("msal", 'authority="{tls}/TENANT", instance_discovery=False'),
)
"""Client of Python -> what leads it to another login side than Microsoft's."""

_HOST = "host.docker.internal"
"""The name by which a container knows its host."""

_TUNNELS = (
    ("dev tunnels", "devtunnel host --port-numbers {port} --allow-anonymous"),
    ("ngrok", "ngrok http {port}"),
)
"""Tunnel -> how it is pointed at a port of this machine."""


def graph(url: str, authority: str) -> Iterator[str]:
    """How the bot finds Graph at `url`. authority: the certificate behind TLS there."""
    yield f"Graph is at {url}: make the bot ask there, in place of {SERVICE}"
    place = {"url": url, "host": urlsplit(url).hostname, "tls": f"https{url.removeprefix('http')}"}
    for client, setting in _GRAPH:
        told = setting.format(**place, authority=authority, scope=_SCOPE, service=SERVICE)
        yield f"  {client:<13}  {told}"


def bot(url: str) -> Iterator[str]:
    """How the platform finds the bot behind `url`."""
    yield f"the bot is at {url}: point the tunnel, and with it the webhook of the bot's registration, there"
    for tunnel, command in _TUNNELS:
        yield f"  {tunnel:<13}  {command.format(port=urlsplit(url).port)}"


def proxy(url: str, authority: str) -> Iterator[str]:
    """How a bot that asks for Graph by name is led through the proxy at `url`."""
    yield f"the proxy is at {url}: set HTTPS_PROXY to it in the bot's environment, and trust {authority}"
    yield "  Python         SSL_CERT_FILE and REQUESTS_CA_BUNDLE name all that is trusted: add it there"
    yield "  Node           NODE_EXTRA_CA_CERTS names it; NODE_USE_ENV_PROXY=1 (Node 22.21 or 24.5)"
    yield "  .NET           SSL_CERT_FILE on Linux, else the store of the user"
    yield "  or simply      redial record -- COMMAND, which sets all of this"


def replay_proxy(url: str, tls_url: str, authority: str) -> Iterator[str]:
    """How a bot is led to a replay through the proxy at `url`, or over TLS at `tls_url`."""
    yield f"a proxy is at {url}: set HTTPS_PROXY to it in the bot's environment, and trust {authority}"
    yield f"over TLS Graph is at {tls_url}, and the login side too; whatever fetches tokens is led there by"
    for client, setting in _LOGIN:
        yield f"  {client:<15}{setting.format(tls=tls_url)}"


def audience(variable: str | None, *, told: bool) -> str:
    """Whom the tokens on webhooks are for. variable: the one that tells the bot's application, None for none.
    told: whether the webhooks tell it.
    """
    if variable is not None:
        return f"tokens on webhooks are for the application of {variable}"
    whom = "the application that the webhook names" if told else "nobody, as the webhooks name no application"
    return f"tokens on webhooks are for {whom}: set REDIAL_APP_ID to the bot's, where it verifies them"


def container(graph: str | None, bot: str | None, authority: str) -> Iterator[str]:
    """How a container finds what its host has at these URLs."""
    if graph is not None:
        there = f"https://{_HOST}:{urlsplit(graph).port}"
        yield f"from a container, Graph is at {there}: Microsoft's clients send no token there over http"
        yield f"  trust          {authority}, copied into the container"
    if bot is not None:
        yield f"from a container, the bot is at http://{_HOST}:{urlsplit(bot).port}"
    if graph is not None or bot is not None:
        yield f"  on Linux       docker run --add-host {_HOST}:host-gateway, or --network host and no {_HOST}"
