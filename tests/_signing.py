"""A signer for tests. Its key is made once for each process that runs them."""

from functools import cache

from harness.tokens import signing_key
from harness.tokens.signer import Signer


@cache
def signer() -> Signer:
    return Signer(signing_key.made())
