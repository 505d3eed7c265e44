"""`redial simulate`: a Graph that rings on request, and says where it is and what it could not deliver."""

import signal
import socket
from pathlib import Path

import httpcore
import pytest

from harness.body import value_of
from harness.demo.bot import Bot
from harness.ports import free_ports
from harness.redaction.redactor import Redactor, masks
from tests.unit.cli.program import Program
from tests.unit.cli.terminal import KEY, Terminal
from tests.unit.rules.exchanges import redirect


def ring(program: Program) -> str:
    """Do as it says to make it ring: the id of the call."""
    url = program.line("make it ring: ").partition("curl -X POST ")[2]
    answer = httpcore.request("POST", url)
    assert answer.status == 201
    call: str = value_of(answer.content)["call"]
    return call


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_rings_the_bot_judges_the_redirect_and_ends_the_call(
    number: signal.Signals, tmp_path: Path
) -> None:
    (port,) = free_ports("127.0.0.1", 1)
    with (
        Bot(f"http://127.0.0.1:{port}", plans=["forward", "mistake"]) as bot,
        Program("simulate", "--port", port, "--bot", bot.url, cwd=tmp_path) as program,
    ):
        assert bot.wait_terminated(ring(program), 30)
        assert program.line("notifications go to ") == f"notifications go to {bot.url}"
        httpcore.request("POST", f"http://127.0.0.1:{port}/redial/ring")
        assert bot.wait_for("refused")
        printed = program.told(number)
    assert (printed.status, printed.out) == (0, "")
    assert printed.err.startswith(
        f"simulated Graph at http://127.0.0.1:{port}; Ctrl-C ends it; make it ring: "
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_faults_are_told_as_they_happen_and_those_that_met_nobody_at_the_end(tmp_path: Path) -> None:
    plan = ("--fault", "503", "--fault", "reset@9")
    with Program("simulate", "--port", 0, *plan, cwd=tmp_path) as program:
        url = program.line("simulated Graph at ").split()[3].rstrip(";")
        request = redirect().request
        answers = [
            httpcore.request("POST", url + request.path, headers=[*request.headers], content=request.body)
            for _ in range(2)
        ]
        assert program.line("injected ").startswith("injected 503, number 1 of its call: POST /")
        printed = program.told()
    assert [answer.status for answer in answers] == [503, 204]
    assert "never injected reset@9: nothing came that it is for\n" in printed.err


@pytest.mark.slow
def test_it_answers_by_the_contract_of_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.redial]\ncontract = "v1.0"\n')
    with Program("simulate", "--port", 0, cwd=tmp_path) as program:
        url = program.line("simulated Graph at ").split()[3].rstrip(";")
        request = redirect().request
        answer = httpcore.request(
            "POST", url + request.path, headers=[*request.headers], content=request.body
        )
        program.told()
    assert answer.status == 202


@pytest.mark.slow
def test_a_contract_and_choices_are_told_on_its_command_line_and_decide_before_the_file(
    tmp_path: Path,
) -> None:
    (tmp_path / "redial.toml").write_text('contract = "beta"\nsimulator = {success = 202, limit = 1}\n')
    told = ("--contract", "v1.0", "--set", "success=204")
    with Program("simulate", "--port", 0, *told, cwd=tmp_path) as program:
        url = program.line("simulated Graph at ").split()[3].rstrip(";")
        request = redirect().request
        answers = [
            httpcore.request("POST", url + request.path, headers=[*request.headers], content=request.body)
            for _ in range(2)
        ]
        program.told()
    assert [answer.status for answer in answers] == [204, 429]


@pytest.mark.slow
def test_without_consent_its_own_tokens_are_refused_where_the_edition_demands_it(tmp_path: Path) -> None:
    told = ("--contract", "v1.0", "--set", "consent=no")
    form = "grant_type=client_credentials&client_id=c&scope=https%3A%2F%2Fgraph.microsoft.com%2F.default"
    with Program("simulate", "--port", 0, *told, cwd=tmp_path) as program:
        url = program.line("simulated Graph at ").split()[3].rstrip(";")
        given = httpcore.request("POST", f"{url}/contoso.example/oauth2/v2.0/token", content=form.encode())
        request = redirect().request
        headers = request.headers.replaced(
            "Authorization", f"Bearer {value_of(given.content)['access_token']}"
        )
        answer = httpcore.request("POST", url + request.path, headers=[*headers], content=request.body)
        program.told()
    assert (answer.status, value_of(answer.content)["error"]["code"]) == (403, "7504")


@pytest.mark.slow
def test_the_same_seed_gives_the_same_ids_and_notifications_without_a_bot_are_counted(tmp_path: Path) -> None:
    calls = []
    for seed in (7, 7, 8):
        with Program("simulate", "--port", 0, "--seed", seed, cwd=tmp_path) as program:
            calls.append(ring(program))
            program.line("no --bot: notifications are not delivered")
            printed = program.told()
        assert printed.status == 0
        assert printed.err.endswith("1 notification not delivered: no --bot was given\n")
    assert calls[0] == calls[1] != calls[2]


@pytest.mark.slow
def test_what_it_assumes_and_what_a_bot_did_not_take_is_said_at_once(tmp_path: Path) -> None:
    call = "41b3c8d2-5a6e-4f70-9b1c-2d3e4f5a6b7c"
    (nobody,) = free_ports("127.0.0.1", 1)
    bot = f"http://127.0.0.1:{nobody}/api/calls"
    key = {"REDIAL_KEY": KEY.decode()}
    with Program("simulate", "--port", 0, "--bot", bot, cwd=tmp_path, **key) as program:
        url = program.line("simulated Graph at ").split()[3].rstrip(";")
        httpcore.request("POST", f"{url}/redial/ring")
        program.line(f"127.0.0.1:{nobody}")
        token = [("Authorization", "Bearer x")]
        httpcore.request("POST", f"{url}/v1.0/communications/calls/{call}/answer", headers=token)
        masked = Redactor(KEY).masks.guid(call)
        assert program.line("never rang") == f"call '{masked}' never rang here: it is taken as ringing"
        assert call not in program.told().err


@pytest.mark.slow
def test_without_a_key_it_masks_all_the_same_and_makes_none(tmp_path: Path) -> None:
    call = "41b3c8d2-5a6e-4f70-9b1c-2d3e4f5a6b7c"
    with Program("simulate", "--port", 0, cwd=tmp_path) as program:
        url = program.line("simulated Graph at ").split()[3].rstrip(";")
        token = [("Authorization", "Bearer x")]
        httpcore.request("POST", f"{url}/v1.0/communications/calls/{call}/answer", headers=token)
        (mask,) = masks(program.line("never rang"))
        assert call not in program.told().err
    assert mask != call
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_a_client_that_is_given_its_address_gets_a_token_from_it(tmp_path: Path) -> None:
    form = "grant_type=client_credentials&client_id=c&scope=https%3A%2F%2Fgraph.microsoft.com%2F.default"
    with Program("simulate", "--port", 0, cwd=tmp_path) as program:
        url = program.line("simulated Graph at ").split()[3].rstrip(";")
        answer = httpcore.request("POST", f"{url}/contoso.example/oauth2/v2.0/token", content=form.encode())
        program.told()
    assert (answer.status, value_of(answer.content)["token_type"]) == (200, "Bearer")


def test_an_occupied_port_is_refused(redial: Terminal) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert redial.refused("simulate", "--port", port) == (
            f"redial: port {port} is taken; choose another with --port\n"
        )


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--bot", "127.0.0.1:3978"), "the bot's address is no http or https URL"),
        (("--seed", "x"), "'x' is not a valid integer"),
        (("--contract", "v2"), "unknown edition 'v2'; the editions are reference"),
        (
            ("--set", "cal_over=404"),
            "'--set': 'cal_over=404' is no choice; did you mean call_over? there are",
        ),
        (("--set", "limit=1", "--set", "limit=2"), "'--set': limit is set twice; see `redial simulate"),
        (("--port", "-1"), "-1 is not in the range"),
        (("--host", "192.0.2.7"), "192.0.2.7 is no address of this machine"),
    ],
)
def test_what_makes_no_sense_is_one_sentence(
    arguments: tuple[str, ...], sentence: str, redial: Terminal
) -> None:
    assert sentence in redial.refused("simulate", "--port", "0", *arguments)
