"""The command line: one command a file, each of which parses, calls, prints and returns an exit status.

A command is imported when it is called, so that `redial --help` stays quick. An error is one line on stderr
that says what to do, with status 2, never a traceback.
"""

import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from io import TextIOWrapper

import click

from harness.cli.lines import say
from harness.errors import HarnessError
from harness.process.signals import ENDING, SIGNALLED

COMMANDS = {
    "demo": ("harness.cli.demo", "See it all work: an offline tour with a simulated Graph and a small bot."),
    "record": ("harness.cli.record", "Proxy a live bot and keep a cassette."),
    "check": ("harness.cli.check", "Judge cassettes against the documented contract."),
    "replay": ("harness.cli.replay", "Play a cassette: Graph's answers, and the webhooks to the bot."),
    "diff": ("harness.cli.diff", "Compare recordings by meaning."),
    "verify": ("harness.cli.verify", "Send the recorded requests to a service, and compare its answers."),
    "report": ("harness.cli.report", "Make one page of HTML of recordings, with what is wrong in them."),
    "scrub": ("harness.cli.scrub", "Mask cassettes that something else recorded, in place."),
    "simulate": ("harness.cli.simulate", "Run a small Graph in memory."),
    "contract": ("harness.cli.contract", "List, show, compile and compare what the documentation states."),
    "rules": ("harness.cli.rules", "List the rules, or print one rule's page."),
    "doctor": ("harness.cli.doctor", "Check certificate, ports, variables and reachability, one by one."),
    "addon-path": ("harness.cli.addon_path", "Print the path for `mitmweb -s`."),
}
"""name -> (module with a `command`, what it does), in the order a newcomer meets them."""

_STREAMS = (("stdin", "r"), ("stdout", "w"), ("stderr", "w"))
"""Name and mode of each standard stream, by its number."""

MISUSED = 2
INTERRUPTED = 130


class _Commands(click.Group):
    """The commands of the table, imported on use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(COMMANDS[cmd_name][0]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, does) for name, (_, does) in COMMANDS.items()])


@click.group(
    cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(package_name="graph-redial", prog_name="redial")
def redial() -> None:
    """Record, check, replay and compare the conversation between a calling bot and Microsoft Graph."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with its status."""
    _fill_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # what a terminal cannot show must not end a command
            stream.reconfigure(errors="backslashreplace")
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _interrupted)
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _ended)
    try:
        status = run(sys.argv[1:] if arguments is None else arguments)
    finally:
        for name in ENDING:  # nothing is left that could be interrupted
            signal.signal(getattr(signal, name), signal.SIG_IGN)
        _give_up_lost_streams()
    sys.exit(status)


def run(arguments: Sequence[str]) -> int:
    """Run the command line and return its status: 0 well, 1 findings, 2 misused, 130 interrupted."""
    try:
        status = redial.main(args=list(arguments), prog_name="redial", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return MISUSED
    except click.ClickException as error:
        context = getattr(error, "ctx", None)
        usage = context.command_path if context else "redial"
        return _complain(error.format_message().rstrip("."), f"see `{usage} --help`")
    except HarnessError as error:
        return _complain(error.message, error.hint)
    except click.Abort:
        say("redial: interrupted")
        return INTERRUPTED
    except OSError as error:
        place = f"{error.filename}" if error.filename else "the result cannot be printed"
        return _complain(f"{place}: {error.strerror}", "make room or give another place, and try again")
    return status if isinstance(status, int) else 0


def _interrupted(number: int, _: object) -> None:
    """Ctrl-C: the first unwinds; another one must not end the clearing up after it."""
    signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def _ended(number: int, _: object) -> None:
    """Asked to end by a supervisor, or by a terminal that is closed: what is half written is cleared up."""
    signal.signal(number, signal.SIG_IGN)
    raise SystemExit(SIGNALLED + number)


def _fill_closed_streams() -> None:
    """Open the null device in place of a standard stream that is closed: else the next file or socket takes
    its number, and is written to, or closed, as if it were that stream.
    """
    for number, (name, mode) in enumerate(_STREAMS):
        try:
            os.fstat(number)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)  # the lowest number that is free
            setattr(sys, name, os.fdopen(number, mode))


def _give_up_lost_streams() -> None:
    """Point a stream that takes nothing any more at the null device: Python writes what it holds at the end,
    and would change the status.
    """
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            with suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _complain(message: str, hint: str) -> int:
    say(f"redial: {' '.join(message.split())}; {hint}")
    return MISUSED
