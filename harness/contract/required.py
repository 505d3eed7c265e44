"""The column of a table that says whether its row is required."""

from harness.contract.model import Fact
from harness.contract.page import Table, Text
from harness.contract.source import Source

HEADS = {"required": True, "required?": True, "mandatory": True, "is required": True, "optional": False}
"""The heads of such a column, and what a yes in it means."""

_YES = frozenset({"yes", "y", "true", "required", "mandatory", "x", "✓", "✔"})
_NO = frozenset({"no", "n", "false", "optional", "not required"})


def column(table: Table, row: tuple[Text, ...], source: Source) -> Fact[bool] | None:
    """What the column says of a row; None when there is none or its word is unknown."""
    at = table.column(*HEADS)
    if at is None or not row[at].bare:
        return None
    word = row[at].bare.lower().rstrip(".")
    if word not in _YES | _NO:
        source.doubt(row[at], "it is no yes and no no")
        return None
    said = word in _YES
    affirming = HEADS[table.heads[at]] or word in ("optional", "required", "mandatory")
    return Fact((said if affirming else not said), source.cite(row[at]))
