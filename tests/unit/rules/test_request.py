"""Rules on what a bot sends."""

from harness.rules import RULES, Scope
from harness.rules.request import RULES as FAMILY


def test_its_rules_are_all_registered_and_look_at_a_redirect_alone() -> None:
    assert set(FAMILY) <= set(RULES)
    assert {rule.code[:3] for rule in FAMILY} == {"RDQ", "RDC"}
    assert {rule.scope for rule in FAMILY} == {Scope.REDIRECT, Scope.BODY}
