"""Rules on what a recording gives away."""

from harness.rules import RULES, Scope
from harness.rules.recording import RULES as FAMILY


def test_its_rules_are_all_registered_and_look_at_what_is_kept() -> None:
    assert set(FAMILY) <= set(RULES)
    assert {rule.code[:3] for rule in FAMILY} == {"RDS"}
    assert {rule.scope for rule in FAMILY} == {Scope.KEPT}
