"""`redial verify`: the recorded requests sent to a service, its answers compared with the recorded ones."""

import os
from pathlib import Path

import click

from harness.cli.cassettes import Cassettes
from harness.cli.lines import say
from harness.cli.paths import SOURCE
from harness.configuration import configuration
from harness.errors import HarnessError
from harness.process.signals import SIGNALLED
from harness.project import redactor
from harness.remote import Source
from harness.report import json, verified
from harness.report.text import counted
from harness.service import Service, token
from harness.verification import MADE_UP, Account, Plan, Verified, masked, planned, unsent
from harness.verifier import RATE, Verifier

FORMATS = {"text": verified.text, "json": json.verify}
"""Format -> how a verification is told in it."""


@click.command("verify")
@click.argument("cassettes", metavar="CASSETTE...", nargs=-1, required=True, type=SOURCE)
@click.option(
    "--against",
    metavar="URL",
    required=True,
    help="The service, simulator or replay to ask: stands in place of the recorded scheme and host.",
)
@click.option(
    "--token-env",
    metavar="NAME",
    help="The environment variable with the token to send; on this machine a made-up one is sent without it.",
)
@click.option("--yes", is_flag=True, help="Send to another machine, where a redirect may ring a phone.")
@click.option(
    "--format",
    "form",
    type=click.Choice([*FORMATS]),
    default="text",
    show_default=True,
    help="How to print the result.",
)
def command(cassettes: tuple[Source, ...], against: str, token_env: str | None, yes: bool, form: str) -> int:
    """Send the requests that CASSETTE holds once more, and say whose answers are no longer the recorded ones.

    Answers are compared as `redial diff` compares, and judged. To any machine but this one nothing is sent
    without --yes: what would be is listed. Exit status: 1 when an answer differs or does not come, or a
    request was kept back; 2 when nothing was sent.
    """
    service = Service.at(against)
    told = token(token_env, os.environ) if token_env is not None else ""
    opened = Cassettes.at(cassettes)
    plan = planned(opened.recordings)
    unread = opened.unread
    if not plan.requests:
        whys = dict.fromkeys(left.why for left in plan.left_out)
        raise HarnessError(
            "; ".join(["nothing in it can be sent", *whys, *unread]),
            hint="give a cassette with an answer of Graph",
        )
    account = Account(configuration(Path()).documentation(), redactor(Path()), told)
    verifier = Verifier(service, account, say, told or (MADE_UP if service.near else ""))
    dry = not (service.near or yes)
    if dry:
        verifier.steps = [unsent(each, verifier.refusal(each)) for each in plan.requests]
    else:
        service.require()
    _introduce(service, plan, token_told=bool(told))
    if not dry:
        verifier.run(plan.requests)
    result = Verified(service.url, tuple(verifier.steps), plan.left_out, dry)
    click.echo(FORMATS[form](result), nl=False)
    for sentence in unread:
        say(f"redial: {sentence}")
    return _status(result, verifier, unread=bool(unread))


def _introduce(service: Service, plan: Plan, *, token_told: bool) -> None:
    """What the requests carry, where that is not what was recorded."""
    if token_told:
        say("the requests carry the token that --token-env names")
    elif service.near:
        say("without --token-env the requests carry a made-up token, which a simulator and a replay take")
    else:
        say("without --token-env the requests carry no token: Graph answers such with 401")
    if service.near:
        return
    count = sum(bool(masked(each.entry.exchange.request)) for each in plan.requests)
    if count:
        of = counted(len(plan.requests), "request")
        say(f"{count} of {of}: a call or a person is masked, whom nobody knows; Graph answers 404")
    say(f"at most {RATE} requests a second")


def _status(result: Verified, verifier: Verifier, *, unread: bool) -> int:
    host = verifier.service.place.authority
    if verifier.ended_by is not None:
        say("redial: interrupted")
        return SIGNALLED + verifier.ended_by
    if result.dry:
        say(f"redial: nothing was sent; a redirect rings a phone: give --yes to send this to {host}")
        return 2
    if not result.summary.sent:
        say(f"redial: nothing was sent to {host}, for the reasons above; give a recording without masks")
        return 2
    return 2 if unread else int(not result.well)
