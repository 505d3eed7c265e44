"""`redial replay ... -- COMMAND`: one line tests a bot against a recording, with no network and no tenant."""

import json
import shlex
import signal
import sys
from pathlib import Path

import pytest
from junitparser import JUnitXml

from harness.ports import free_ports
from tests.unit.cli.program import Program
from tests.unit.cli.terminal import KEY, Printed, Terminal, cassette
from tests.unit.recorded import asked, forward, redirect

BOT = Path(__file__).with_name("a_bot.py")
WELL = "0 missed, 0 left unplayed"

pytestmark = pytest.mark.slow


@pytest.fixture
def environment(home: Path) -> dict[str, str]:
    return {"HOME": str(home), "REDIAL_KEY": KEY.decode()}


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory, home: Path) -> Path:
    """A call to the bot of these tests, recorded from itself."""
    folder = tmp_path_factory.mktemp("recording")
    (port,) = free_ports("127.0.0.1", 1)
    url = f"http://127.0.0.1:{port}/api/calls"
    command = (
        "record",
        "--simulate",
        "--bot",
        url,
        "-o",
        "calls.yaml",
        "--",
        sys.executable,
        BOT,
        "serve",
        port,
    )
    with Program(*command, cwd=folder, HOME=str(home), REDIAL_KEY=KEY.decode()) as program:
        assert program.ended().status == 0
    return folder / "calls.yaml"


def replayed(
    path: Path, *command: object, cwd: Path, environ: dict[str, str], options: tuple[object, ...] = ()
) -> Printed:
    with Program(
        "replay", path, *options, "--", sys.executable, BOT, *command, cwd=cwd, **environ
    ) as program:
        return program.ended()


def listening() -> tuple[int, str]:
    (port,) = free_ports("127.0.0.1", 1)
    return port, f"http://127.0.0.1:{port}/api/calls"


@pytest.mark.parametrize("way", ["option", "variable"])
def test_the_recorded_conversation_is_played_to_the_bot_which_is_then_ended(
    way: str, recording: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    port, url = listening()
    options: tuple[object, ...] = ("--bot", url) if way == "option" else ()
    environ = environment | ({"REDIAL_BOT_URL": url} if way == "variable" else {})
    printed = replayed(recording, "serve", port, "wait", cwd=tmp_path, options=options, environ=environ)
    assert printed.out.splitlines()[-1] == f"3 played, {WELL}, 0 findings on what the bot sent"
    assert printed.status == 0
    assert f"2 webhooks to play to the bot at {url}" in printed.err


def test_without_the_key_of_the_recording_it_is_the_same(
    recording: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    port, url = listening()
    environ = environment | {"REDIAL_KEY": "quite another key"}
    printed = replayed(recording, "serve", port, cwd=tmp_path, options=("--bot", url), environ=environ)
    assert (printed.status, WELL in printed.out) == (0, True)


@pytest.mark.parametrize("way", ["base", "name"])
def test_a_bot_is_led_there_by_base_url_or_by_the_proxy(
    way: str, tmp_path: Path, environment: dict[str, str]
) -> None:
    sent = redirect("9f2c61b8-0d4e-4a37-8b15-c7e3a6904d52", A_BOTS)
    path = cassette(tmp_path / "calls.yaml", [asked(sent)])
    printed = replayed(path, way, cwd=tmp_path, environ=environment)
    assert printed.out.splitlines() == ["202", f"1 played, {WELL}, 0 findings on what the bot sent"]
    assert printed.status == 0


def test_a_bot_that_fetches_its_token_gets_one(tmp_path: Path, environment: dict[str, str]) -> None:
    path = cassette(
        tmp_path / "calls.yaml", [asked(redirect("9f2c61b8-0d4e-4a37-8b15-c7e3a6904d52", A_BOTS))]
    )
    printed = replayed(path, "token", "name", cwd=tmp_path, environ=environment)
    assert printed.out.splitlines()[:2] == ["200", "202"]
    assert printed.status == 0


def test_what_is_not_recorded_reaches_nobody_and_says_so(tmp_path: Path, environment: dict[str, str]) -> None:
    path = cassette(
        tmp_path / "calls.yaml", [asked(redirect("9f2c61b8-0d4e-4a37-8b15-c7e3a6904d52", A_BOTS))]
    )
    printed = replayed(path, "broken", cwd=tmp_path, environ=environment)
    told, missed, left, *_, account = printed.out.splitlines()
    assert told.startswith("501 notRecorded POST /v1.0/communications/calls/")
    assert 'body.timeout recorded 30, sent "30"' in missed
    assert left.startswith(f"left {path}, interaction 1")
    assert account == "0 played, 1 missed, 1 left unplayed, 1 finding on what the bot sent"
    assert printed.status == 1


def test_a_command_that_fails_ends_it_with_its_own_status(
    recording: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    _, url = listening()
    printed = replayed(recording, "exit=7", cwd=tmp_path, options=("--bot", url), environ=environment)
    assert printed.status == 7
    assert "ended with status 7" in printed.err
    assert "0 played, 0 missed, 3 left unplayed" in printed.out


def test_a_bot_that_ends_before_all_is_played_leaves_the_rest(
    recording: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    _, url = listening()
    printed = replayed(recording, cwd=tmp_path, options=("--bot", url), environ=environment)
    assert (printed.status, "0 played" in printed.out) == (1, True)
    assert printed.err.endswith(" ended, with status 0, before all was played to it\n")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_bot_that_does_not_end_when_told_is_ended_and_the_status_is_that_of_the_signal(
    number: signal.Signals, recording: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    _, url = listening()
    deaf = "trap '' INT TERM; echo de''af; while :; do sleep 1; done"
    command = ("replay", recording, "--bot", url, "--", "/bin/sh", "-c", deaf)
    with Program(*command, cwd=tmp_path, **environment) as program:
        program.line("deaf")
        printed = program.told(number)
    assert printed.status == 128 + number
    assert f"has not ended 5 s after {number.name}" in printed.err
    assert "0 played, 0 missed, 3 left unplayed" in printed.out


def test_two_recordings_of_one_call_are_played_as_two(
    recording: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    port, url = listening()
    other = tmp_path / "other.yaml"
    other.write_bytes(recording.read_bytes())
    with Program(
        *("replay", recording, other, "--bot", url, "--", sys.executable, BOT, "serve", port, "wait"),
        cwd=tmp_path,
        **environment,
    ) as program:
        printed = program.ended()
    assert printed.out.splitlines()[-1] == f"6 played, {WELL}, 0 findings on what the bot sent"
    assert printed.status == 0


def test_a_bot_that_heeds_no_signal_is_ended_in_bounded_time(
    recording: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    port, url = listening()
    deaf = f"trap '' TERM; exec {shlex.join([sys.executable, str(BOT), 'serve', str(port), 'deaf'])}"
    command = ("replay", recording, "--bot", url, "--", "/bin/sh", "-c", deaf)
    with Program(*command, cwd=tmp_path, **environment) as program:
        printed = program.ended()
    assert (printed.status, WELL in printed.out) == (0, True)
    assert " had not ended 5 s after SIGTERM, and was killed\n" in printed.err


@pytest.mark.parametrize("number", [None, signal.SIGTERM], ids=["when all is played", "by a signal"])
def test_a_bot_behind_a_shell_ends_with_it(
    number: signal.Signals | None, recording: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    port, url = listening()
    serving = ("serve", port) if number is None else ("wait",)
    shell = f"{shlex.join([sys.executable, str(BOT), *map(str, serving)])}; true"
    command = ("replay", recording, "--bot", url, "--", "/bin/sh", "-c", shell)
    with Program(*command, cwd=tmp_path, **environment) as program:  # which leaves no process behind
        if number is None:
            assert program.ended().status == 0
        else:
            program.line("waiting")
            assert program.told(number).status == 128 + number


def test_a_signal_reaches_the_bot_and_its_status_is_ours(
    recording: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    _, url = listening()
    command = ("replay", recording, "--bot", url, "--", sys.executable, BOT, "wait")
    with Program(*command, cwd=tmp_path, **environment) as program:
        program.line("waiting")
        printed = program.told(signal.SIGTERM)
    assert printed.status == 9


@pytest.mark.parametrize(("times", "status"), [(1, 1), (2, 0)])
def test_a_bot_gets_the_recorded_answer_when_it_repeats_what_a_fault_met(
    times: int, status: int, tmp_path: Path, environment: dict[str, str]
) -> None:
    path = cassette(
        tmp_path / "calls.yaml", [asked(redirect("9f2c61b8-0d4e-4a37-8b15-c7e3a6904d52", A_BOTS))]
    )
    options = ("--fault", "503:retry-after=0")
    printed = replayed(path, *["name"] * times, cwd=tmp_path, options=options, environ=environment)
    assert "503 ServiceUnavailable redial injected this fault." in printed.out
    assert f"injected 503:retry-after=0 into {path}, interaction 1" in printed.out
    played = "1 played, 0 missed, 0 left unplayed" if times > 1 else "0 played, 0 missed, 1 left unplayed"
    assert printed.out.endswith(f"{played}, 0 findings on what the bot sent, 1 fault injected\n")
    assert printed.status == status


@pytest.mark.parametrize("form", ["json", "junit"])
def test_the_account_is_there_for_programs(
    form: str, recording: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    port, url = listening()
    options = ("--bot", url, "--format", form)
    printed = replayed(recording, "serve", port, cwd=tmp_path, options=options, environ=environment)
    told = printed.out.partition("\n")[2]  # the bot printed what it was answered
    if form == "json":
        assert json.loads(told)["played"] == 3
    else:
        [suite] = JUnitXml.fromstring(told.encode())
        assert (suite.name, suite.tests, suite.failures) == (str(recording), 3, 0)


def test_as_a_proxy_for_bots_that_somebody_else_runs_it_says_what_to_set(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    path = cassette(tmp_path / "calls.yaml", forward())
    with Program("replay", path, "--proxy", "--port", 0, cwd=tmp_path, **environment) as program:
        program.line("a proxy is at http://127.0.0.1:")
        program.line("over TLS Graph is at https://127.0.0.1:")
        assert program.told().status == 1, "nothing was played"


def test_dashes_with_nothing_behind_them_and_a_program_that_is_none_are_one_sentence(
    tmp_path: Path, redial: Terminal
) -> None:
    path = cassette(tmp_path / "calls.yaml", forward())
    assert "no COMMAND stands behind --" in redial.refused("replay", path, "--")
    assert "nosuch is no program that can be run" in redial.refused("replay", path, "--", "nosuch")
    assert "'fast' is none of none, recorded" in redial.refused("replay", path, "--latency", "fast")


A_BOTS = json.dumps(
    {"targets": [{"identity": {"user": {"id": "5e93a1c8-f04d-4762-9bd8-a20f6c75e31b"}}}], "timeout": 30}
).encode()
