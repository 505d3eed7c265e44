"""Rules on what a recording gives away: RDS."""

from harness.rules.recording import giveaways, hygiene, shapes, unmasked

RULES = (
    *giveaways.RULES,
    *hygiene.RULES,
    *shapes.RULES,
    *unmasked.RULES,
)
