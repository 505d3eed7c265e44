"""What to set in a bot, and where a tunnel must point, so that its conversation passes redial."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from harness.traffic import SERVICE

_GRAPH = (
    ("msgraph-sdk", 'client.request_adapter.base_url = "{url}/v1.0"; scopes=["' + SERVICE + '/.default"]'),
    ("JavaScript", 'Client.initWithMiddleware({{ ..., baseUrl: "{url}/" }}); {javascript}'),
    (".NET", 'new GraphServiceClient(credential, ["' + SERVICE + '/.default"], "{url}/v1.0")'),
    (
        "your own code",
        "{url} in place of " + SERVICE + "; under `redial record -- COMMAND` it is in REDIAL_GRAPH_URL",
    ),
)
"""Client -> what leads it to another address of Graph."""

_JAVASCRIPT = "it sends no token over http: see docs/recording.md, or use `redial record -- node bot.js`"

_HOST = "host.docker.internal"
"""The name by which a container knows its host."""

_TUNNELS = (
    ("dev tunnels", "devtunnel host --port-numbers {port} --allow-anonymous"),
    ("ngrok", "ngrok http {port}"),
)
"""Tunnel -> how it is pointed at a port of this machine."""


def graph(url: str) -> Iterator[str]:
    """How the bot finds Graph at `url`."""
    yield f"Graph is at {url}: make the bot ask there, in place of {SERVICE}"
    for client, setting in _GRAPH:
        yield f"  {client:<13}  {setting.format(url=url, javascript=_JAVASCRIPT)}"


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


def container(*urls: str | None) -> Iterator[str]:
    """How a container finds what its host has at these URLs, Graph first."""
    for name, url in zip(("Graph", "the bot"), urls, strict=True):
        if url is not None:
            there = f"http://{_HOST}:{urlsplit(url).port}"
            yield f"from a container, {name} is at {there}; on Linux add --add-host {_HOST}:host-gateway"
