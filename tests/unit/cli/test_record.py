"""`redial record`: a real proxy between the simulated Graph and the small bot."""

import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path

import httpcore
import pytest

from harness.body import value_of
from harness.contract import editions
from harness.demo.bot import Bot
from harness.errors import HarnessError
from harness.exchange import Way
from harness.library import open_cassette
from harness.ports import free_ports, require_free
from harness.server.server import Server
from harness.simulator.choices import Choices
from harness.simulator.simulator import Simulator
from tests.unit.cli.program import Program
from tests.unit.cli.terminal import Terminal

REDIRECT = "/v1.0/communications/calls/9f2c61b8-0d4e-4a37-8b15-c7e3a6904d52/redirect"


class Line:
    """A simulated Graph and the small bot, each told to find the other through a proxy at `port`."""

    def __init__(self, home: Path) -> None:
        self.port = two_ports()
        self.home = home
        webhooks = f"http://127.0.0.1:{self.port + 1}/api/calls"
        self.graph = Server(Simulator(editions.documentation(), choices=Choices(ending=0.02)), bot=webhooks)
        self.bot = Bot(f"http://127.0.0.1:{self.port}")

    def record(self, folder: Path, *arguments: object) -> Program:
        """The program, when it says that it records."""
        program = Program(
            *("record", "--upstream", self.graph.url, "--bot", self.bot.url, "--port", self.port, *arguments),
            cwd=folder,
            HOME=str(self.home),
        )
        program.line("recording to ")
        return program

    def ring(self, plan: str) -> str:
        """A call that the bot takes by `plan`, until nothing more is to come of it."""
        body = b'{"path": "/api/calls/%s"}' % plan.encode()
        answer = httpcore.request("POST", f"{self.graph.url}/redial/ring", content=body)
        call: str = value_of(answer.content)["call"]
        assert self.bot.wait_settled(call, 30)
        return call


@pytest.fixture
def line(home: Path) -> Iterator[Line]:
    line = Line(home)
    with line.graph, line.bot:
        yield line


def two_ports() -> int:
    """A free port whose successor is free too."""
    while True:
        (port,) = free_ports("127.0.0.1", 1)
        try:
            require_free("127.0.0.1", port + 1)
        except HarnessError:
            continue
        return port


def answers(path: Path) -> dict[int, int]:
    """Number of an entry -> the status of its answer; which of two at once ends first is nobody's promise."""
    return {
        entry.number: entry.exchange.response.status
        for entry in open_cassette(path).entries()
        if entry.exchange.response
    }


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_findings_are_told_as_they_happen_and_the_whole_conversation_is_kept(
    number: signal.Signals, line: Line, tmp_path: Path, redial: Terminal
) -> None:
    with line.record(tmp_path, "-o", "calls.yaml") as program:
        line.ring("forward")
        line.ring("mistake")
        assert program.line("RDQ040").lstrip().startswith("error RDQ040 request.body.timeout: ")
        place = program.line("    at ")
        assert program.line("    fix ").lstrip().startswith("fix   Send seconds as a number")
        assert program.line("    cite ").lstrip().startswith("cite  reference.md:")
        printed = program.told(number)
    assert (printed.status, printed.out) == (0, "calls.yaml: 5 exchanges, 2 redirects\n")
    said = printed.err.splitlines()
    assert said[0].startswith(f"Graph is at http://127.0.0.1:{line.port}: make the bot ask there")
    assert any(each.startswith(f"the bot is at http://127.0.0.1:{line.port + 1}: ") for each in said)
    assert "recording to calls.yaml; Ctrl-C ends it" in said
    assert said[-1].startswith("in total: 2 calls, 2 redirects (1 accepted, 1 refused, ")
    assert "demo-token" not in (tmp_path / "calls.yaml").read_text() + printed.err
    answered = answers(tmp_path / "calls.yaml")
    assert sorted(answered.values()) == [202, 202, 202, 204, 400]
    assert answered[int(place.strip().removeprefix("at    interaction "))] == 400
    assert sorted(path.name for path in tmp_path.iterdir()) == [".redial", "calls.yaml"]
    assert "1 error, 0 warnings" in redial("check", tmp_path / "calls.yaml").out


@pytest.mark.slow
def test_findings_are_by_the_contract_of_the_configuration(line: Line, tmp_path: Path) -> None:
    (tmp_path / "redial.toml").write_text('contract = "v1.0"')
    with line.record(tmp_path, "-o", "calls.yaml") as program:
        line.ring("mistake")
        assert program.line("    cite ").lstrip().startswith("cite  v1.0.md:")
        program.told()


@pytest.mark.slow
def test_without_a_name_it_records_to_a_folder_that_git_does_not_see(line: Line, tmp_path: Path) -> None:
    with line.record(tmp_path) as program:
        line.ring("mistake")
        printed = program.told()
    assert printed.status == 0
    (cassette,) = (tmp_path / "recordings").glob("*.yaml")
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT\d{6}Z\.yaml", cassette.name)
    assert printed.out == f"recordings/{cassette.name}: 2 exchanges, 1 redirect\n"
    assert (tmp_path / "recordings" / ".gitignore").read_text() == "*\n"


@pytest.mark.slow
def test_append_goes_on_and_only_redirects_keeps_nothing_else(line: Line, tmp_path: Path) -> None:
    (tmp_path / "recordings").mkdir()
    for grows in (False, True):
        with line.record(tmp_path, "--append", "-o", "recordings/a.yaml", "--only", "redirects") as program:
            line.ring("mistake")
            printed = program.told()
        assert printed.out == "recordings/a.yaml: 1 exchange, 1 redirect\n"
        assert ("`redial check` judges all of it" in printed.err) is grows
    entries = list(open_cassette(tmp_path / "recordings/a.yaml").entries())
    assert [(entry.number, entry.exchange.way) for entry in entries] == [(1, Way.TO_GRAPH), (2, Way.TO_GRAPH)]
    assert [path.name for path in (tmp_path / "recordings").glob(".git*")] == [], "the folder was the user's"


@pytest.mark.slow
def test_that_no_redirect_was_seen_is_said_loudly(line: Line, tmp_path: Path) -> None:
    with line.record(tmp_path, "-o", "calls.yaml") as program:
        printed = program.told()
    assert (printed.status, printed.out) == (0, "")
    assert "redial: NO REDIRECT was seen, nor anything else of a call: no cassette was written" in printed.err
    assert not (tmp_path / "calls.yaml").exists()


@pytest.mark.slow
def test_a_conversation_without_a_redirect_is_kept_and_said_to_have_none(line: Line, tmp_path: Path) -> None:
    with line.record(tmp_path, "-o", "calls.yaml") as program:
        post(f"http://127.0.0.1:{line.port}{REDIRECT.replace('redirect', 'answer')}")
        printed = program.told()
    assert (printed.status, printed.out) == (0, "calls.yaml: 1 exchange, 0 redirects\n")
    assert "redial: NO REDIRECT was seen, only what is around one" in printed.err


@pytest.mark.slow
def test_what_could_not_be_recorded_is_counted_and_makes_the_status_1(line: Line, tmp_path: Path) -> None:
    with line.record(tmp_path, "-o", "calls.yaml") as program:
        assert post(f"http://127.0.0.1:{line.port}{REDIRECT}") == 400
        (tmp_path / "calls.yaml").unlink()
        assert post(f"http://127.0.0.1:{line.port}{REDIRECT}") == 502
        printed = program.told()
    assert (printed.status, printed.out) == (1, "")
    assert (
        "redial: calls.yaml: it was deleted while it was recorded, with what it held: 1 exchange, "
        in printed.err
    )
    assert "redial: 1 exchange could not be recorded or judged; the lines above say why" in printed.err


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="processes are told apart by /proc")
def test_a_proxy_that_ends_by_itself_ends_the_command(line: Line, tmp_path: Path) -> None:
    with line.record(tmp_path, "-o", "calls.yaml") as program:
        os.kill(program.child("mitmdump"), signal.SIGKILL)
        printed = program.ended()
    assert printed.status == 1
    assert "redial: the proxy was ended by SIGKILL, which redial did not send; what it wrote" in printed.err


@pytest.mark.slow
def test_a_mode_says_where_the_proxy_is_and_which_authority_to_trust(home: Path, tmp_path: Path) -> None:
    command = ("record", "-o", "calls.yaml", "--mode", "regular", "--port", "0")
    with Program(*command, cwd=tmp_path, HOME=str(home)) as program:
        told = program.line("the proxy is at http://127.0.0.1:")
        assert "set HTTPS_PROXY to it" in told
        assert Path(told.partition("trust ")[2]).read_text().startswith("-----BEGIN CERTIFICATE")
        assert program.told().status == 0
    assert "Graph is at" not in program.err


@pytest.mark.slow
@pytest.mark.parametrize("name", ["calls.yaml", "calls/{call}.yaml"])
def test_a_second_recorder_of_one_cassette_is_refused_with_the_pid_of_the_first(
    name: str, line: Line, home: Path, tmp_path: Path
) -> None:
    with line.record(tmp_path, "-o", name) as first:
        holder = first.child("mitmdump")
        command = ("record", "-o", name, "--append", "--port", "0")
        with Program(*command, cwd=tmp_path, HOME=str(home)) as second:
            printed = second.ended()
        assert first.told().status == 0
    assert (printed.status, printed.out, printed.err.count("\n")) == (2, "", 1)
    assert f"{name}: process {holder} is recording to it; " in printed.err


def post(url: str) -> int:
    headers = [("Content-Type", "application/json"), ("Authorization", "Bearer x")]
    return httpcore.request("POST", url, headers=headers, content=b"{}").status
