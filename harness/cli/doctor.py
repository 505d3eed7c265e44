"""`redial doctor`: what keeps a bot's conversation from passing redial."""

import click

from harness.doctor import LOGIN, Case, State, looked
from harness.traffic import SERVICE


@click.command("doctor")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address that the recorder listens on.")
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8080, show_default=True, help="Its port for Graph."
)
@click.option(
    "--bot-port",
    type=click.IntRange(1, 65535),
    help="Its port for the bot's webhooks; --port + 1 by default.",
)
@click.option("--bot", metavar="URL", help="The bot's webhook: does it listen?")
@click.option("--upstream", metavar="URL", default=SERVICE, show_default=True, help="The service to reach.")
@click.option(
    "--login", metavar="URL", help=f"The login side that is needed; {LOGIN} is looked at, and may be missed."
)
def command(
    host: str, port: int, bot_port: int | None, bot: str | None, upstream: str, login: str | None
) -> int:
    """Check certificate, ports, variables and reachability, one by one. Exit status 1 when something fails.

    Run it where the bot runs, with the bot's environment. A recorder that runs is asked which of its
    listeners has heard nothing.
    """
    case = Case(host, port, min(port + 1, 65535) if bot_port is None else bot_port, bot, upstream, login)
    failed = False
    for found in looked(case):
        hint = f"; {found.hint}" if found.hint else ""
        click.echo(f"{found.state.value:<4}  {found.words}{hint}")
        failed |= found.state is State.BAD
    return int(failed)
