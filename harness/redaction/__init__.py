"""Redaction: what of a message is sensitive, where it stands, and what stands in its place on a disk."""
