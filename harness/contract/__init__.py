"""The documented contract of `call: redirect`: pages, what they state, and which page decides."""
