"""Webhooks: notifications posted to a bot, when they are due and in the order of their call."""
