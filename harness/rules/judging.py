"""Judging: every rule is shown what its scope names, and what it finds becomes Findings in a fixed order.

Findings come by rule, in order of code, and of one rule in the order of the message.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from harness.chains import Chain, Chains
from harness.contract.precedence import Documentation
from harness.conversation import Conversation, call_of
from harness.exchange import Exchange
from harness.findings import Finding
from harness.rules.model import Rule, Scope, Unjudged
from harness.rules.registry import RULES
from harness.rules.subject import SUBJECTS, kept
from harness.session import Session, Sessions

type Numbered = Callable[[Exchange], int | None]
"""The number of an exchange's entry; None where it has none."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the rules made of one exchange, one call, one chain or one session.

    judged: codes of the rules that looked, in order. unjudged: code of a rule that could not tell -> why.
    culprits: beside each finding, the exchange that it is about; None where there is none.
    """

    findings: tuple[Finding, ...] = ()
    culprits: tuple[Exchange | None, ...] = ()
    judged: tuple[str, ...] = ()
    unjudged: tuple[tuple[str, str], ...] = ()

    def __add__(self, other: "Judgement") -> "Judgement":
        return Judgement(
            self.findings + other.findings,
            self.culprits + other.culprits,
            self.judged + other.judged,
            self.unjudged + other.unjudged,
        )


class Judge:
    """The rules that were chosen, under one documentation. codes: which of `rules`, None for all."""

    def __init__(
        self,
        documentation: Documentation,
        codes: frozenset[str] | None = None,
        rules: Sequence[Rule] = RULES,
    ) -> None:
        self.documentation = documentation
        chosen = [rule for rule in rules if codes is None or rule.code in codes]
        self._by_scope = {scope: [rule for rule in chosen if rule.scope is scope] for scope in Scope}

    def looks_at(self, *scopes: Scope) -> bool:
        """Whether any chosen rule looks at one of these."""
        return any(self._by_scope[scope] for scope in scopes)

    def exchange(self, exchange: Exchange, *, at: int | None = None, call: str | None = None) -> Judgement:
        """What one exchange breaks, whatever it holds: nothing is raised.

        at: number of its entry. call: the call's id, None to read it from the exchange.
        """
        named = call_of(exchange) if call is None else call
        whole = Judgement()
        for scope, subject in SUBJECTS.items():
            if self._by_scope[scope] and (shown := subject(exchange)) is not None:
                whole += self._judgement(scope, shown, named, exchange, lambda _: at)
        return whole

    def kept(
        self, exchange: Exchange, key: str | None, *, at: int | None, call: str | None, marked: bool = False
    ) -> Judgement:
        """What an exchange gives away as a recording keeps it. key, marked: as in its Entry."""
        if not self.looks_at(Scope.KEPT):
            return Judgement()
        return self._judgement(Scope.KEPT, kept(exchange, key, marked=marked), call, exchange, lambda _: at)

    def call(self, conversation: Conversation, number: Numbered) -> Judgement:
        """What one call breaks as a whole."""
        first = next(iter(conversation.exchanges), None)
        return self._judgement(Scope.CALL, conversation, conversation.call, first, number)

    def chain(self, chain: Chain, number: Numbered) -> Judgement:
        """What the calls of one chain break together."""
        first = next((each for call in chain.calls for each in call.exchanges), None)
        return self._judgement(Scope.CHAIN, chain, None, first, number)

    def session(self, session: Session, number: Numbered) -> Judgement:
        """What a whole recording breaks beside its calls."""
        return self._judgement(Scope.SESSION, session, None, None, number)

    def _judgement(
        self, scope: Scope, subject: Any, call: str | None, first: Exchange | None, number: Numbered
    ) -> Judgement:
        rules = self._by_scope[scope]
        if isinstance(subject, Unjudged):
            return Judgement(unjudged=tuple((rule.code, subject.why) for rule in rules))
        findings: list[Finding] = []
        culprits: list[Exchange | None] = []
        unjudged: dict[tuple[str, str], None] = {}
        judged: list[str] = []
        for rule in rules:
            silent = broken = False
            for found in rule.check(subject, self.documentation):
                if isinstance(found, Unjudged):
                    unjudged[rule.code, found.why] = None
                    silent = True
                    continue
                broken = True
                culprit = found.exchange or first
                named = call if call is not None or culprit is None else call_of(culprit)
                findings.append(found.finding(rule.code, named, number(culprit) if culprit else None))
                culprits.append(culprit)
            if broken or not silent:
                judged.append(rule.code)
        return Judgement(tuple(findings), tuple(culprits), tuple(judged), tuple(unjudged))


def judge(
    exchange: Exchange,
    documentation: Documentation,
    *,
    at: int | None = None,
    call: str | None = None,
    codes: frozenset[str] | None = None,
    rules: Sequence[Rule] = RULES,
) -> Iterator[Finding]:
    """What one exchange breaks, rule by rule, whatever it holds: nothing is raised. As `Judge.exchange`."""
    found = Judge(documentation, codes, rules).exchange(exchange, at=at, call=call).findings
    return iter(sorted(found, key=lambda finding: finding.rule))


def judge_all(
    numbered: Iterable[tuple[int, Exchange]],
    documentation: Documentation,
    codes: frozenset[str] | None = None,
    *,
    rules: Sequence[Rule] = RULES,
    conversations: Callable[[Conversation], object] = lambda _: None,
) -> Iterator[Finding]:
    """What the exchanges of a recording break, one by one as they come, each call when it is over.

    conversations: told each call then.
    """
    judging = Judge(documentation, codes, rules)
    numbers: dict[int, int] = {}
    calls, seen = Chains(), Sessions()

    def over(chain: Chain) -> Iterator[Finding]:
        for conversation in chain.calls:
            conversations(conversation)
        yield from judge_chain(judging, chain, lambda each: numbers.get(id(each)))

    for number, exchange in numbered:
        numbers[id(exchange)] = number
        yield from judging.exchange(exchange, at=number).findings
        seen.add(exchange)
        for chain in calls.add(exchange):
            yield from over(chain)
    for chain in calls.rest():
        yield from over(chain)
    yield from judging.session(seen.session(), lambda each: numbers.get(id(each))).findings


def judge_chain(judging: Judge, chain: Chain, number: Numbered) -> Iterator[Finding]:
    """What a chain and each of its calls break."""
    for conversation in chain.calls:
        yield from judging.call(conversation, number).findings
    yield from judging.chain(chain, number).findings
