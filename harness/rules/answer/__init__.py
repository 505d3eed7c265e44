"""Rules on what the service answers: RDR."""

from harness.rules.answer import failure, retry, success

RULES = (
    *failure.RULES,
    *retry.RULES,
    *success.RULES,
)
