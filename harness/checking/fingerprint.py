"""Fingerprints: what makes a finding the same in another recording, run or machine.

The rule, the place, and what the exchange says but for ids, masks and noise: nothing that a new call changes.
"""

import hashlib
from dataclasses import dataclass
from functools import lru_cache

from harness.diff import NOISE, key, leaves, tree
from harness.exchange import Exchange
from harness.findings import Finding
from harness.ids import replaced, tokens

_LENGTH = 16  # hex digits: 64 bits, as many as SARIF's own examples
_UNSAID = frozenset({*NOISE, "host", "call", "error"})
"""What a new call changes, and why nothing answered: a sentence that may name a port."""


@dataclass(frozen=True, slots=True, eq=False)
class _Itself:
    """An exchange as the one that it is: to compare two takes as long as what is saved."""

    exchange: Exchange

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Itself) and other.exchange is self.exchange

    def __hash__(self) -> int:
        return id(self.exchange)


def fingerprint(finding: Finding, exchange: Exchange | None) -> str:
    """16 hex digits, equal for the same rule broken at the same place of exchanges that say the same."""
    said = _said(_Itself(exchange)) if exchange is not None else "()"
    whole = f"({finding.rule!r}, {finding.where!r}, {said})"
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH]


@lru_cache(maxsize=1)
def _said(it: _Itself) -> str:
    """What an exchange says, spelled out. It is asked for finding by finding, of thousands."""
    return repr(key(leaves(tree(it.exchange), _UNSAID), _without_ids))


def _without_ids(text: str) -> str:
    """`text` with the kind of each id and mask in its place."""
    return replaced(text, {token.name: f"<{token.kind}>" for token in tokens(text)})
