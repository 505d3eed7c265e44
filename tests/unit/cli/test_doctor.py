"""`redial doctor` prints a line for each look, and fails when one of them does."""

from pathlib import Path

import pytest

from harness.exchange import Response
from harness.ports import free_ports
from harness.server.server import Server
from tests import _upstream
from tests.unit.cli.program import Program
from tests.unit.cli.terminal import Terminal


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in (
        "SSL_CERT_FILE",
        "REQUESTS_CA_BUNDLE",
        "CURL_CA_BUNDLE",
        "NODE_EXTRA_CA_CERTS",
        "HTTPS_PROXY",
    ):
        monkeypatch.delenv(name, raising=False)
    graph, bot = free_ports("127.0.0.1", 2)
    return ["doctor", "--port", graph, "--bot-port", bot]


def test_where_nothing_fails_the_status_is_0(machine: list[object], redial: Terminal) -> None:
    with Server(_upstream.Service(Response(404))) as service:
        printed = redial(*machine, "--upstream", service.url, "--login", service.url)
    assert printed.status == 0
    assert {line.split()[0] for line in printed.out.splitlines()} == {"ok", "note"}
    assert "is free" in printed.out


def test_what_fails_is_a_line_with_what_to_do_and_status_1(machine: list[object], redial: Terminal) -> None:
    (nobody,) = free_ports("127.0.0.1", 1)
    printed = redial(
        *machine, "--upstream", f"http://127.0.0.1:{nobody}", "--login", f"http://127.0.0.1:{nobody}"
    )
    assert printed.status == 1
    failed = [line for line in printed.out.splitlines() if line.startswith("fail")]
    assert len(failed) == 2
    assert all("; " in line for line in failed)


def test_a_bot_that_is_no_url_is_refused(machine: list[object], redial: Terminal) -> None:
    printed = redial(*machine, "--bot", "localhost:3978")
    assert printed.status == 2
    assert "the bot's address is no http or https URL" in printed.err


@pytest.mark.slow
def test_a_recorder_that_runs_says_which_of_its_listeners_is_silent(
    home: Path, machine: list[object], redial: Terminal, tmp_path: Path
) -> None:
    with Server(_upstream.Service(Response(404))) as service:
        port = machine[2]
        command = ("record", "-o", "calls.yaml", "--upstream", service.url, "--port", port)
        with Program(*command, cwd=tmp_path, HOME=str(home)) as program:
            program.line("recording to ")
            printed = redial(*machine, "--upstream", service.url, "--login", service.url)
            assert program.told().status == 0
    assert f"port {port}: a recorder listens, process " in printed.out
    assert f"note  its listener for graph, port {port}, was not asked anything yet" in printed.out
