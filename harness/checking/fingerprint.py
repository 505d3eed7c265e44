"""Fingerprints: what makes a finding the same in another recording, run or machine.

The rule, the place, and what the exchange says but for ids, masks and noise: nothing that a new call changes.
"""

import hashlib

from harness.diff import NOISE, key, leaves, tree
from harness.exchange import Exchange
from harness.findings import Finding
from harness.renaming import replaced, tokens

_LENGTH = 16  # hex digits: 64 bits, as many as SARIF's own examples
_UNSAID = frozenset({*NOISE, "host", "call", "error"})
"""What a new call changes, and why nothing answered: a sentence that may name a port."""


def fingerprint(finding: Finding, exchange: Exchange | None) -> str:
    """16 hex digits, equal for the same rule broken at the same place of exchanges that say the same."""
    said = key(leaves(tree(exchange), _UNSAID), _without_ids) if exchange is not None else ()
    whole = repr((finding.rule, finding.where, said))
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH]


def _without_ids(text: str) -> str:
    """`text` with the kind of each id and mask in its place."""
    return replaced(text, {token.name: f"<{token.kind}>" for token in tokens(text)})
