"""Who the calls of one run or one capture belong to, as their webhooks said: in memory only, unredacted.

It tells whether the token of a later redirect was the right one. What is told is a fact, and facts hold no
names.
"""

from collections import OrderedDict

from harness.address import canonical_id
from harness.conversation import call_of
from harness.exchange import Exchange, Way
from harness.facts import Parties

LIMIT = 2_000
"""Calls remembered; the oldest is forgotten first."""


class KnownParties:
    """Remembers the parties of each call from its webhooks on."""

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._calls: OrderedDict[str, Parties] = OrderedDict()

    def of(self, exchange: Exchange) -> Parties | None:
        """The parties of the call that an exchange is about, when a webhook told of them."""
        call = call_of(exchange)
        return self._calls.get(canonical_id(call)) if call else None

    def note(self, exchange: Exchange) -> None:
        """Remember what a webhook tells; anything else tells nothing."""
        call = call_of(exchange)
        if exchange.way is not Way.TO_BOT or not call:
            return
        key, told = canonical_id(call), Parties.of(exchange)
        known = self._calls.pop(key, Parties())
        self._calls[key] = Parties(known.tenants | told.tenants, known.applications | told.applications)
        if len(self._calls) > self._limit:
            self._calls.popitem(last=False)
