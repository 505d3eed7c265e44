"""All that an exchange holds, to be looked for, or to compare what rules are shown with."""

from collections.abc import Iterator
from itertools import chain

from harness.exchange import Exchange
from harness.rules.held import Held, parts


def held(exchange: Exchange) -> Iterator[Held]:
    """Every text of an exchange, in the order of a cassette."""
    return chain.from_iterable(part.texts for part in parts(exchange))
