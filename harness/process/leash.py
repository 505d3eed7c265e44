"""What ends a command of the user's when we are killed and can no longer do it ourselves.

A system tells no process that the one that started it is gone; a pipe does. A shell of its own session holds
the other end, waits for that, and then ends the command as we would have.
"""

from types import TracebackType
from typing import Self

from harness.process.child import Child

_WATCH = (
    'read -r _; kill -TERM "$1" || exit;'
    ' for _ in 1 2 3 4 5; do sleep 1; kill -0 "$1" || exit; done; kill -KILL "$1"'
)


class Leash:
    """Ties a process to us while the context is open: `with Leash(pid):`.

    It gets SIGTERM, and SIGKILL after five seconds, when we end without leaving the context. Raises
    HarnessError when there is no shell.
    """

    def __init__(self, pid: int) -> None:
        self._watch = Child(["/bin/sh", "-c", _WATCH, "redial", str(pid)])

    def __enter__(self) -> Self:
        self._watch.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._watch.stop()
