"""Processes: programs that we start, what their environment says, and how all of them end."""
