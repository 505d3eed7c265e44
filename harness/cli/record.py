"""`redial record`: a proxy between a live bot and Graph that keeps what crosses it."""

import time
from datetime import UTC, datetime
from pathlib import Path

import click

from harness.configuration import configuration
from harness.proxy import Proxy
from harness.report.text import counted
from harness.server import stop_signals

ONLY = ("all", "redirects")
FOLDER = Path("recordings")
"""Where recordings go that were given no name. Kept out of git: they are of somebody's live tenant."""


@click.command("record")
@click.option(
    "-o",
    "output",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="The cassette to write; recordings/<UTC time>.yaml by default.",
)
@click.option("--append", is_flag=True, help="Go on behind what FILE holds, instead of refusing it.")
@click.option("--bot", metavar="URL", help="The bot's webhook: a second listener stands in front of it.")
@click.option(
    "--bot-port",
    type=click.IntRange(0, 65535),
    metavar="N",
    help="Port of that listener; --port + 1 by default, 0 for a free one.",
)
@click.option("--upstream", metavar="URL", help="The service to pass requests on to, in place of Graph.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8080,
    show_default=True,
    help="Port where the bot finds Graph; 0 for a free one.",
)
@click.option(
    "--mode",
    "modes",
    multiple=True,
    metavar="SPEC",
    help="A mitmproxy mode in place of the Graph listener, such as `regular`; may be given several times.",
)
@click.option(
    "--only",
    type=click.Choice(ONLY),
    default=ONLY[0],
    show_default=True,
    help="Keep the whole conversation around redirects, or redirects alone.",
)
def command(
    output: Path | None, append: bool, bot: str | None, bot_port: int | None, upstream: str | None, host: str,
    port: int, modes: tuple[str, ...], only: str,
) -> int:  # fmt: skip
    """Proxy a live bot until Ctrl-C and keep a cassette, redacted before it reaches the disk.

    Findings are printed as they happen. Exit status: 0 whatever was found (`redial check` judges), 1 when
    something could not be recorded.
    """
    cassette = output or FOLDER / f"{datetime.now(UTC):%Y-%m-%dT%H%M%SZ}.yaml"
    ours = output is None and not FOLDER.exists()
    proxy = Proxy(
        cassette,
        append=append,
        contract=configuration(Path()).contract,
        only=only,
        upstream=upstream,
        bot=bot,
        host=host,
        port=port,
        bot_port=_beside(port) if bot_port is None else bot_port,
        modes=modes,
        say=_say,
    )
    with stop_signals() as told:
        with proxy:
            if ours:
                (FOLDER / ".gitignore").write_text("*\n", encoding="utf-8")
            _introduce(proxy, cassette)
            while proxy.alive and not told.is_set():
                time.sleep(0.05)
        return _conclude(proxy, cassette, asked=told.is_set())


def _beside(port: int) -> int:
    return port + 1 if 0 < port < 65535 else 0


def _introduce(proxy: Proxy, cassette: Path) -> None:
    if proxy.graph_url:
        _say(
            f"Graph is at {proxy.graph_url}: make it the bot's base URL instead of https://graph.microsoft.com"
        )
    if proxy.proxy_url:
        _say(f"the proxy is at {proxy.proxy_url}: set HTTPS_PROXY to it, and trust {proxy.authority}")
    if proxy.bot_url:
        _say(f"the bot is at {proxy.bot_url}: send its webhooks there")
    _say(f"recording to {cassette}; Ctrl-C ends it")


def _conclude(proxy: Proxy, cassette: Path, *, asked: bool) -> int:
    tally = proxy.tally
    if proxy.killed:
        _say("redial: the proxy did not end in time and was killed; what was under way is not kept")
        return 1
    if tally is None or not asked:
        _say("redial: the proxy ended by itself; what it wrote before is whole, its last lines above say why")
        return 1
    if tally.kept:
        click.echo(f"{cassette}: {counted(tally.kept, 'exchange')}, {counted(tally.redirects, 'redirect')}")
    if not tally.redirects:
        seen = (
            "only what is around one"
            if tally.kept
            else "nor anything else of a call: no cassette was written"
        )
        _say(f"redial: NO REDIRECT was seen, {seen}; did a call come in, and is that address set in the bot?")
    if tally.failures:
        _say(f"redial: {counted(tally.failures, 'exchange')} could not be recorded; the lines above say why")
        return 1
    return 0


def _say(line: str) -> None:
    click.echo(line, err=True)
