"""A mitmdump with our addon that starts in a moment, over and over: forked off a process that holds it ready.

What runs is mitmdump's own program; only the imports, two thirds of its start, are made once.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from harness.proxy import announced
from harness.proxy.announced import Listening
from harness.proxy.mitmdump import SETTINGS, addon_path

PATIENCE = 60.0
"""Seconds; a busy machine takes its time."""


class Mitmdumps:
    """One mitmdump after another, while the context is open. log: where all of them write what they say."""

    def __init__(self, confdir: Path, log: Path) -> None:
        self._confdir = confdir
        self._log = log
        self._ready = log.with_suffix(".json")

    def __enter__(self) -> Self:
        program = [sys.executable, "-m", "tests._forked", str(self._log)]
        self._parent = subprocess.Popen(
            program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1]
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._parent.communicate(timeout=PATIENCE)

    def start(self, folder: Path, mode: str, **options: object) -> tuple[int, Listening]:
        """Start the next in `folder`: its process id, and where it listens."""
        self._ready.unlink(missing_ok=True)
        told = {
            **SETTINGS,
            "redial_leash": "false",
            "confdir": self._confdir,
            "redial_ready": self._ready,
            **options,
        }
        settings = [part for name, value in told.items() for part in ("--set", f"{name}={value}")]
        pid = int(self._asked([str(folder), "--scripts", str(addon_path()), "--mode", mode, *settings]))
        end = time.monotonic() + PATIENCE
        while not self._ready.exists():
            assert time.monotonic() < end, self._log.read_text()
            time.sleep(0.005)
        message = announced.read(self._ready)
        assert "listeners" in message, message
        return pid, Listening.told(message)

    def ended(self) -> int:
        """Wait for the end of the one that runs: its exit status, below 0 for a signal."""
        return os.waitstatus_to_exitcode(int(self._line()))

    def _asked(self, request: Sequence[str]) -> str:
        assert self._parent.stdin is not None
        print(json.dumps(request), file=self._parent.stdin, flush=True)
        return self._line()

    def _line(self) -> str:
        assert self._parent.stdout is not None
        return self._parent.stdout.readline()


def main(log: str) -> None:
    """Fork a mitmdump for each line of standard input; say its process id, and its status when it is gone."""
    from mitmproxy.tools.main import mitmdump

    import proxy_addons.session  # noqa: F401 - what the children find imported

    said = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for line in sys.stdin:
        folder, *arguments = json.loads(line)
        if not (pid := os.fork()):
            os.chdir(folder)
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            os.dup2(said, 1)
            os.dup2(said, 2)
            try:
                mitmdump(arguments)
            finally:
                os._exit(1)
        print(pid, flush=True)  # noqa: T201 - the answer
        print(os.waitpid(pid, 0)[1], flush=True)  # noqa: T201 - the second one


if __name__ == "__main__":
    main(sys.argv[1])
