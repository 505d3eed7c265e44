"""A terminal for one of mitmproxy's programs: what it draws is read, and keys are typed."""

import os
import pty
import re
import subprocess
import termios
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from harness.ports import free_ports
from tests._mitmweb import SECONDS, program

_CONTROLS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[()][0-9A-Z]|[\x0e\x0f]")
_LINES, _COLUMNS = 40, 120


class Console:
    """A program of mitmproxy's in a terminal, once it is started by `console`."""

    def __init__(self, process: subprocess.Popen[bytes], screen: int) -> None:
        self._process = process
        self._screen = screen
        self._drawn: list[bytes] = []
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    @property
    def drawn(self) -> str:
        """All that was drawn so far, without colours and places."""
        return _CONTROLS.sub("", b"".join(self._drawn).decode("utf-8", "replace"))

    def until(self, text: str) -> None:
        """Wait until a text was drawn."""
        end = time.monotonic() + SECONDS
        while text not in self.drawn:
            assert self._process.poll() is None, self.drawn
            assert time.monotonic() < end, self.drawn
            time.sleep(0.05)

    def type(self, keys: str) -> None:
        """Type, with nothing drawn before that counts any more."""
        self._drawn.clear()
        os.write(self._screen, keys.encode())

    def ended(self) -> tuple[int, str]:
        """The exit status once it ends by itself, and what it said then on standard error."""
        assert self._process.stderr is not None
        said = self._process.stderr.read().decode()
        return self._process.wait(SECONDS), said

    def close(self) -> None:
        """End it, whatever it does."""
        self._process.kill()
        self._process.wait()
        self._reader.join(SECONDS)
        os.close(self._screen)

    def _read(self) -> None:
        """Read until nobody draws any more, which Linux reports as an error."""
        try:
            while data := os.read(self._screen, 65536):
                self._drawn.append(data)
        except OSError:
            return


@contextmanager
def console(name: str, confdir: Path, *arguments: str) -> Iterator[Console]:
    """mitmdump, mitmweb or mitmproxy with our addon, while the context is open."""
    (port,) = free_ports("127.0.0.1", 1)
    web = ("--web-port", "0") if name == "mitmweb" else ()
    listening = ("--listen-host", "127.0.0.1", "--listen-port", str(port), *web)
    ours, its = pty.openpty()
    termios.tcsetwinsize(its, (_LINES, _COLUMNS))
    process = subprocess.Popen(
        [*program(name), "--set", f"confdir={confdir}", *listening, *arguments],
        stdin=its,
        stdout=its,
        stderr=subprocess.PIPE,
        env={**os.environ, "TERM": "xterm"},
        start_new_session=True,
    )
    os.close(its)
    started = Console(process, ours)
    try:
        yield started
    finally:
        started.close()
        if process.stderr is not None:
            process.stderr.close()
