"""`redial replay`: cassettes as Graph and its login side, with their webhooks played to the bot."""

import os
from dataclasses import replace
from pathlib import Path

import click

from harness.cli.behind_dashes import COMMAND, BehindDashes
from harness.cli.cassettes import Cassettes
from harness.cli.faulting import fault
from harness.cli.lines import say
from harness.cli.paths import PATH, SOURCE
from harness.cli.spelled import Spelled
from harness.configuration import configuration
from harness.errors import HarnessError
from harness.faults import Spec
from harness.process.command import shown
from harness.process.signals import stop_signals
from harness.process.surroundings import told_by
from harness.project import redactor
from harness.remote import Source
from harness.replay.copies import apart
from harness.replay.pace import Pace
from harness.replay.playback import Playback
from harness.replayer import PATIENCE_S, Plan, Replayer
from harness.report import json, junit, setup, text
from harness.settings import BOT_URL
from harness.tokens import signing_key
from harness.tokens.signer import Signer

PORT = 8080
"""Where a bot that somebody else runs finds Graph, or the proxy."""

FORMATS = {"text": text.replay, "json": json.replay, "junit": junit.replay}
"""Format -> how a replay is told in it."""


@click.command("replay", cls=BehindDashes)
@click.argument(
    "cassettes",
    metavar="CASSETTE... [-- COMMAND...]",
    nargs=-1,
    required=True,
    type=SOURCE,
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    help="Port of Graph, with --proxy of the proxy; 8080 by default, 0 or a COMMAND for a free one.",
)
@click.option("--proxy", is_flag=True, help="A proxy as well, for bots that ask for Graph by name.")
@click.option(
    "--bot",
    metavar="URL",
    envvar=BOT_URL,
    help="Where the bot listens: recorded notifications go there, each to its own path.",
)
@click.option(
    "--latency",
    "pace",
    metavar="none|recorded|MS|xFACTOR",
    type=Spelled("pace", Pace, Pace.told),
    default="none",
    show_default=True,
    help="How long answers and webhooks take.",
)
@fault
@click.option("--seed", type=int, default=1, show_default=True, help="Decides on faults left to chance.")
@click.option(
    "--order",
    type=click.Choice(["any", "strict"]),
    default="any",
    show_default=True,
    help="Whether the requests of a call must come in their recorded order.",
)
@click.option(
    "--repeats", is_flag=True, help="Give an answer again that was played when nothing else matches."
)
@click.option(
    "--copies",
    type=click.IntRange(1, 1000),
    default=1,
    show_default=True,
    help="How often each call is played at once, under ids of its own.",
)
@click.option(
    "--patience",
    metavar="SECONDS",
    type=click.FloatRange(0.1, 3600),
    default=PATIENCE_S,
    show_default=True,
    help="How long the bot may take to listen, and for what is left after the last event.",
)
@click.option(
    "--key",
    metavar="FILE",
    type=PATH,
    help="The RSA key to sign tokens with, made where it is missing.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice([*FORMATS]),
    default="text",
    show_default=True,
    help="How to tell what came of it.",
)
def command(
    cassettes: tuple[Source, ...], host: str, port: int | None, proxy: bool, bot: str | None, pace: Pace,
    faults: tuple[Spec, ...], seed: int, order: str, repeats: bool, copies: int, patience: float,
    key: Path | None, form: str,
) -> int:  # fmt: skip
    """Play the answers that CASSETTE holds, each once, to the requests that they were recorded for.

    Anything else is answered with 501 and the nearest recorded request. Runs until Ctrl-C; with a COMMAND
    behind `--`, which is the bot, also until that ends; with --bot also until all is played or --patience is
    over. Exit status: 1 when something was missed, left unplayed or wrong; a COMMAND's own when it failed.
    """
    behind: tuple[str, ...] = click.get_current_context().meta[COMMAND]
    opened = Cassettes.at(cassettes)
    playback = Playback(
        apart(opened.recordings, copies),
        configuration(Path()).documentation(),
        redactor=redactor(Path.cwd()),
        pace=pace,
        strict=order == "strict",
        repeats=repeats,
        faults=faults,
        seed=seed,
    )
    unread = opened.unread
    if not playback.answers and not (bot and playback.notifications):
        raise HarnessError(
            "; ".join(["nothing in it can be played", *unread]),
            hint="give a cassette with an answer of Graph",
        )
    chosen = (0 if behind else PORT) if port is None else port
    signer = Signer(signing_key.made() if key is None else signing_key.kept(key))
    replayer = Replayer(playback, Plan(bot, host, chosen, proxy, behind, patience), signer, say)
    with stop_signals() as told:
        outcome = replayer.run(lambda: _introduce(replayer, playback, bot, behind), told)
    result = replace(playback.result(), trouble=outcome.why)
    click.echo(FORMATS[form](result), nl=False)
    for sentence in unread:
        say(f"redial: {sentence}")
    if outcome.why is not None:
        say(f"redial: {outcome.why}")
    if outcome.status:
        return outcome.status
    return 2 if unread else int(not result.well)


def _introduce(replayer: Replayer, playback: Playback, bot: str | None, behind: tuple[str, ...]) -> None:
    answers = text.counted(playback.answers, "recorded request")
    if behind and replayer.proxy is not None:
        ways = f"with Graph at {replayer.graph_url} and behind the proxy {replayer.proxy.url}"
        say(f"running {shown(behind)}, {ways}; {answers} to answer")
    else:
        say(
            f"{answers} to answer at {replayer.graph_url}: make it the bot's base URL instead of"
            " https://graph.microsoft.com; Ctrl-C ends it"
        )
    if replayer.proxy is not None and not behind:
        for line in setup.replay_proxy(
            replayer.proxy.url, replayer.proxy.tls_url, str(replayer.proxy.authority)
        ):
            say(line)
    if bot is not None:
        say(f"{text.counted(playback.notifications, 'webhook')} to play to the bot at {bot}")
        if replayer.addressed is not None:
            say(setup.audience(told_by(os.environ), told=replayer.addressed))
