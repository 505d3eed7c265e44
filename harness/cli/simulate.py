"""`redial simulate`: a small Graph in memory and its login side, on a port."""

import os
from pathlib import Path

import click

from harness.cli.faulting import fault
from harness.cli.judging_by import contract
from harness.cli.lines import say
from harness.configuration import configuration
from harness.exchange import Exchange
from harness.faults import Faults, Faulty, Injected, Spec
from harness.process import surroundings
from harness.project import redactor
from harness.report import setup
from harness.report.text import counted, never
from harness.responder import First, FollowUp
from harness.server.server import Server
from harness.simulator.simulator import Note, Simulator
from harness.tokens import signing_key
from harness.tokens.authority import Authority
from harness.tokens.platform_token import PlatformToken
from harness.tokens.signer import Signer


@click.command("simulate")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8080, show_default=True, help="Port; 0 for a free one."
)
@click.option("--bot", metavar="URL", help="The bot's webhook. Without it no notification is delivered.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same ids.")
@contract
@click.option(
    "--set",
    "chosen",
    metavar="NAME=VALUE",
    multiple=True,
    help="What it does where no page says what Graph does, such as call_over=404:8522; once for each choice.",
)
@fault
def command(
    host: str, port: int, bot: str | None, seed: int, edition: str | None, chosen: tuple[str, ...],
    faults: tuple[Spec, ...],
) -> int:  # fmt: skip
    """Run a small Graph in memory until Ctrl-C.

    POST /redial/ring makes it ring: an incoming-call notification goes to --bot. The redirect that answers it
    is judged by the rules and accepted or refused as Graph would. Tokens are at /TENANT/oauth2/v2.0/token.

    It is no model of the service: what is not known of that, and every choice for --set with its default,
    stands in docs/simulator.md of the project.
    """
    settings = configuration(Path())
    try:
        choices = settings.simulator.having(chosen)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="'--set'") from None
    mask = redactor(Path())

    def noted(note: Note) -> None:
        say(mask.text(str(note)))

    def injected(befallen: Injected) -> None:
        say(mask.text(f"injected {befallen}: {befallen.request}"))

    plan = Faults(faults, seed, injected)
    simulator = Simulator(settings.documentation(edition), seed=seed, bot=bot, choices=choices, noted=noted)
    signer = Signer(signing_key.made())
    token = PlatformToken(signer.sign, surroundings.application(os.environ))
    server = Server(
        First(Faulty(simulator, plan), Authority(signer, choices.roles)),
        host=host,
        port=port,
        bot=bot,
        signed=token.on,
        delivered=_delivered,
    )

    def ready() -> None:
        click.echo(
            f"simulated Graph at {server.url}; Ctrl-C ends it; make it ring:"
            f" curl -X POST {server.url}/redial/ring",
            err=True,
        )
        click.echo(
            f"notifications go to {bot}" if bot else "no --bot: notifications are not delivered", err=True
        )
        if bot:
            say(setup.audience(surroundings.told_by(os.environ), told=False))

    server.run(ready)
    for spec in plan.unmet:
        say(f"never injected {spec}: {never(spec)}")
    if server.undelivered:
        count = counted(server.undelivered, "notification")
        click.echo(f"{count} not delivered: no --bot was given", err=True)
    return 0


def _delivered(_: FollowUp, exchange: Exchange) -> None:
    """Say so at once when the bot did not take a notification."""
    if exchange.error:
        click.echo(exchange.error, err=True)
