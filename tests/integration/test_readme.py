"""What the README and the pages of docs/ show is what happens: their commands run, and print just that."""

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import httpcore
import pytest

from harness.contract.editions import documentation
from harness.demo.bot import Bot
from harness.server.server import Server
from harness.simulator.simulator import RING, Simulator
from tests._pages import PAGES, ROOT, Fence, fences, session
from tests._store import serving
from tests._terminal import SECONDS, Terminal, pattern, plain

pytestmark = pytest.mark.slow

NOT_RUN = {
    ("docs/bot.md", "needs .NET"): 2,
    ("docs/bot.md", "needs the client"): 1,
    ("docs/recording.md", "needs Node"): 1,
    ("docs/scale.md", "needs a cluster"): 1,
}
"""What no test runs: (page, why) -> how often."""

LIVE = "with a live bot"
"""Directive: the demonstration bot listens at 3978, and a call comes in once somebody listens for it."""

STORE = "with an object store"
"""Directive: a store answers as S3, with some of the shipped cassettes in a bucket."""

STORED = ("calls/forward.yaml", "calls/day/violation.yaml")

PRELUDE = "from tests.integration.clients import Credential\ncredential = Credential()\n"
"""What Python on a page may take for granted."""


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_page_shows_what_happens(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = list(fences(page))
    with ExitStack() as stack:
        if any(fence.directive == STORE for fence in blocks):
            store = stack.enter_context(serving(monkeypatch))
            for key in STORED:
                store.put(key, ROOT / "cassettes" / Path(key).name)
        terminal = stack.enter_context(Terminal(tmp_path))
        for fence in blocks:
            shown(fence, terminal)


def shown(fence: Fence, terminal: Terminal) -> None:
    """Do with a block what its language and its directive say."""
    if fence.told("not run") is not None:
        return
    if name := fence.told("file"):
        (terminal.folder / name).write_text(fence.text, "utf-8")
    elif file := fence.told("excerpt of"):
        assert re.search(pattern(fence.text), plain((ROOT / file).read_text("utf-8"))), (
            f"{fence.page}:{fence.line} is no excerpt of {file}"
        )
    elif fence.language == "console":
        typed(fence, terminal)
    elif fence.language == "python":
        python(fence)
    else:
        pytest.fail(f"{fence.page}:{fence.line}: nothing says what to do with {fence.language or 'this'}")


def typed(fence: Fence, terminal: Terminal) -> None:
    """Run the commands of a session, one after the other."""
    for command in session(fence):
        if command.text == "make demo":
            command = replace(command, text=made("demo"))
        if fence.directive != LIVE:
            terminal.play(command)
            continue
        proxied = "--mode" in command.text
        with live(terminal) as ring:
            recording = command.text.startswith("redial record")
            more = f" --upstream {terminal.url(9000)}" if recording and not proxied else ""
            terminal.play(command, more=more, act=ring if recording and not proxied else None)


@contextmanager
def live(terminal: Terminal) -> Iterator[Callable[[], None]]:
    """The demonstration bot and a simulated Graph; gives what makes it ring and waits for the call to end."""
    webhooks = terminal.url(8081)
    graph = Simulator(documentation(), seed=7, bot=webhooks)
    with (
        Bot(terminal.url(8080), port=terminal.ports[3978]) as bot,
        Server(graph, port=terminal.ports[9000], bot=webhooks) as server,
    ):

        def ring() -> None:
            wanted = json.dumps({"path": "/api/calls/mistake"}).encode()
            answer = httpcore.request("POST", f"{server.url}{RING}", content=wanted)
            assert bot.wait_settled(json.loads(answer.content)["call"], SECONDS)

        yield ring


def made(target: str) -> str:
    """The command that `make target` runs once `.venv` is there."""
    steps = subprocess.run(
        ["make", "--dry-run", "--directory", str(ROOT), target], capture_output=True, check=True, text=True
    )
    (command,) = (line for line in steps.stdout.splitlines() if line.startswith(".venv/bin/redial"))
    return command.removeprefix(".venv/bin/")


def python(fence: Fence) -> None:
    """Run a block of Python by itself."""
    done = subprocess.run(
        [sys.executable, "-c", PRELUDE + fence.text], cwd=ROOT, capture_output=True, check=False, text=True
    )
    assert done.returncode == 0, f"{fence.page}:{fence.line}: {done.stderr}"


def test_what_is_not_run_is_known() -> None:
    reasons = (
        (str(page), why)
        for page in PAGES
        for fence in fences(page)
        if (why := fence.told("not run")) is not None
    )
    assert dict(Counter(reasons)) == NOT_RUN


def test_what_a_page_does_not_show_is_noticed(tmp_path: Path) -> None:
    wrong = Fence(Path("x.md"), 1, "console", "$ redial check cassettes/forward.yaml\n1 error\n")
    with Terminal(tmp_path) as terminal, pytest.raises(AssertionError, match="instead of"):
        shown(wrong, terminal)


def test_a_status_that_a_page_does_not_name_is_noticed(tmp_path: Path) -> None:
    wrong = Fence(Path("x.md"), 1, "console", "$ redial check cassettes/violation.yaml\n...\n")
    with Terminal(tmp_path) as terminal, pytest.raises(AssertionError, match="ended with 1"):
        shown(wrong, terminal)
