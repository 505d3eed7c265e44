"""The account: new answers compared with the recorded ones, as `redial diff` compares, and judged.

Both are masked first, as a recording of them would be: what is told of an answer may be shown. Nothing here
sends anything.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from urllib.parse import quote

from harness.cassette import line_of
from harness.checking.verdict import Placed
from harness.comparison import Change
from harness.comparison.breaking import weighed
from harness.contract.precedence import Documentation
from harness.diff import NOISE, differences, leaves, request_tree, tree
from harness.exchange import Exchange, Request, Response
from harness.findings import Finding, Severity
from harness.headers import Headers
from harness.ids import tokens
from harness.redaction.redactor import Redactor
from harness.renaming import Renaming
from harness.rules import codes, judge
from harness.titles import name
from harness.traffic import ORIGIN
from harness.verification.model import Planned, Step

OF_ANSWERS = frozenset(code for code in codes() if code.startswith("RDR"))
"""Rules on what comes back. What the bot sent is what was recorded, and no news."""

REDACTED = "REDACTED"


class Account:
    """Compares answer by answer; ids correspond one to one over all of them.

    secret: a token that was sent. It is taken out of an answer that repeats it, before anything else.
    """

    def __init__(self, documentation: Documentation, redactor: Redactor, secret: str = "") -> None:
        self._documentation = documentation
        self._redactor = redactor
        self._secret = secret
        self._renaming = Renaming()

    def answered(self, each: Planned, exchange: Exchange, times: int) -> Step:
        """What an answer comes to. exchange: with the response as it came. times: how often it was asked."""
        response = exchange.response
        if response is None:
            return replace(unsent(each, exchange.error or "no answer came"), times=times)
        old = each.entry.exchange
        if each.entry.key is None:
            old = self._redactor.exchange(old)
        shown = replace(exchange, request=old.request, response=self._without_secret(response))
        new = replace(self._redactor.exchange(shown), request=old.request)
        found = tuple(self._judged(each, new))
        return replace(
            unsent(each, ""),
            answered=response.status,
            times=times,
            seconds=exchange.seconds,
            recorded_seconds=old.seconds,
            changes=tuple(self._changes(each, old, new, found)),
            findings=tuple(_placed(each, finding) for finding in found),
        )

    def _changes(
        self, each: Planned, old: Exchange, new: Exchange, found: tuple[Finding, ...]
    ) -> Iterator[Change]:
        for text in _texts(each.entry.exchange.request):
            for token in tokens(text):
                self._renaming.keep(token.name)
        before = [*self._judged(each, old)]
        after = list(found)
        if not _body_kept(old):
            old, new = _bodiless(old), _bodiless(new)
            before, after = ([each for each in told if "body" not in each.where] for told in (before, after))
        differing = differences(tree(old), tree(new), renaming=self._renaming)
        for one in weighed(differing, _weighty(before), _weighty(after)):
            told = one.difference
            yield Change(
                each.entry.call,
                each.entry.number,
                f"{name(new)}.{told.path}",
                told.kind,
                told.old,
                told.new,
                one.breaks,
                told.note,
                one.mends,
                each.file,
                each.entry.line,
            )

    def _judged(self, each: Planned, exchange: Exchange) -> Iterator[Finding]:
        return judge(
            exchange, self._documentation, at=each.entry.number, call=each.entry.call, codes=OF_ANSWERS
        )

    def _without_secret(self, response: Response) -> Response:
        """The answer without our token, and without what our own servers say of themselves."""
        headers = ((field, self._clean(value)) for field, value in response.headers.without(ORIGIN))
        body = response.body
        for spelling in self._spellings:
            body = body.replace(spelling.encode(), REDACTED.encode())
        return replace(
            response, headers=Headers(tuple(headers)), body=body, reason=self._clean(response.reason)
        )

    def _clean(self, text: str) -> str:
        for spelling in self._spellings:
            text = text.replace(spelling, REDACTED)
        return text

    @property
    def _spellings(self) -> tuple[str, ...]:
        """The token as it is, in a URL, and in JSON that spells slashes out."""
        secret = self._secret
        return (secret, quote(secret, safe=""), secret.replace("/", r"\/")) if secret else ()


def unsent(each: Planned, why: str) -> Step:
    """The step of a request that was not sent, and why."""
    entry = each.entry
    return Step(each.file, entry.line, entry.number, entry.call, each.request, each.recorded, why=why)


def _placed(each: Planned, finding: Finding) -> Placed:
    """A finding in the recorded interaction that the request stands in."""
    return Placed(finding, each.file, line_of(each.entry, finding.where))


def _weighty(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.severity >= Severity.WARNING]


def _texts(request: Request) -> Iterator[str]:
    return (value for _, value in leaves(request_tree(request), NOISE) if isinstance(value, str))


def _body_kept(exchange: Exchange) -> bool:
    facts = exchange.facts
    return "answer_left_out" not in facts and facts.get("answer_encoding_valid", True) is True


def _bodiless(exchange: Exchange) -> Exchange:
    response = exchange.response
    return replace(exchange, response=replace(response, body=b"") if response is not None else None)
