"""What keeps exchanges: one cassette, or one for each call. Masks them first, if it has what to mask with."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from harness.exchange import Exchange


class Masking(Protocol):
    """What masks an exchange before it is kept: harness.redaction.redactor.Redactor."""

    @property
    def key_id(self) -> str:
        """The id of the project key it masks with."""

    def exchange(self, exchange: Exchange) -> Exchange:
        """The exchange, masked."""


class Watcher(Protocol):
    """Who wants to know which files are recorded to."""

    def opened(self, recording: Path) -> None:
        """A file is about to be written to. Raises HarnessError where it must not be."""

    def closed(self, recording: Path) -> None:
        """A file is let go of: it is there whole, or was never written to."""


class Keeper(ABC):
    """Keeps exchanges until it is closed, from any thread. redactor: None where nothing is to be masked."""

    def __init__(self, redactor: Masking | None) -> None:
        self._redactor = redactor

    @property
    def redacts(self) -> bool:
        """Whether what is kept is masked."""
        return self._redactor is not None

    def shown(self, exchange: Exchange) -> Exchange:
        """An exchange as it is kept: masked, unless nothing is."""
        return self._redactor.exchange(exchange) if self._redactor else exchange

    def keep(self, exchange: Exchange) -> int:
        """Redact and write one exchange: its number. When this raises, nothing of it is in the file."""
        return self.write(self.shown(exchange))

    @abstractmethod
    def write(self, shown: Exchange) -> int:
        """Write one exchange that `shown` gave: its number in its file. As `keep` but for that."""

    @abstractmethod
    def require_able(self, asked: Exchange) -> None:
        """Raise CassetteError when this exchange, not masked and not answered yet, could not be kept now, as
        far as that shows beforehand.
        """

    @abstractmethod
    def lost(self) -> str | None:
        """Why what was kept is not there any more; None when it is. Asked before `close`."""

    def rest(self) -> None:  # noqa: B027 - most have nothing to close before their end
        """Let go of what nothing has been written to for long. Called now and then, from any thread."""

    def apart(self, recording: Path, act: Callable[[], None]) -> None:
        """Do something to a file that was closed, with nothing written to it meanwhile; where it was opened
        again, nothing.
        """
        act()

    @abstractmethod
    def close(self) -> None:
        """Let go of what is held; a second call does nothing."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
