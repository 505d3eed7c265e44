"""What keeps exchanges masks them first, if it has something to mask with."""

from harness.exchange import Exchange
from harness.library import Keeper
from harness.redaction.redactor import Redactor
from tests.unit.cassette.exchanges import redirect

REDACTOR = Redactor(b"a key for tests alone")


class Written(Keeper):
    """Remembers what it was given to write."""

    def __init__(self, redactor: Redactor | None) -> None:
        super().__init__(redactor)
        self.written: list[Exchange] = []
        self.closed = 0

    def write(self, shown: Exchange) -> int:
        self.written.append(shown)
        return len(self.written)

    def require_able(self, asked: Exchange) -> None:
        """It always is."""

    def lost(self) -> str | None:
        return None

    def close(self) -> None:
        self.closed += 1


def test_what_is_kept_is_masked_first() -> None:
    keeper = Written(REDACTOR)
    assert keeper.keep(redirect()) == 1
    assert keeper.written == [REDACTOR.exchange(redirect())]
    assert keeper.redacts


def test_without_a_redactor_it_is_kept_as_it_is() -> None:
    keeper = Written(None)
    keeper.keep(redirect())
    assert keeper.written == [redirect()]
    assert not keeper.redacts


def test_leaving_the_context_closes_it() -> None:
    with Written(None) as keeper:
        assert keeper.closed == 0
    assert keeper.closed == 1
