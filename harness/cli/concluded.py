"""What a live recording came to: the last lines of `redial record`, and its exit status."""

from harness.cli.lines import say
from harness.library.per_call import CALL
from harness.process.command import ended, shown
from harness.recorder import Outcome, Plan
from harness.report.text import counted
from harness.settings import GRAPH_URL


def conclude(outcome: Outcome, plan: Plan) -> int:
    """The exit status: the command's own where it failed, unless it was ended because the proxy had gone."""
    if outcome.status and outcome.asked:
        say(f"redial: {shown(plan.command)} {ended(outcome.status)}")
    status = _recorded(outcome, plan)
    return (outcome.status or status) if outcome.asked else status


def _recorded(outcome: Outcome, plan: Plan) -> int:
    """What is in the cassette, and whether that is all."""
    tally, cassette = outcome.tally, plan.cassette
    if outcome.killed:
        say("redial: the proxy did not end in time and was killed; what was under way is not kept")
        return 1
    if tally is None or not outcome.asked:
        why = (
            f"was ended by {outcome.ended_by.name}, which redial did not send"
            if outcome.ended_by
            else ("ended by itself, its last lines above say why")
        )
        say(f"redial: the proxy {why}; what it wrote to {cassette} before is whole")
        return 1
    kept = f"{counted(tally.kept, 'exchange')}, {counted(tally.redirects, 'redirect')}"
    if tally.kept and not tally.lost:
        say(f"{cassette}: {kept}", err=False)
    if not tally.redirects:
        none = "no cassettes were" if CALL in cassette.name else "no cassette was"
        seen = "only what is around one" if tally.kept else f"nor anything else of a call: {none} written"
        say(f"redial: NO REDIRECT was seen, {seen}; did a call come in{_led(outcome, plan)}?")
    if tally.lost:
        say(f"redial: {cassette}: {tally.lost}, with what it held: {kept}")
    if tally.failures:
        failed = counted(tally.failures, "exchange")
        say(f"redial: {failed} could not be recorded or judged; the lines above say why")
    upload = plan.settings.get("redial_upload")
    if tally.sent:
        say(f"uploaded {counted(tally.sent, 'recording')} to {upload}")
    if tally.unsent:
        left = counted(tally.unsent, "recording")
        say(f"redial: {left} could not be uploaded to {upload} yet; the next `redial record` to it goes on")
    return int(bool(tally.lost or tally.failures or tally.unsent))


def _led(outcome: Outcome, plan: Plan) -> str:
    """What else may have kept a redirect from being seen; nothing where that cannot be."""
    if outcome.status:
        return ", and did the command get that far"
    if outcome.tally and outcome.tally.kept and plan.bot is None:
        return ""  # whatever was kept, the bot asked for it here
    if not plan.command:
        return ", and is that address set in the bot"
    proxied = not plan.modes or any(not mode.startswith("reverse:") for mode in plan.modes)
    return f", and does the bot heed {'HTTPS_PROXY' if proxied else GRAPH_URL}"
