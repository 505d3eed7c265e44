"""`redial replay`: cassettes as a server, with their webhooks played to the bot."""

import time
from datetime import UTC, datetime
from pathlib import Path

import click

from harness.cli.paths import PATH
from harness.configuration import configuration
from harness.errors import HarnessError
from harness.exchange import Exchange
from harness.library import open_cassette
from harness.playback import Playback
from harness.redaction import Redactor
from harness.report import text
from harness.report.unread import torn
from harness.responder import FollowUp
from harness.server import Server
from harness.settings import project_key
from harness.webhook import Bot

PATIENCE = 30.0
"""Seconds after the last webhook that a bot has for what is left to play."""


@click.command("replay")
@click.argument("cassettes", metavar="CASSETTE...", nargs=-1, required=True, type=PATH)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8080,
    show_default=True,
    help="Port where the bot finds Graph; 0 for a free one.",
)
@click.option(
    "--bot",
    metavar="URL",
    help="Where the bot listens: recorded notifications go there, each to its own path.",
)
def command(cassettes: tuple[Path, ...], host: str, port: int, bot: str | None) -> int:
    """Play the answers that CASSETTE holds, each once, to the requests that they were recorded for.

    Anything else is answered with 501 and the nearest recorded request. Runs until Ctrl-C; with --bot also
    until all is played, or until 30 s after the last webhook. Exit status: 1 when something was missed, left
    unplayed or wrong.
    """
    opened = [(str(path), open_cassette(path)) for path in cassettes]
    key, settings = project_key(Path.cwd(), create=False), configuration(Path())
    playback = Playback(
        ((name, cassette.entries()) for name, cassette in opened),
        settings.documentation(),
        redactor=Redactor(key, settings.redaction) if key else None,
    )
    unread = [torn(name, cassette.torn) for name, cassette in opened if cassette.torn]
    if not playback.answers and not (bot and playback.notifications):
        raise HarnessError(
            "; ".join(["nothing in it can be played", *unread]),
            hint="give a cassette with an answer of Graph",
        )
    if bot is not None:
        if not playback.notifications:
            raise HarnessError("it holds no webhook to play to a bot", hint="leave out --bot")
        Bot.at(bot).require_listening()
    last = time.monotonic()

    def delivered(follow_up: FollowUp, exchange: Exchange) -> None:
        nonlocal last
        playback.delivered(follow_up, exchange)
        last = time.monotonic()

    server = Server(playback, host=host, port=port, bot=bot, answered=playback.answered, delivered=delivered)

    def ready() -> None:
        click.echo(
            f"{text.counted(playback.answers, 'recorded request')} to answer at {server.url}:"
            " make it the bot's base URL instead of https://graph.microsoft.com; Ctrl-C ends it",
            err=True,
        )
        if server.deliveries is not None:
            webhooks = text.counted(playback.notifications, "webhook")
            click.echo(f"{webhooks} to play to the bot at {server.deliveries.bot.authority}", err=True)
            for follow_up in playback.webhooks(datetime.now(UTC)):
                server.deliveries.add(follow_up)

    def finished() -> bool:
        return bot is not None and (playback.complete or time.monotonic() - last > PATIENCE)

    server.run(ready, finished)
    result = playback.result()
    click.echo(text.replay(result), nl=False)
    for sentence in unread:
        click.echo(f"redial: {sentence}", err=True)
    return 2 if unread else int(not result.well)
