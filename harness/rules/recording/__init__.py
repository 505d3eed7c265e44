"""Rules on what a recording gives away: RDS."""

from harness.rules.recording import giveaways, hygiene, shapes

RULES = (
    *giveaways.RULES,
    *hygiene.RULES,
    *shapes.RULES,
)
