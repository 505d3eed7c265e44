"""Rules on what the platform tells the bot."""

from harness.rules import RULES, Scope
from harness.rules.webhook import RULES as FAMILY


def test_its_rules_are_all_registered_and_look_at_a_webhook() -> None:
    assert set(FAMILY) <= set(RULES)
    assert {rule.code[:3] for rule in FAMILY} == {"RDN"}
    assert {rule.scope for rule in FAMILY} == {Scope.WEBHOOK, Scope.CALL}
