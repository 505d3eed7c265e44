"""A terminal for the commands of pages: a folder with the shipped cassettes, free ports for the documented.

What is printed is compared after everything that differs from run to run became a word.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.metadata import entry_points
from pathlib import Path
from typing import Self

from harness.ports import free_ports
from tests._pages import INTERRUPT, ROOT, Command

DOCUMENTED_PORTS = (3978, 8080, 8081, 8082, 9000)
"""The bot; Graph, the webhook listener and mitmweb's page; the simulated Graph. Free ones stand in for
them.
"""

DEFAULT_PORTS = {
    "redial record": "--port 8080 --bot-port 8081",
    "redial replay": "--port 8080",
    "redial simulate": "--port 8080",
    "python -m harness.demo.bot": "--port 3978",
}
"""Program -> the ports that it would take if it were not told."""

VARYING = (
    (r"(?<=127\.0\.0\.1:)\d{5}\b", "PORT"),
    (r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b", "GUID"),
    (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z?", "TIME"),
    (r"\S*/redial-demo-\w+", "FOLDER"),
    (r"(?m)^(\s*seconds: )[\d.]+$", r"\g<1>SECONDS"),
    (r"\bin \d+\.\d+s\b", "in SECONDS"),
    (r"(?m)^\d\d:\d\d:\d\d\.\d{3}  [0-9a-f]{8}", "CLOCK CALL"),
    (r"\b(user|User) [0-9a-f]{8}\b", r"\g<1> MASK"),
    (r"(?<=after )\d+\.\d+ s\b|\b\d+\.\d+ s(?= left)", "SECONDS"),
    # a live call: an acknowledgement and the redirect sent meanwhile are kept as they end
    (r"(?m)^( +at    interaction )\d+$", r"\g<1>NUMBER"),
)
SECONDS = 30.0
"""How long a command may take to print what its page shows."""

_PORT = re.compile(
    r"(?<=127\.0\.0\.1:)\d+|(?<=-port )\d+|(?<=-port-numbers )\d+|(?<=ngrok http )\d+|(?<=@)\d+"
)


def _plugin() -> str:
    """What loads our plugin where the package is not installed anew since it has one."""
    return "" if entry_points(group="pytest11", name="redial") else "-p harness.pytest_plugin"


def plain(text: str) -> str:
    """`text` with a word for everything that differs from run to run."""
    for pattern, word in VARYING:
        text = re.sub(pattern, word, text)
    return text


def pattern(shown: str) -> str:
    """What output looks like that a page shows so: `...` alone stands for lines, else for some of one."""
    return "".join(
        r"(?:.*\n)*?" if line.strip() == "..." else re.escape(line).replace(r"\.\.\.", ".*?") + r"\n"
        for line in plain(shown).splitlines()
    )


class Terminal:
    """Runs commands in a folder of their own; leaving the context ends those that still run."""

    def __init__(self, folder: Path) -> None:
        shutil.copytree(ROOT / "cassettes", folder / "cassettes")
        self.folder = folder
        self.ports = dict(zip(DOCUMENTED_PORTS, free_ports("127.0.0.1", len(DOCUMENTED_PORTS)), strict=True))
        self._logs: dict[subprocess.Popen[bytes], Path] = {}
        self._environment = {
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "1",
            # plugins that speak up unasked; a reader need not have them
            "PYTEST_ADDOPTS": f"-p no:anyio -p no:asyncio -p no:randomly -p no:cacheprovider {_plugin()}",
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._logs:
            if process.poll() is None:
                self._interrupt(process)

    def url(self, documented: int, path: str = "") -> str:
        """What really listens where a page says `http://127.0.0.1:PORT`."""
        return f"http://127.0.0.1:{self.ports[documented]}{path}"

    def play(self, command: Command, *, more: str = "", act: Callable[[], None] | None = None) -> None:
        """Run a command and assert that it prints what its page shows, and ends as it says.

        more: arguments behind its own. act: called once it listens, when it is one that ^C ends.
        """
        before, interrupt, after = command.output.partition(f"{INTERRUPT}\n")
        deadline = time.monotonic() + SECONDS
        while True:
            process = self._start(self._typed(command.text) + more)
            if command.background or interrupt:
                self._wait(process, "Ctrl-C" if act else "", command, before)
                if act:
                    act()
                    self._wait(process, "", command, before)
            if command.background:
                return
            status = self._interrupt(process) if interrupt else process.wait(2 * SECONDS)
            said = self._said(process)
            if re.fullmatch(pattern(before) + pattern(after), said) and status == command.status:
                return
            # who types is slower than who runs this: what goes on meanwhile may not be done yet
            if time.monotonic() > deadline or not self._busy:
                break
            time.sleep(0.2)
        assert status == command.status, f"{command.text} ended with {status}, printing {said}"
        raise AssertionError(f"{command.text}\nprinted\n{said}\ninstead of\n{before}{after}")

    @property
    def _busy(self) -> bool:
        return any(process.poll() is None for process in self._logs)

    def _wait(self, process: subprocess.Popen[bytes], word: str, command: Command, shown: str) -> None:
        """Wait until `word` is printed, or without one all that is shown."""
        deadline = time.monotonic() + SECONDS
        while True:
            said = self._said(process)
            if word in said if word else re.fullmatch(pattern(shown), said):
                return
            assert process.poll() is None, f"{command.text} ended with {process.poll()}, printing {said}"
            assert time.monotonic() < deadline, (
                f"{command.text}\nprinted\n{said}\ninstead of\n{word or shown}"
            )
            time.sleep(0.05)

    def _start(self, command: str) -> subprocess.Popen[bytes]:
        log = self.folder / f".printed-{len(self._logs)}"
        with log.open("wb") as out:
            process = subprocess.Popen(
                ["bash", "-c", f"exec {command}"],
                cwd=self.folder,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._logs[process] = log
        return process

    def _interrupt(self, process: subprocess.Popen[bytes]) -> int:
        process.send_signal(signal.SIGINT)
        try:
            return process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise

    def _typed(self, command: str) -> str:
        """A command as it is run: on ports that are free."""
        for program, ports in DEFAULT_PORTS.items():
            if command.startswith(program) and " --port " not in command:
                command = f"{program} {ports}{command.removeprefix(program)}"
        return _PORT.sub(lambda found: str(self.ports.get(int(found[0]), found[0])), command)

    def _said(self, process: subprocess.Popen[bytes]) -> str:
        """What a command has printed, with the ports that the pages name."""
        documented = {str(port): str(name) for name, port in self.ports.items()}
        text = self._logs[process].read_text("utf-8")
        text += "\n" if text and not text.endswith("\n") else ""
        return plain(_PORT.sub(lambda found: documented.get(found[0], found[0]), text))
