"""`redial replay`: a recording as a server, its webhooks played to a bot, and an account of it all."""

import re
import signal
import socket
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import httpcore
import pytest

from harness.body import value_of
from harness.demo.bot import Bot
from harness.exchange import Exchange, Request
from harness.headers import Headers
from harness.ports import free_ports
from harness.redaction.masks import GUID
from tests.unit.cli.program import Program
from tests.unit.cli.terminal import KEY, Terminal, cassette
from tests.unit.recorded import CALLS, asked, forward, redirect, redirect_body

CASSETTES = Path(__file__).parents[3] / "cassettes"
PUBLIC_KEY = "the public key of redial's shipped cassettes"


def playing(*arguments: object, cwd: Path, **environment: str) -> Program:
    return Program("replay", "--port", 0, *arguments, cwd=cwd, **environment)


def base(program: Program) -> str:
    """The URL it says to be at."""
    return program.line("make it the bot's base URL").split()[6].rstrip(":")


def send(url: str, request: Request) -> httpcore.Response:
    return httpcore.request(
        request.method,
        url + request.path,
        headers=[*request.headers],
        content=request.body,
    )


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    """A call with its webhooks, masked."""
    return cassette(tmp_path / "calls.yaml", forward())


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_without_a_bot_it_answers_until_it_is_told_to_end(
    number: signal.Signals, recording: Path, tmp_path: Path
) -> None:
    with playing(recording, cwd=tmp_path) as program:
        assert send(base(program), redirect()).status == 202
        printed = program.told(number)
    assert printed.status == 0
    assert printed.out == "1 played, 0 missed, 0 left unplayed, 0 findings on what the bot sent\n"
    assert re.fullmatch(
        r"1 recorded request to answer at http://127\.0\.0\.1:\d+: make it the bot's base URL instead of"
        r" https://graph\.microsoft\.com; Ctrl-C ends it\n",
        printed.err,
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    "key",
    [{"REDIAL_KEY": KEY.decode()}, {"REDIAL_KEY": "quite another key"}, {}],
    ids=["own", "other", "none"],
)
def test_real_ids_match_the_masked_file_with_its_key_with_another_and_with_none(
    key: dict[str, str], recording: Path, tmp_path: Path
) -> None:
    with playing(recording, cwd=tmp_path, **key) as program:
        url = base(program)
        assert send(url, redirect()).status == 202
        assert send(url, redirect()).status == 501, "each answer is played once"
        printed = program.told()
    assert printed.status == 1
    assert "error RDC004 request: a second redirect was sent for a call" in printed.out
    assert printed.out.endswith("1 played, 1 missed, 0 left unplayed, 1 finding on what the bot sent\n")


@pytest.mark.slow
def test_an_answer_is_given_again_where_that_is_asked_for(recording: Path, tmp_path: Path) -> None:
    with playing(recording, "--repeats", cwd=tmp_path) as program:
        url = base(program)
        assert {send(url, redirect(call)).status for call in (*CALLS, *CALLS)} == {202}
        printed = program.told()
    assert printed.status == 0
    assert printed.out.endswith(
        "1 played, 5 again, 0 missed, 0 left unplayed, 0 findings on what the bot sent\n"
    )


@pytest.mark.slow
def test_a_request_that_was_not_recorded_is_answered_501_and_told_with_its_reason(
    recording: Path, tmp_path: Path
) -> None:
    with playing(recording, cwd=tmp_path) as program:
        answer = send(base(program), redirect(body=redirect_body(timeout=30)))
        printed = program.told()
    error = value_of(answer.content)["error"]
    assert (answer.status, error["code"]) == (501, "notRecorded")
    assert "timeout" in error["message"]
    missed, left, account = printed.out.splitlines()
    assert re.match(rf"missed POST /v1\.0/communications/calls/{GUID}/redirect: ", missed)
    assert CALLS[0] not in missed
    assert "timeout" in missed
    assert left.startswith(f"left {recording}, interaction 2, call ")
    assert account == "0 played, 1 missed, 1 left unplayed, 0 findings on what the bot sent"
    assert printed.status == 1


@pytest.mark.slow
def test_what_the_bot_sends_is_judged_by_the_contract_of_the_configuration(tmp_path: Path) -> None:
    masked = cassette(tmp_path / "calls.yaml", forward(maskCallee=True))
    (tmp_path / "redial.toml").write_text('contract = "v1.0"')
    with playing(masked, cwd=tmp_path) as program:
        send(base(program), redirect(body=redirect_body(maskCallee=True)))
        printed = program.told()
    assert "RDQ062 request.body.maskCallee" in printed.out


@pytest.mark.slow
@pytest.mark.parametrize("key", [{"REDIAL_KEY": PUBLIC_KEY}, {"REDIAL_KEY": "quite another key"}, {}])
@pytest.mark.parametrize("name", ["forward", "simultaneous-ring", "throttled-then-accepted", "violation"])
def test_a_shipped_cassette_plays_to_the_bot_that_it_was_recorded_with_and_ends_by_itself(
    name: str, key: dict[str, str], tmp_path: Path
) -> None:
    (port,) = free_ports("127.0.0.1", 1)
    with (
        Bot(f"http://127.0.0.1:{port}") as bot,
        playing(CASSETTES / f"{name}.yaml", "--bot", bot.url, "--port", port, cwd=tmp_path, **key) as program,
    ):
        printed = program.ended()
    wrong = name == "violation"
    assert printed.status == int(wrong)
    assert ("error RDQ040 request.body.timeout" in printed.out) is wrong
    assert "0 missed, 0 left unplayed" in printed.out
    count = sum(event.kind in ("incoming", "terminated") for event in bot.events)
    assert f"{count} webhook{'s' * (count != 1)} to play to the bot at " in printed.err


@pytest.mark.slow
def test_webhooks_that_a_bot_does_not_take_are_told(recording: Path, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        deaf.settimeout(20)
        bot = f"http://127.0.0.1:{deaf.getsockname()[1]}/api/calls"
        with playing(recording, "--bot", bot, cwd=tmp_path) as program:
            url = base(program)
            for _ in range(2):
                deaf.accept()[0].close()
            assert send(url, redirect()).status == 202
            deaf.accept()[0].close()
            printed = program.ended()
    assert printed.status == 1
    assert printed.out.count(f"not delivered {recording}, interaction ") == 2


@pytest.mark.slow
def test_several_cassettes_are_played_as_one_and_each_is_named(tmp_path: Path) -> None:
    paths = [
        cassette(tmp_path / f"{number}.yaml", [asked(redirect(call))]) for number, call in enumerate(CALLS, 1)
    ]
    with playing(*paths, cwd=tmp_path) as program:
        url = base(program)
        assert send(url, redirect(CALLS[1])).status == 202
        printed = program.told()
    assert "3 recorded requests to answer at" in printed.err
    assert printed.out.count("left ") == 3 - 1 + 1, "two lines, and the account"
    assert "1 played, 0 missed, 2 left unplayed" in printed.out


@pytest.mark.slow
def test_the_whole_part_of_a_torn_cassette_is_played_and_the_status_is_2(tmp_path: Path) -> None:
    torn = cassette(tmp_path / "torn.yaml", [asked(redirect(call)) for call in CALLS])
    content = torn.read_bytes()[:-40]
    torn.write_bytes(content)
    with playing(torn, cwd=tmp_path) as program:
        url = base(program)
        for call in CALLS[:2]:
            assert send(url, redirect(call)).status == 202
        printed = program.told()
    assert printed.status == 2
    assert printed.out == "2 played, 0 missed, 0 left unplayed, 0 findings on what the bot sent\n"
    assert f"redial: {torn} ends in the middle of an interaction; " in printed.err
    assert torn.read_bytes() == content


@pytest.mark.parametrize(
    ("exchanges", "cut", "sentence"),
    [
        (forward()[:1], 0, "nothing in it can be played; give a cassette with an answer of Graph"),
        (forward()[1:2], 40, "nothing in it can be played; "),
    ],
    ids=["a webhook alone and no bot", "torn in its first interaction"],
)
def test_a_recording_with_nothing_to_play_is_one_sentence(
    exchanges: Sequence[Exchange], cut: int, sentence: str, tmp_path: Path, redial: Terminal
) -> None:
    path = cassette(tmp_path / "calls.yaml", exchanges)
    path.write_bytes(path.read_bytes()[: -cut or None])
    assert sentence in redial.refused("replay", path, "--port", 0)


def test_a_bot_that_does_not_listen_is_one_sentence(recording: Path, redial: Terminal) -> None:
    (nobody,) = free_ports("127.0.0.1", 1)
    said = redial.refused("replay", recording, "--port", 0, "--bot", f"http://127.0.0.1:{nobody}/x")
    assert f"no bot listens at 127.0.0.1:{nobody}; start the bot first" in said


def test_an_occupied_port_is_one_sentence(recording: Path, redial: Terminal) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert f"port {port} is taken; " in redial.refused("replay", recording, "--port", port)


@pytest.mark.parametrize(
    "content", [b"", b"hello: world\n", b"\x00\xff", b"a: ["], ids=["empty", "a mapping", "binary", "no yaml"]
)
def test_what_is_no_cassette_is_one_sentence(content: bytes, tmp_path: Path, redial: Terminal) -> None:
    (tmp_path / "odd.yaml").write_bytes(content)
    assert "odd.yaml" in redial.refused("replay", tmp_path / "odd.yaml")
    assert "no such file" in redial.refused("replay", tmp_path / "missing.yaml")
    assert "it is a directory" in redial.refused("replay", tmp_path)


def test_a_key_that_is_too_short_is_one_sentence(
    recording: Path, redial: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDIAL_KEY", "short")
    said = redial.refused("replay", recording, "--port", 0)
    assert "REDIAL_KEY is shorter than 8 bytes" in said
    assert "'short'" not in said


@pytest.mark.slow
def test_what_no_terminal_can_show_and_what_no_server_can_read_are_told(
    recording: Path, tmp_path: Path
) -> None:
    with playing(recording, cwd=tmp_path) as program:
        url = base(program)
        odd = replace(redirect(), body=b'{"targets": "\\ud800"}')
        assert send(url, odd).status == 501
        coded = replace(redirect(), headers=Headers.of({"Content-Encoding": "br"}))
        assert send(url, coded).status == 415
        printed = program.told(signal.SIGINT)
    assert printed.status == 1
    assert "0 played, 2 missed" in printed.out
    assert "redial refused it with 415 Unsupported Media Type" in printed.out
