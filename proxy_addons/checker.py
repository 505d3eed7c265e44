"""Judges each exchange, and each call, as it happens: what is seen goes to the terminal, and what is wrong to
the flow, where mitmproxy's UIs show it.

The rules are harness.rules, the run is harness.live; what is judged is redacted, so that nothing masked in
the cassette shows in a log.
"""

import logging
from collections.abc import Callable, Iterable
from functools import partial
from threading import Lock

from mitmproxy import ctx
from mitmproxy.http import HTTPFlow

from harness.contract.precedence import Documentation
from harness.errors import HarnessError
from harness.exchange import Exchange, Origin
from harness.findings import Finding, Severity, shortened
from harness.live import Answered, Live, Moment
from harness.redaction.redactor import Redactor
from harness.report import live as report
from harness.report.finding import finding_lines, place
from harness.rules import Judge

CODES = "redial"
LINES = "redial.findings"
"""Keys of a flow's metadata. Plain lists of strings: mitmproxy writes nothing at all of a flow that holds
more.
"""

MARKS = {Severity.ERROR: ":x:", Severity.WARNING: ":warning:", Severity.INFO: ":information_source:"}
CLEAN = ":white_check_mark:"

_LEVELS = {Severity.ERROR: logging.ERROR, Severity.WARNING: logging.WARNING, Severity.INFO: logging.INFO}

log = logging.getLogger("redial")


class Checker:
    """Follows the calls of a run, judged by the documentation of `open`.

    `ask` and `judge` may be called on any thread: they hold nothing of mitmproxy's but its log.
    """

    name = "redial.checker"

    def __init__(self) -> None:
        self._guard = Lock()
        self._live: Live | None = None
        self._redactor: Redactor | None = None
        self._told = False

    def open(self, documentation: Documentation, redactor: Redactor) -> None:
        """Judge by this documentation from now on; what went before is summed up first."""
        self.finish()
        with self._guard:
            self._live, self._redactor, self._told = Live(Judge(documentation)), redactor, False

    def ask(self, exchange: Exchange, *, enforce: bool = False) -> tuple[Exchange, tuple[Finding, ...]]:
        """Tell of a request that has arrived: the exchange as it is shown, to be named to `judge`, and the
        errors that keep it from the service when the contract is enforced.
        """
        live, redactor = self._opened()
        shown = redactor.exchange(exchange)
        with self._guard:
            self._say(live.asked(shown))
            return shown, live.against(shown) if enforce else ()

    def judge(
        self, asked: Exchange, exchange: Exchange, number: int | None, *, redacted: bool = False
    ) -> Callable[[HTTPFlow], None]:
        """Judge an exchange, kept under `number`, and tell what came of it; what this returns marks its flow.

        asked: the exchange that `ask` gave. redacted: whether what was kept is masked already.
        """
        live, redactor = self._opened()
        shown = exchange if redacted else redactor.exchange(exchange)
        with self._guard:
            moments = list(live.answered(asked, shown, number))
            self._say(moments)
        found = [each for moment in moments for each in _all(moment)]
        return partial(mark, findings=found, origin=shown.origin)

    def finish(self) -> None:
        """Tell what became of the calls that are left, and sum up, once, where anything was seen. What comes
        later than that is still judged.
        """
        with self._guard:
            live, told, self._told = self._live, self._told, True
            if live is None or told or not live.seen:
                return
            self._say(live.rest())
            total = live.total()
            say(_level(total.findings), list(report.total(total)))

    def _opened(self) -> tuple[Live, Redactor]:
        if self._live is None or self._redactor is None:
            raise HarnessError("the checker is not open", hint="start the proxy again")
        return self._live, self._redactor

    def _say(self, moments: Iterable[Moment]) -> None:
        for moment in moments:
            found = getattr(moment, "findings", ())
            unanswered = isinstance(moment, Answered) and moment.exchange.error is not None
            say(logging.WARNING if unanswered and not found else _level(found), list(report.lines(moment)))


def mark(flow: HTTPFlow, findings: Iterable[Finding], origin: Origin) -> None:
    """Show the findings, worst first, of one rule the first few, on a flow: its marker, its comment, its
    metadata.

    The comment says whose an answer is that is not the service's: `[enforced] RDQ040 ...`.
    """
    worst_first, more = shortened(sorted(findings, key=lambda finding: -finding.severity))
    flow.marked = MARKS[worst_first[0].severity] if worst_first else CLEAN
    whose = f"[{origin.value}] " if origin is not Origin.LIVE else ""
    said = (f"{finding.rule} {finding.where}: {finding.message}" for finding in worst_first)
    flow.comment = f"{whose}{'; '.join((*said, *more))}".strip()
    flow.metadata[CODES] = [finding.rule for finding in worst_first]
    lines = (line for finding in worst_first for line in finding_lines(finding, place(finding.at)))
    flow.metadata[LINES] = [*lines, *more]


def say(level: int, lines: list[str]) -> None:
    """Print where the terminal is ours to print on; a UI of mitmproxy's has a log for it. Whoever started the
    proxy reads what is printed, whichever UI there is.
    """
    if not lines:
        return
    ours, logged = bool(ctx.options.redial_ready), ctx.master.addons.get("eventstore") is not None
    if ours or not logged:
        print("\n".join(lines), flush=True)  # noqa: T201 - what the user runs this for
    if logged:
        log.log(logging.INFO if ours else level, "\n".join(lines))


def _all(moment: Moment) -> tuple[Finding, ...]:
    return moment.all if isinstance(moment, Answered) else ()


def _level(findings: Iterable[Finding]) -> int:
    return _LEVELS[max((finding.severity for finding in findings), default=Severity.INFO)]
