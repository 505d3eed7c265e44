"""A redacted conversation is found fault with exactly as the original, call by call and chain by chain."""

import re
from collections.abc import Iterable
from typing import Any

import pytest

from harness.contract.editions import EDITIONS, documentation
from harness.exchange import Exchange
from harness.redaction.redactor import Redactor
from harness.rules import judge_all
from tests.unit.rules.dialogue import dialogue
from tests.unit.rules.test_registry_pages import CODES, parts

REDACTOR = Redactor(b"a key for tests")
EXAMPLES = [
    (code, heading, text)
    for code in CODES
    for heading in ("Breaks it", "Instead")
    if re.match(r"\s*\d+\.\d+ ", text := parts(code)[heading])
]


def found(exchanges: Iterable[Exchange], edition: str) -> list[tuple[Any, ...]]:
    findings = judge_all(enumerate(exchanges, 1), documentation(edition))
    return sorted((each.rule, each.severity, each.where, each.at) for each in findings)


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize(
    "text", [text for *_, text in EXAMPLES], ids=[f"{code} {heading}" for code, heading, _ in EXAMPLES]
)
def test_redaction_changes_no_finding_on_a_conversation(text: str, edition: str) -> None:
    whole = dialogue(text)
    redacted = [REDACTOR.exchange(each) for each in whole]
    assert redacted != list(whole)
    assert found(redacted, edition) == found(whole, edition)


def test_every_rule_on_calls_has_its_conversation() -> None:
    assert {code[:3] for code, *_ in EXAMPLES} >= {"RDC", "RDN", "RDR"}
