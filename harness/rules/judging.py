"""Judging: every rule is shown what its scope names, and what it finds becomes Findings in a fixed order.

Findings come by rule, in order of code, and of one rule in the order of the message.
"""

from collections.abc import Iterable, Iterator, Sequence

from harness.contract.precedence import Documentation
from harness.conversation import call_of, conversations
from harness.exchange import Exchange
from harness.findings import Finding
from harness.rules.model import Rule, Scope
from harness.rules.registry import RULES
from harness.rules.subject import SUBJECTS


def judge(
    exchange: Exchange,
    documentation: Documentation,
    *,
    at: int | None = None,
    call: str | None = None,
    codes: frozenset[str] | None = None,
    rules: Sequence[Rule] = RULES,
) -> Iterator[Finding]:
    """What one exchange breaks, whatever it holds: nothing is raised.

    at: number of its entry. call: the call's id, None to read it from the exchange.
    codes: which rules, None for all.
    """
    named = call_of(exchange) if call is None else call
    shown = {scope: subject(exchange) for scope, subject in SUBJECTS.items()}
    for rule in rules:
        subject = shown.get(rule.scope)
        if subject is not None and (codes is None or rule.code in codes):
            for breach in rule.check(subject, documentation):
                yield breach.finding(rule.code, named, at)


def judge_all(
    numbered: Iterable[tuple[int, Exchange]],
    documentation: Documentation,
    codes: frozenset[str] | None = None,
    *,
    rules: Sequence[Rule] = RULES,
) -> Iterator[Finding]:
    """What the exchanges of a recording break, one by one as they come, then call by call.

    Exchanges are kept until the end only when a rule looks at whole conversations.
    """
    whole = [
        rule for rule in rules if rule.scope is Scope.CONVERSATION and (codes is None or rule.code in codes)
    ]
    kept: list[tuple[int, Exchange]] = []
    for number, exchange in numbered:
        if whole:
            kept.append((number, exchange))
        yield from judge(exchange, documentation, at=number, codes=codes, rules=rules)
    if whole:
        yield from judge_conversations(kept, documentation, whole)


def judge_conversations(
    numbered: Sequence[tuple[int, Exchange]], documentation: Documentation, rules: Sequence[Rule]
) -> Iterator[Finding]:
    """What the calls of a recording break, in order of first appearance."""
    numbers = {id(exchange): number for number, exchange in numbered}
    for conversation in conversations(exchange for _, exchange in numbered):
        first = conversation.steps[0].exchange if conversation.steps else None
        for rule in rules:
            for breach in rule.check(conversation, documentation):
                at = numbers.get(id(breach.exchange or first))
                yield breach.finding(rule.code, conversation.call, at)
