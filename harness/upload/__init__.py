"""Recordings that go to an object store, each whole and once it is closed."""
