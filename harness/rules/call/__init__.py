"""Rules on whole calls, chains and sessions: RDC."""

from harness.rules.call import decision, habits, loop, offer, outcome, repeats, window

RULES = (
    *decision.RULES,
    *habits.RULES,
    *loop.RULES,
    *offer.RULES,
    *outcome.RULES,
    *repeats.RULES,
    *window.RULES,
)
