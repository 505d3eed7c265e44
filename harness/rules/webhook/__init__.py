"""Rules on what the platform tells the bot, and what the bot replies: RDN."""

from harness.rules.webhook import correlation, credentials, envelope, progress, reply, resource

RULES = (
    *correlation.RULES,
    *credentials.RULES,
    *envelope.RULES,
    *progress.RULES,
    *reply.RULES,
    *resource.RULES,
)
