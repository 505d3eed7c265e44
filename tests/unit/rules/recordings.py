"""What the rules on recordings find in an exchange as it is kept."""

from harness.contract.editions import EDITIONS, documentation
from harness.exchange import Exchange
from harness.findings import Finding
from harness.rules import Judge
from tests.unit.rules.exchanges import Seen

JUDGES = {name: Judge(documentation(name)) for name in EDITIONS}


def found(exchange: Exchange, key: str | None = None, edition: str = "reference") -> list[Finding]:
    """The findings on an exchange that a recording keeps; key: as in its entry."""
    return list(JUDGES[edition].kept(exchange, key, at=1, call=None).findings)


def given_away(exchange: Exchange, edition: str = "reference") -> list[Seen]:
    """Code, severity and place of each."""
    return [(each.rule, str(each.severity), each.where) for each in found(exchange, edition=edition)]


def severities(exchange: Exchange) -> set[Seen]:
    """The same, and it is the same under every edition."""
    (seen,) = {tuple(given_away(exchange, name)) for name in EDITIONS}
    return set(seen)
