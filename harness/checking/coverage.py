"""Coverage: which rules and which facts of a contract the recordings put to the test, and which never.

A rule is exercised when it looked at something and could tell. A fact is exercised when a recording holds
what the fact is about, right or wrong: a row of the table says what that is.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from harness.checking.verdict import Event, Judged
from harness.contract.facts import stated
from harness.contract.model import Contract
from harness.contract.precedence import Documentation
from harness.exchange import Exchange
from harness.rules.subject import Answer, Body, Redirect, redirect, redirect_answer, redirect_body


@dataclass(frozen=True, slots=True)
class Sent:
    """A redirect as facts look at it.

    route: the one of the contract that it went to, None for another. body: None when it is no JSON object.
    status: what somebody other than redial answered; 0 when nobody did.
    """

    redirect: Redirect
    route: str | None
    body: Body | None
    status: int

    @property
    def qualified(self) -> bool:
        """Whether the namespace stands in it: before the action, or in a type."""
        named = self.redirect.address
        return (named is not None and named.qualified) or b'"@odata.type"' in self.redirect.request.body

    def value(self, name: str) -> object:
        """The value of a parameter; Ellipsis where there is none."""
        return self.body.members.get(name, ...) if self.body else ...

    def omits(self, name: str, targets: str | None) -> bool:
        """Whether a parameter is left out. targets: `one` or `several` where their number matters."""
        if self.body is None or name in self.body.members:
            return False
        return targets in (None, "several" if len(self.body.targets) > 1 else "one")

    def calls_a_phone(self) -> bool:
        """Whether a target is a telephone with an id."""
        phones = (identity.get("phone") for _, identity in self.body.identities) if self.body else ()
        return any(isinstance(phone, dict) and phone.get("id") is not None for phone in phones)


type Test = Callable[[Sent, re.Match[str]], bool]
"""Whether a redirect exercises a fact; the match is of its name."""

OF_REDIRECTS: tuple[tuple[str, Test | None], ...] = (
    (r"namespace", lambda sent, _: sent.qualified),
    (
        r"permissions\.Application(?:\..+)?",
        lambda sent, _: "token_has_calls_initiate" in sent.redirect.exchange.facts,
    ),
    # what a delegated token may do, and what another action takes in its path and query, no redirect shows
    (r"permissions\..+|(?:path|query)_parameters(?:\..+)?", None),
    (r"routes", lambda sent, _: True),
    (r"routes\.(?:[A-Z]+ )?(?P<path>.+?)(?:\.deprecated)?", lambda sent, name: sent.route == name["path"]),
    (r"headers(?:\..+\.required)?", lambda sent, _: True),
    (
        r"headers\.(?P<header>.+?)(?:\.value)?",
        lambda sent, name: name["header"] in sent.redirect.request.headers,
    ),
    (r"parameters(?:\..+\.required)?", lambda sent, _: sent.body is not None),
    (r"parameters\.(?P<name>.+)\.(?:minimum|maximum)", lambda sent, name: _number(sent.value(name["name"]))),
    (
        r"parameters\.(?P<name>.+)\.(?:min|max)_items",
        lambda sent, name: isinstance(sent.value(name["name"]), list),
    ),
    (
        r"parameters\.(?P<name>.+)\.(?:scheme|values)",
        lambda sent, name: isinstance(sent.value(name["name"]), str),
    ),
    (
        r"parameters\.(?P<name>.+)\.default(?:\.(?P<targets>one|several))?",
        lambda sent, name: sent.omits(name["name"], name["targets"]),
    ),
    (r"parameters\.(?P<name>.+?)(?:\.deprecated)?", lambda sent, name: sent.value(name["name"]) is not ...),
    (r"successes", lambda sent, _: 200 <= sent.status < 300),
    (r"successes\.(?P<status>\d+)", lambda sent, name: str(sent.status) == name["status"]),
    (r"phone_format", lambda sent, _: sent.calls_a_phone()),
)
"""Pattern of the names of facts -> what of a redirect exercises them; None: no recording ever could. The
first pattern that fits decides.
"""

OF_CALLS = {"window": False, "recording_window": True}
"""Fact that a call exercises when it is known how long the bot took -> whether it is about bots that record
by policy. The one that is about other bots is not counted.
"""


@dataclass(frozen=True, slots=True)
class Covered:
    """What was exercised and what never, each in its order."""

    exercised: tuple[str, ...]
    never: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Exercised:
    """Codes of rules and names of facts that some recordings put to the test."""

    rules: frozenset[str]
    facts: frozenset[str]


class Coverage:
    """What a check exercises of the rules `codes` and of the facts of the chosen contract, so far."""

    def __init__(self, documentation: Documentation, codes: Iterable[str]) -> None:
        self.contract = documentation.chosen
        self._codes = sorted(codes)
        self._looked: set[str] = set()
        self._timed = {name for name, policy in OF_CALLS.items() if policy is documentation.records_by_policy}
        names = [fact.name for fact in stated(self.contract)]
        self._waiting = {name: test for name in names if (test := test_of(name))}
        self._names = [name for name in names if name in self._timed or name in self._waiting]
        self._shown: set[str] = set()

    def add(self, event: Event) -> None:
        """Take what one part of a recording came to."""
        if not isinstance(event, Judged):
            return
        self._looked.update(event.rules)
        if event.figures is not None and event.figures.margin_s is not None:
            self._shown |= self._timed
        if event.exchange is not None and (sent := sent_by(event.exchange, self.contract)) is not None:
            shown = [name for name, test in self._waiting.items() if test(sent)]
            self._show(shown)

    def take(self, exercised: Exercised) -> None:
        """Take what other recordings came to."""
        self._looked |= exercised.rules
        self._show(exercised.facts)

    def _show(self, facts: Iterable[str]) -> None:
        for name in facts:
            self._shown.add(name)
            self._waiting.pop(name, None)

    @property
    def exercised(self) -> Exercised:
        """What was exercised so far."""
        return Exercised(frozenset(self._looked), frozenset(self._shown))

    @property
    def rules(self) -> Covered:
        """The rules, in order of code."""
        return _covered(self._codes, self._looked)

    @property
    def facts(self) -> Covered:
        """The facts that a recording can exercise, in the order of the page."""
        return _covered(self._names, self._shown)


def sent_by(exchange: Exchange, contract: Contract) -> Sent | None:
    """The redirect that an exchange asks for, or None."""
    if (found := redirect(exchange)) is None:
        return None
    route = contract.route(found.address.template) if found.address else None
    answer = redirect_answer(exchange)
    status = answer.response.status if isinstance(answer, Answer) else 0
    return Sent(found, route.path if route else None, redirect_body(exchange), status)


def test_of(fact: str) -> Callable[[Sent], bool] | None:
    """What tells whether a redirect exercises the fact of that name; None where none could."""
    rows = ((test, re.fullmatch(pattern, fact)) for pattern, test in OF_REDIRECTS)
    test, name = next(((test, name) for test, name in rows if name), (None, None))
    return partial(_asked, test, name) if test and name else None


def _asked(test: Test, name: re.Match[str], sent: Sent) -> bool:
    return test(sent, name)


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _covered(names: Iterable[str], hit: set[str]) -> Covered:
    listed = list(names)
    return Covered(
        tuple(name for name in listed if name in hit), tuple(name for name in listed if name not in hit)
    )
