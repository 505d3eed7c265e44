"""Writes one exchange as a block. What is kept of it, `interaction` knows; how it is spelled, `dialect`."""

from harness.cassette import dialect, interaction
from harness.cassette.pieces import end_marker
from harness.exchange import Exchange


def block(exchange: Exchange, number: int, *, key: str | None) -> bytes:
    """The block of `exchange` as entry `number`: ASCII YAML that opens with `- ` and ends in its marker line.

    key: the id of the project key that redacted it; None when nothing did.
    """
    text = dialect.dump([interaction.tree(exchange, number, key)])
    return text + end_marker(number, len(text))
