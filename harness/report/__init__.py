"""Telling: one renderer a file, each a pure function from a result to text."""
