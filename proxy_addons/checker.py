"""Judges each exchange as it is seen: findings go to the terminal, and to the flow where mitmproxy's UIs show
them.

The rules are harness.rules; what is judged is redacted, so that nothing masked in the cassette shows in a
log.
"""

import logging
from collections.abc import Callable

from mitmproxy import ctx
from mitmproxy.http import HTTPFlow

from harness import documents
from harness.contract.precedence import Documentation
from harness.errors import HarnessError
from harness.exchange import Exchange
from harness.findings import Finding, Severity
from harness.redaction import Redactor
from harness.report.finding import finding_lines
from harness.rules import judge

CODES = "redial"
LINES = "redial.findings"
"""Keys of a flow's metadata. Plain lists of strings: mitmproxy writes nothing at all of a flow that holds
more.
"""

MARKS = {Severity.ERROR: ":x:", Severity.WARNING: ":warning:", Severity.INFO: ":information_source:"}
CLEAN = ":white_check_mark:"

UNANSWERED = "a 502 that the client saw is the proxy's own"

_LEVELS = {Severity.ERROR: logging.ERROR, Severity.WARNING: logging.WARNING, Severity.INFO: logging.INFO}

log = logging.getLogger("redial")


class Checker:
    """Judges by the documentation of `open`."""

    name = "redial.checker"

    def __init__(self) -> None:
        self._documentation: Documentation | None = None
        self._redactor: Redactor | None = None
        self._said: set[str] = set()

    def open(self, contract: str, redactor: Redactor) -> None:
        """Judge by an edition or a page from now on. Raises HarnessError where there is none."""
        self._documentation = documents.documentation(contract)
        self._redactor = redactor

    def judge(self, exchange: Exchange, number: int | None) -> Callable[[HTTPFlow], None]:
        """Judge an exchange, kept under `number`; what this returns says what is wrong, and marks the flow.

        Judging holds nothing of mitmproxy's, and may be done on any thread; saying is for its event loop.
        """
        if self._documentation is None or self._redactor is None:
            raise HarnessError("the checker was never opened", hint="start the proxy again")
        redacted = self._redactor.exchange(exchange)
        findings = sorted(
            judge(redacted, self._documentation, at=number), key=lambda finding: -finding.severity
        )

        def tell(flow: HTTPFlow) -> None:
            mark(flow, findings)
            if exchange.response is None:
                where = f" ({place(number)})" if number is not None else ""
                say(logging.WARNING, f"no answer came{where}: {redacted.error}; {UNANSWERED}")
            for finding in findings:
                if self._news(finding):
                    say(_LEVELS[finding.severity], "\n".join(finding_lines(finding, place(number))))

        return tell

    def _news(self, finding: Finding) -> bool:
        """Whether a finding is worth a line: what another edition documents otherwise is said once a run."""
        if finding.severity is not Severity.INFO:
            return True
        known = finding.rule in self._said
        self._said.add(finding.rule)
        return not known


def mark(flow: HTTPFlow, findings: list[Finding]) -> None:
    """Show the findings, worst first, on a flow: its marker, its comment, its metadata."""
    flow.marked = MARKS[findings[0].severity] if findings else CLEAN
    flow.comment = "; ".join(f"{finding.rule} {finding.where}: {finding.message}" for finding in findings)
    flow.metadata[CODES] = [finding.rule for finding in findings]
    flow.metadata[LINES] = [line for finding in findings for line in finding_lines(finding)]


def place(number: int | None) -> str:
    """Where a finding stands, or nothing when nothing is kept."""
    return "" if number is None else f"interaction {number}"


def say(level: int, text: str) -> None:
    """Print where the terminal is ours to print on; a UI of mitmproxy's has a log for it."""
    if ctx.master.addons.get("eventstore") is None:
        print(text, flush=True)  # noqa: T201 - a finding is what the user runs mitmdump for
    else:
        log.log(level, text)
