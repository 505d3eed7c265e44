"""Tokens: who gives them, what the platform's own says, the key that signs them, and how one is read."""
