"""Rules on what the service answers."""

from harness.rules import RULES, Scope
from harness.rules.answer import RULES as FAMILY


def test_its_rules_are_all_registered_and_look_at_an_answer_and_what_the_bot_makes_of_it() -> None:
    assert set(FAMILY) <= set(RULES)
    assert {rule.code[:3] for rule in FAMILY} == {"RDR"}
    assert {rule.scope for rule in FAMILY} == {Scope.ANSWER, Scope.CALL}
