"""`redial record`: a proxy between a live bot and Graph that keeps what crosses it."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex

import click

from harness.cli.before_command import BeforeCommand
from harness.cli.concluded import conclude
from harness.cli.conversion import convert
from harness.cli.lines import say
from harness.cli.paths import PATH, SOURCE
from harness.configuration import configuration
from harness.errors import HarnessError
from harness.ports import ANYWHERE
from harness.process.command import shown
from harness.process.signals import SIGNALLED, stop_signals
from harness.process.surroundings import told_by
from harness.proxy.mitmdump import GivenUpError
from harness.proxy.recording import Proxy
from harness.recorder import Plan, Recorder
from harness.remote import Source
from harness.remote.address import require_store
from harness.report import setup

FOLDER = Path("recordings")
"""Where recordings go that were given no name. Kept out of git: they are of somebody's live tenant."""

PORT = 8080
"""Where a bot that somebody else runs finds Graph."""

SILENCE_S = 30
"""Seconds after which a listener that nothing reached is named."""

LIVE_ONLY = (
    "bot",
    "upstream",
    "modes",
    "ui",
    "simulate",
    "seed",
    "enforce",
    "on_error",
    "upload",
    "no_keep",
    "command",
)
"""Options that a capture has no use for."""


@click.command("record", cls=BeforeCommand, context_settings={"allow_interspersed_args": False})
@click.option(
    "-o",
    "output",
    metavar="FILE",
    type=PATH,
    help="The cassette to write; recordings/<UTC time>.yaml by default. {call} in it: one for each call.",
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
    help="Port where the bot finds Graph; 8080 by default, 0 or a COMMAND for a free one.",
)
@click.option(
    "--mode",
    "modes",
    multiple=True,
    metavar="SPEC",
    help="A mitmproxy mode in place of the Graph listener, such as `regular`; may be given several times.",
)
@click.option(
    "--ui", type=click.Choice(["dump", "web"]), help="`web`: mitmweb beside the terminal; `dump` by default."
)
@click.option(
    "--simulate", is_flag=True, help="A small Graph in memory in place of the service; it rings --bot."
)
@click.option(
    "--seed", type=int, help="With --simulate: the same seed gives the same ids; others each time by default."
)
@click.option(
    "--only",
    type=click.Choice(["all", "redirects"]),
    default="all",
    show_default=True,
    help="Keep the whole conversation around redirects, or redirects alone.",
)
@click.option(
    "--enforce", is_flag=True, help="Answer 400 to a request that breaks the contract, and do not pass it on."
)
@click.option(
    "--on-error",
    type=click.Choice(["stop", "continue"]),
    help="What becomes of traffic that cannot be recorded: refused by default, or passed on.",
)
@click.option(
    "--upload",
    metavar="URL",
    help="Send each recording to this folder of an object store once it is closed: s3://bucket/calls.",
)
@click.option("--no-keep", is_flag=True, help="With --upload: delete here what stands in the store.")
@click.option("--no-redact", is_flag=True, help="Mask nothing. The cassette is for nobody else.")
@click.option(
    "--from",
    "capture",
    metavar="FILE",
    type=SOURCE,
    help="Make the cassette from a capture: flows of mitmproxy's (.mitm) or a HAR (.har).",
)
@click.argument("command", nargs=-1, type=click.UNPROCESSED)
def command(
    output: Path | None, append: bool, bot: str | None, bot_port: int | None, upstream: str | None, host: str,
    port: int | None, modes: tuple[str, ...], ui: str | None, simulate: bool, seed: int | None, only: str,
    enforce: bool, on_error: str | None, upload: str | None, no_keep: bool, no_redact: bool,
    capture: Source | None, command: tuple[str, ...],
) -> int:  # fmt: skip
    """Proxy a live bot and keep a cassette, redacted before it reaches the disk.

    With a COMMAND behind `--` the bot runs under redial, and the recording ends with it; without one, Ctrl-C
    ends it. What happens is printed as it happens. Exit status: the COMMAND's if it failed, else 0 whatever
    was found (`redial check` judges), 1 when something could not be recorded.
    """
    if capture is not None:
        _refuse_beside_a_capture(click.get_current_context().params)
        return convert(capture, output or _named_now(), append=append, only=only, redact=not no_redact)
    upload = configuration(Path()).upload if upload is None else upload
    if no_keep and not upload:
        raise HarnessError("--no-keep is for --upload", hint="leave it out: what is recorded stays here")
    if upload:
        require_store(upload)
        if no_redact:
            raise HarnessError("only what is masked is uploaded", hint="leave out --no-redact, or the upload")
    wanted = PORT if port is None else port
    # a command is told where Graph is; whoever keeps a tunnel to the bot is not
    chosen = 0 if command and port is None else wanted
    settings: Mapping[str, object] = {
        "redial_enforce": enforce,
        "redial_on_error": on_error or "stop",
        "redial_redact": not no_redact,
        "redial_upload": upload or "",
        "redial_keep": not no_keep,
        "redial_silence": SILENCE_S,
    }
    if seed is not None and not simulate:
        raise HarnessError("--seed is for --simulate", hint="leave it out: the service gives its own ids")
    cassette = output or _named_now(f"-{token_hex(3)}" if upload else "")
    ours = output is None and not FOLDER.exists()
    plan = Plan(
        cassette,
        append=append,
        only=only,
        upstream=upstream,
        bot=bot,
        host=host,
        port=chosen,
        bot_port=_beside(chosen if simulate else wanted) if bot_port is None else bot_port,
        modes=modes,
        ui=ui or "dump",
        simulate=simulate,
        seed=seed,
        command=command,
        settings=settings,
    )

    def ready(proxy: Proxy) -> None:
        if ours:
            (FOLDER / ".gitignore").write_text("*\n", encoding="utf-8")
        _introduce(proxy, plan)

    with _tidied(ours=ours), stop_signals() as told:
        try:
            outcome = Recorder(plan, say).run(ready, told)
        except GivenUpError:
            name = told.by.name if told.by else "a signal"
            say(f"redial: {name} came before the proxy listened; nothing was recorded")
            return SIGNALLED + (told.by or 0)
        return conclude(outcome, plan)


@contextmanager
def _tidied(*, ours: bool) -> Iterator[None]:
    """Leave no folder of ours behind that no recording came into."""
    try:
        yield
    finally:
        if ours and not any(FOLDER.glob("*.yaml")):
            with suppress(OSError):
                (FOLDER / ".gitignore").unlink(missing_ok=True)
                FOLDER.rmdir()


def _named_now(mark: str = "") -> Path:
    """mark: what tells it from the recordings of other machines, where all go to one place."""
    return FOLDER / f"{datetime.now(UTC):%Y-%m-%dT%H%M%SZ}{mark}.yaml"


def _beside(port: int) -> int:
    return port + 1 if 0 < port < 65535 else 0


def _refuse_beside_a_capture(given: Mapping[str, object]) -> None:
    for name in LIVE_ONLY:
        if given[name]:
            option = "COMMAND" if name == "command" else f"--{name.removesuffix('s').replace('_', '-')}"
            raise HarnessError(
                f"--from takes no {option}", hint="a capture is over: there is nobody to proxy"
            )


def _introduce(proxy: Proxy, plan: Plan) -> None:
    authority = str(proxy.authority)
    if plan.command:
        if os.environ.get("HTTPS_PROXY") and not plan.modes:
            say("redial: HTTPS_PROXY is set, and passed by: `--mode upstream:URL` goes on through that proxy")
        ways = [f"at {proxy.graph_url}"] if proxy.graph_url else []
        ways += [f"behind the proxy {proxy.proxy_url}"] if proxy.proxy_url else []
        say(f"running {shown(plan.command)}, with Graph {' and '.join(ways)}")
    else:
        for line in (
            *(setup.graph(proxy.graph_url, authority) if proxy.graph_url else ()),
            *(setup.proxy(proxy.proxy_url, authority) if proxy.proxy_url else ()),
        ):
            say(line)
    for line in setup.bot(proxy.bot_url) if proxy.bot_url and not plan.simulate else ():
        say(line)
    for line in setup.container(proxy.graph_url, proxy.bot_url, authority) if plan.host in ANYWHERE else ():
        say(line)
    if plan.simulate and plan.bot is not None:
        say(setup.audience(told_by(os.environ), told=False))
    if proxy.ui_url:
        say(f"mitmweb is at {proxy.ui_url}")
    if upload := plan.settings["redial_upload"]:
        say(f"what is recorded is uploaded to {upload}, each file once it is closed")
    say(f"recording to {plan.cassette}; {'it ends with the command' if plan.command else 'Ctrl-C ends it'}")
