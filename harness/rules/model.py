"""What a rule is, what it is shown, and what it yields. No rule stands here."""

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from harness.cite import Cite
from harness.contract.model import Contract, Parameter
from harness.contract.precedence import Documentation, Standing, Stated, Weighing
from harness.exchange import Exchange
from harness.findings import Finding, Severity


class Scope(Enum):
    """What a rule is shown; harness.rules.subject says how each is read from an exchange."""

    REDIRECT = "redirect"
    """A redirect that was sent, whatever came of it: `subject.Redirect`."""
    BODY = "body"
    """The members of a redirect whose body is a JSON object: `subject.Body`."""
    ANSWER = "answer"
    """What somebody other than redial answered to a redirect: `subject.Answer`."""
    WEBHOOK = "webhook"
    """A message of the platform to the bot, and what the bot replied: `subject.Webhook`."""
    KEPT = "kept"
    """An exchange as a recording keeps it: `subject.Kept`. A live bot is not judged by what it would leak."""
    CALL = "call"
    """All exchanges of one call: a `Conversation`."""
    CHAIN = "chain"
    """The calls that are one for whoever rings: a `Chain`."""
    SESSION = "session"
    """What a whole recording shows beside its calls: a `Session`."""


SEVERITIES = {
    Standing.CONTRADICTED: Severity.ERROR,
    Standing.CONSTRAINED_ELSEWHERE: Severity.WARNING,
    Standing.DEPRECATED: Severity.WARNING,
    Standing.DOCUMENTED_ELSEWHERE: Severity.INFO,
    Standing.DEPRECATED_ELSEWHERE: Severity.INFO,
}
"""How bad it is that what was sent stands so to the documentation."""


@dataclass(frozen=True, slots=True)
class Breach:
    """What a rule found: a Finding but for the rule's code, the call and the entry, which `judge` knows.

    exchange: of several, the one that breaks the rule; None for the first one.
    """

    severity: Severity
    where: str
    message: str
    fix: str
    cite: Cite | None = None
    exchange: Exchange | None = None

    @classmethod
    def weighed(
        cls, verdict: Weighing, where: str, message: str, fix: str, exchange: Exchange | None = None
    ) -> "Breach":
        """A breach whose severity and cite are those of a verdict on the editions."""
        return cls(SEVERITIES[verdict.standing], where, message, fix, verdict.cite, exchange)

    def finding(self, code: str, call: str | None, at: int | None) -> Finding:
        """The finding of rule `code` on that call and entry."""
        return Finding(code, self.severity, self.where, self.message, self.fix, self.cite, call, at)


@dataclass(frozen=True, slots=True)
class Unjudged:
    """What a rule yields when the recording does not hold what it would have to look at.

    why: a clause without a value of the message, such as `the recording keeps no times`: it is counted.
    """

    why: str


_SEVERITY = re.compile(r"(\S+) (error|warning|info)\b")


@dataclass(frozen=True, slots=True)
class Rule:
    """One check.

    code: such as `RDQ040`. title: what holds when nothing is wrong.
    check: a pure generator from what `scope` names and the documentation; its docstring is the rule's page.
    """

    code: str
    title: str
    scope: Scope
    check: Callable[[Any, Documentation], Iterator[Breach | Unjudged]]

    @property
    def page(self) -> str:
        """The rule's page as text: code and title, then its parts, each under its heading."""
        return f"{self.code}: {self.title}\n\n{inspect.cleandoc(self.check.__doc__ or '')}\n"

    def severity(self, edition: str) -> Severity:
        """How bad its page says a breach is under that edition; the worst for one that it does not name,
        an error where docstrings are stripped.
        """
        _, _, said = self.page.rpartition("Severity:")
        named = {name: Severity[word.upper()] for name, word in _SEVERITY.findall(said)}
        return named.get(edition, max(named.values(), default=Severity.ERROR))


def deciding(documentation: Documentation, verdict: Weighing) -> Contract:
    """The contract whose word makes it a finding."""
    contracts = (documentation.chosen, *documentation.others)
    return next(each for each in contracts if each.edition == verdict.deciding.edition)


def stated[S: Stated](documentation: Documentation, lookup: Callable[[Contract], S | None]) -> Cite | None:
    """Where the chosen edition states something, else the first other one that does."""
    for contract in (documentation.chosen, *documentation.others):
        if (found := lookup(contract)) is not None:
            return found.cite
    return None


def about[T](name: str, pick: Callable[[Parameter], T | None]) -> Callable[[Contract], T | None]:
    """A lookup of what an edition states about a parameter."""

    def lookup(contract: Contract) -> T | None:
        parameter = contract.parameter(name)
        return pick(parameter) if parameter else None

    return lookup


def called(name: str) -> Callable[[Parameter], bool]:
    """Whether a parameter has that name."""
    return lambda parameter: parameter.name == name


def declared(documentation: Documentation, type_name: str, member: str) -> Cite | None:
    """Where the schema declares a member of a type."""
    found = documentation.schema.member(type_name, member)
    return found.cite if found else None
