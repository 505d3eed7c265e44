"""Replaying: who answers with what was recorded, at which pace and under which ids; the account of it."""
