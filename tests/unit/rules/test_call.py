"""Rules on whole calls."""

from harness.rules import RULES, Scope
from harness.rules.call import RULES as FAMILY


def test_its_rules_are_all_registered_and_look_at_more_than_one_message() -> None:
    assert set(FAMILY) <= set(RULES)
    assert {rule.code[:3] for rule in FAMILY} == {"RDC", "RDQ"}
    assert {rule.scope for rule in FAMILY} == {Scope.CALL, Scope.CHAIN, Scope.SESSION}
