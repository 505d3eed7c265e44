"""Writing the page: calls one by one as fragments, then all of it around them, piece by piece.

Two steps, because what stands first, the overview, is known last: whoever writes keeps the fragments.
"""

from collections.abc import Iterable, Iterator, Sequence

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from harness.checking.tally import Tally
from harness.checking.verdict import Event
from harness.contract.precedence import Documentation
from harness.report.page.chart import chart
from harness.report.page.differing import Differing
from harness.report.page.gathering import Gathering, Masking
from harness.report.page.overview import found, shares
from harness.report.page.packaged import SCRIPT, STYLE, asset, policy
from harness.report.page.prose import ticked
from harness.report.page.rulebook import rulebook
from harness.report.page.search import entry
from harness.report.page.timing import period
from harness.report.page.trial import Trial
from harness.report.page.trial import summary as trial_summary
from harness.report.page.view import SEVERITIES, Arrow
from harness.report.printable import printable
from harness.report.text import closing, counted

OPENING = "<!doctype html>\n<!-- a redial report"
"""How each page begins, and nothing else does."""


class Page:
    """One page. against: the name of the older recording, where there is one. tests: those it tells of."""

    def __init__(
        self,
        documentation: Documentation,
        masking: Masking,
        version: str,
        *,
        differing: Differing | None = None,
        against: str = "",
        heading: str = "redial report",
        tests: Sequence[Trial] = (),
    ) -> None:
        self._gathering = Gathering(documentation, masking, differing or Differing())
        self._index: list[str] = []
        self._tests = tests
        self._environment = Environment(
            loader=FunctionLoader(asset),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            undefined=StrictUndefined,
        )
        self._environment.filters |= {"ticked": ticked, "printable": printable}
        self._environment.tests["arrow"] = lambda row: isinstance(row, Arrow)
        self._environment.globals |= {"counted": counted}
        self._told = {"version": version, "against": against, "heading": heading, "tests": tests}

    def fragments(self, events: Iterable[Event]) -> Iterator[str]:
        """The calls of a check, each as HTML, as soon as it is over."""
        template = self._environment.get_template("call.html")
        for call in self._gathering.calls(events):
            self._index.append(entry(call))
            yield template.render(call=call)

    @property
    def calls(self) -> int:
        """How many calls there are by now, those included that only the older recording has."""
        return len(self._index)

    def whole(self, fragments: Iterable[str], tally: Tally) -> Iterator[str]:
        """The page around these fragments, once all of them were given. tally: of the same events."""
        *notes, summary = [trial_summary(self._tests)] if self._tests else closing(tally)
        seen = self._gathering
        return self._environment.get_template("page.html").generate(
            self._told,
            opening=Markup(OPENING),  # noqa: S704 - a constant
            style=Markup(asset(STYLE)),  # noqa: S704 - our own
            script=Markup(asset(SCRIPT)),  # noqa: S704 - our own
            policy=policy(),
            contract=tally.contract,
            summary=summary.strip(),
            notes=[note.strip() for note in notes],
            seen=seen,
            period=period(seen.began, seen.ended),
            outcomes=list(shares(seen.outcomes)),
            severities=[(str(each), tally.count(each)) for each in SEVERITIES],
            redirects=tally.redirects,
            found=found(seen.rules),
            chart=chart(seen.margins, seen.window),
            chapters=rulebook(rule for rule, _ in seen.rules),
            fragments=map(Markup, fragments),
            index=map(Markup, self._index),
        )
