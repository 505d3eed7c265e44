"""`redial record -- COMMAND`: the bot runs under redial, and its recording is complete when it ends."""

import fcntl
import os
import re
import shlex
import signal
import subprocess
import sys
import termios
from contextlib import suppress
from pathlib import Path

import pytest

from harness.errors import HarnessError
from harness.exchange import Origin, Way
from harness.library import open_cassette
from harness.ports import free_ports
from harness.recorder import Plan
from tests.unit.cli.program import Program
from tests.unit.cli.terminal import Terminal

BOT = Path(__file__).with_name("a_bot.py")
CALL = "9f2c61b8-0d4e-4a37-8b15-c7e3a6904d52"

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def environment(home: Path) -> dict[str, str]:
    return {"HOME": str(home)}


def bot(*arguments: object) -> tuple[object, ...]:
    return ("--", sys.executable, BOT, *arguments)


def test_a_first_recording_takes_one_line_and_no_tenant(tmp_path: Path, environment: dict[str, str]) -> None:
    command = ("record", "--simulate", "-o", "calls.yaml", *bot("base", "name", "token"))
    with Program(*command, cwd=tmp_path, **environment) as program:
        printed = program.ended()
    assert (printed.status, printed.out.splitlines()[-1]) == (0, "calls.yaml: 3 exchanges, 2 redirects")
    exchanges = [entry.exchange for entry in open_cassette(tmp_path / "calls.yaml").entries()]
    assert [each.way for each in exchanges] == [Way.TO_GRAPH, Way.TO_GRAPH, Way.TO_LOGIN]
    assert {each.origin for each in exchanges if each.way is Way.TO_GRAPH} == {Origin.SIMULATED}
    assert {each.request.host for each in exchanges[:2]} == {"graph.microsoft.com"}
    (note,) = [line for line in printed.err.splitlines() if "never rang here: it is taken as ringing" in line]
    assert re.fullmatch(r"\d\d:\d\d:\d\d\.\d{3}  [0-9a-f]{8}  note        never rang here: .*", note)
    assert note[:24].split()[1] in {
        line.split()[1] for line in printed.err.splitlines() if "  redirect  " in line
    }
    assert CALL not in printed.err
    assert "simulated" in printed.err


def test_the_simulated_graph_does_what_the_configuration_chooses(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    (tmp_path / "redial.toml").write_text("simulator = {success = 202, limit = 1}")
    command = ("record", "--simulate", "-o", "calls.yaml", *bot("base", "base"))
    with Program(*command, cwd=tmp_path, **environment) as program:
        printed = program.ended()
    assert [line.split()[0] for line in printed.out.splitlines() if line[:1].isdigit()] == ["202", "429"]


def test_with_a_bot_the_simulated_graph_rings_it_once_it_listens(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    (port,) = free_ports("127.0.0.1", 1)
    url = f"http://127.0.0.1:{port}/api/calls"
    command = ("record", "--simulate", "--bot", url, "-o", "calls.yaml", *bot("serve", port))
    with Program(*command, cwd=tmp_path, **environment) as program:
        printed = program.ended()
    assert printed.status == 0
    exchanges = [entry.exchange for entry in open_cassette(tmp_path / "calls.yaml").entries()]
    assert sorted(each.way.value for each in exchanges) == ["to_bot", "to_bot", "to_graph"]
    assert all(each.request.path == "/api/calls" for each in exchanges if each.way is Way.TO_BOT)
    for event in ("incoming", "redirect", "answered", "terminated", "over"):
        assert f"  {event}  " in printed.err.replace(event.ljust(10), event), event


@pytest.mark.parametrize(("seed", "calls"), [((), 2), (("--seed", 5), 1)])
def test_each_simulated_recording_has_calls_of_its_own_but_for_the_same_seed(
    seed: tuple[object, ...], calls: int, tmp_path: Path, environment: dict[str, str]
) -> None:
    seen = set()
    for name in ("one.yaml", "two.yaml"):
        (port,) = free_ports("127.0.0.1", 1)
        url = f"http://127.0.0.1:{port}/api/calls"
        options = ("--simulate", *seed, "--bot", url, "-o", name)
        with Program("record", *options, *bot("serve", port), cwd=tmp_path, **environment) as program:
            assert program.ended().status == 0
        seen |= {entry.call for entry in open_cassette(tmp_path / name).entries()}
    assert len(seen) == calls


def test_a_seed_is_for_the_simulated_service(redial: Terminal) -> None:
    assert "--seed is for --simulate" in redial.refused("record", "--seed", "5")


def test_the_exit_status_is_the_commands_own(tmp_path: Path, environment: dict[str, str]) -> None:
    command = ("record", "--simulate", "-o", "calls.yaml", *bot("base", "exit=7"))
    with Program(*command, cwd=tmp_path, **environment) as program:
        printed = program.ended()
    assert printed.status == 7
    assert f"redial: {sys.executable} " in printed.err
    assert "ended with status 7" in printed.err
    assert "calls.yaml: 1 exchange, 1 redirect" in printed.out


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_reaches_the_command_and_the_recording_is_complete(
    number: signal.Signals, tmp_path: Path, environment: dict[str, str]
) -> None:
    command = ("record", "--simulate", "-o", "calls.yaml", *bot("base", "wait"))
    with Program(*command, cwd=tmp_path, **environment) as program:
        program.line("waiting")
        printed = program.told(number)
    assert printed.status == 9, "what it does on a signal is its own business"
    assert len(list(open_cassette(tmp_path / "calls.yaml").entries())) == 1


def test_the_ctrl_c_of_a_terminal_reaches_the_command_once(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    command = [sys.executable, "-m", "harness.cli", "record", "--simulate", "-o", "calls.yaml"]
    command += map(str, bot("base", "count"))
    ours, its = os.openpty()
    process = subprocess.Popen(
        command,
        cwd=tmp_path,
        env={**os.environ, **environment},
        stdin=its,
        stdout=its,
        stderr=its,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(its, termios.TIOCSCTTY, 0),  # noqa: PLW1509 - it is to be its terminal
    )
    os.close(its)
    said = b""
    with os.fdopen(ours, "r+b", buffering=0) as keyboard:
        while b"counting" not in said:
            said += keyboard.read(1024)
        keyboard.write(b"\x03")
        with suppress(OSError):  # how Linux says that nobody writes to a terminal any more
            while more := keyboard.read(1024):
                said += more
    assert process.wait(20) == 1, said.decode()
    assert b"calls.yaml: 1 exchange, 1 redirect" in said


def test_a_command_without_a_redirect_is_told_so(tmp_path: Path, environment: dict[str, str]) -> None:
    with Program("record", "--simulate", *bot(), cwd=tmp_path, **environment) as program:
        printed = program.ended()
    assert (printed.status, printed.out) == (0, "")
    assert "NO REDIRECT was seen, nor anything else of a call" in printed.err
    assert "does the bot heed HTTPS_PROXY?" in printed.err


def test_a_command_that_failed_is_named_and_no_other_reason_is_guessed(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    command = ("record", "--simulate", "--", "sh", "-c", "exit 3")
    with Program(*command, cwd=tmp_path, **environment) as program:
        printed = program.ended()
    assert printed.status == 3
    assert "\nredial: sh -c 'exit 3' ended with status 3\n" in printed.err
    assert "did a call come in, and did the command get that far?" in printed.err
    assert "HTTPS_PROXY" not in printed.err
    assert not (tmp_path / "recordings").exists(), "nothing came into it"


def test_an_option_of_ours_behind_a_command_is_named(tmp_path: Path, environment: dict[str, str]) -> None:
    for separator, times in (((), 1), (("--",), 0)):
        command = ("record", "--mode", "regular", *separator, sys.executable, BOT, "--simulate")
        with Program(*command, cwd=tmp_path, **environment) as program:
            printed = program.ended()
        assert printed.status == 0
        assert (
            printed.err.count(f"redial: --simulate goes to {sys.executable}, which it stands behind") == times
        )


def test_a_command_that_does_not_exist_is_one_sentence(tmp_path: Path, redial: Terminal) -> None:
    said = redial.refused("record", "--simulate", "-o", "calls.yaml", "--", "no-such-bot")
    assert said.strip() == "redial: no-such-bot is no program that can be run; check the command behind --"
    assert not (tmp_path / "calls.yaml").exists()


@pytest.mark.parametrize(
    ("given", "ports"),
    [
        ((), (0, 8081)),
        (("--simulate",), (0, 0)),
        (("--port", 9090), (9090, 9091)),
        (("--port", 0), (0, 0)),
        (("--bot-port", 7000), (0, 7000)),
    ],
)
def test_the_tunnel_to_a_bot_that_runs_under_redial_has_a_port_to_point_at(
    given: tuple[object, ...], ports: tuple[int, int], redial: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    plans: list[Plan] = []

    def planned(plan: Plan, _: object) -> None:
        plans.append(plan)
        raise HarnessError("that is the plan", hint="end here")

    monkeypatch.setattr("harness.cli.record.Recorder", planned)
    redial.refused("record", "--bot", "http://127.0.0.1:3978", *given, *bot())
    assert (plans[0].port, plans[0].bot_port) == ports


def test_a_simulated_service_is_no_other(redial: Terminal) -> None:
    said = redial.refused("record", "--simulate", "--upstream", "https://graph.microsoft.com")
    assert "--simulate is the service itself" in said


def test_each_call_gets_a_file_of_its_own_where_the_name_says_so(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    (port,) = free_ports("127.0.0.1", 1)
    command = (
        *("record", "--simulate", "--bot", f"http://127.0.0.1:{port}/api/calls", "-o", "calls/{call}.yaml"),
        *bot("token", "base", "serve", port),
    )
    with Program(*command, cwd=tmp_path, **environment) as program:
        printed = program.ended()
    assert printed.out.splitlines()[-1] == "calls/{call}.yaml: 6 exchanges, 2 redirects"
    names = sorted(path.name for path in (tmp_path / "calls").iterdir())
    assert len(names) == 3
    assert names[-1] == "none.yaml"
    for name in names[:-1]:
        entries = list(open_cassette(tmp_path / "calls" / name).entries())
        assert {f"{entry.call}.yaml" for entry in entries} == {name}


def test_a_request_that_breaks_the_contract_is_kept_from_the_service_where_that_is_enforced(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    command = ("record", "--simulate", "--enforce", "-o", "calls.yaml", *bot("broken"))
    with Program(*command, cwd=tmp_path, **environment) as program:
        printed = program.ended()
    assert "400 redialEnforced" in printed.out
    assert "RDQ040" in printed.out
    (entry,) = open_cassette(tmp_path / "calls.yaml").entries()
    assert entry.exchange.origin is Origin.ENFORCED
    assert "(enforced)" in printed.err


def test_without_redaction_a_warning_is_printed_each_time(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    command = ("record", "--simulate", "--no-redact", "-o", "calls.yaml", *bot("base"))
    with Program(*command, cwd=tmp_path, **environment) as program:
        printed = program.ended()
    assert "NOTHING IS MASKED in" in printed.err
    assert CALL in (tmp_path / "calls.yaml").read_text()
    assert CALL not in printed.err
    assert (tmp_path / "calls.yaml").stat().st_mode & 0o777 == 0o600


def test_closed_streams_are_no_sockets(tmp_path: Path, environment: dict[str, str]) -> None:
    typed = shlex.join([sys.executable, "-m", "harness.cli", "record", "--simulate", "-o", "calls.yaml"])
    run = f"exec {typed} {shlex.join(map(str, bot('base')))} >&- <&-"
    ended = subprocess.run(["sh", "-c", run], cwd=tmp_path, env={**os.environ, **environment}, check=False)
    assert ended.returncode == 0
    assert len(list(open_cassette(tmp_path / "calls.yaml").entries())) == 1
