"""The environment of a bot that runs under redial: where Graph is, which proxy leads there, whom to trust;
and which application the bot is.

Values only: what stands in the files that it names, harness.trust writes.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from harness.settings import APP_ID, AUTHORITY_URL, GRAPH_URL
from harness.trust import EXTRA, STORES

LOCAL = ("localhost", "127.0.0.1", "::1")
"""Hosts that are asked without a proxy: the bot's own machine."""


APPLICATION = (APP_ID, "MicrosoftAppId", "MICROSOFT_APP_ID", "AZURE_CLIENT_ID")
"""Where a bot's application id is looked for: in ours, the Bot Framework's two, azure-identity's."""


def application(environ: Mapping[str, str]) -> str | None:
    """The id of the bot's application: the audience of the platform's tokens. None where nothing tells it."""
    name = told_by(environ)
    return environ[name] if name is not None else None


def told_by(environ: Mapping[str, str]) -> str | None:
    """The variable that tells the bot's application; None where none does."""
    return next((name for name in APPLICATION if environ.get(name)), None)


def environment(
    environ: Mapping[str, str],
    *,
    graph_url: str | None,
    proxy_url: str | None,
    bundle: Path,
    authority: Path,
    authority_url: str | None = None,
) -> dict[str, str]:
    """`environ` with what a bot needs.

    graph_url: the base URL of Graph for bots that ask for it by REDIAL_GRAPH_URL. proxy_url: the proxy for
    all others, None for none. bundle: all that it trusts, `authority` included, which is a file of its own.
    authority_url: the login side for bots that ask for it by REDIAL_AUTHORITY_URL.
    """
    told = dict(environ)
    if graph_url is not None:
        told[GRAPH_URL] = graph_url
    if authority_url is not None:
        told[AUTHORITY_URL] = authority_url
    if proxy_url is not None:
        told |= dict(_both("http_proxy", proxy_url))
        told |= dict(_both("https_proxy", proxy_url))
        told |= dict(_both("no_proxy", _spared(environ)))
        told |= dict.fromkeys(STORES, str(bundle))
        told[EXTRA] = str(bundle if environ.get(EXTRA) else authority)
        told["NODE_USE_ENV_PROXY"] = "1"
    return told


def _both(name: str, value: str) -> Iterator[tuple[str, str]]:
    """A variable in both of its spellings: curl reads the lower one alone, others the upper first."""
    yield name, value
    yield name.upper(), value


def _spared(environ: Mapping[str, str]) -> str:
    before = environ.get("NO_PROXY") or environ.get("no_proxy") or ""
    hosts = [host.strip() for host in before.split(",") if host.strip()]
    return ",".join(dict.fromkeys((*hosts, *LOCAL)))
