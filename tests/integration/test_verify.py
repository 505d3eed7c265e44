"""`redial verify` against the programs that it is for: a simulated Graph, a replay, and faults of either."""

import json
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from harness.exchange import Response
from harness.server.server import Server
from tests._pages import ROOT
from tests._upstream import Service
from tests.unit.cli.program import Program
from tests.unit.cli.terminal import KEY, Printed, cassette
from tests.unit.recorded import CALLS, forward

pytestmark = pytest.mark.slow

CASSETTES = ROOT / "cassettes"
TOKEN = "eyJ0eXAi.eyJodXNo.aHVzaA"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where everything runs: a project that judges and simulates by what the live service documents."""
    (tmp_path / "redial.toml").write_text('contract = "v1.0"')
    return tmp_path


@contextmanager
def serving(folder: Path, *arguments: object) -> Iterator[str]:
    """The URL of a program that plays Graph."""
    with Program(*arguments, "--port", "0", cwd=folder) as program:
        url, *_ = re.findall(r"http://127\.0\.0\.1:\d+", program.line("http://127.0.0.1:"))
        yield url
        program.told()


def verified(folder: Path, url: str, *arguments: object, **environ: str) -> Printed:
    with Program("verify", *arguments, "--against", url, cwd=folder, **environ) as program:
        return program.ended()


def test_a_simulated_graph_of_the_same_edition_answers_as_recorded(folder: Path) -> None:
    names = ("forward", "phone", "simultaneous-ring", "throttled-then-accepted", "violation")
    with serving(folder, "simulate") as url:
        printed = verified(folder, url, *(CASSETTES / f"{name}.yaml" for name in names))
    assert printed.out == f"5 requests sent to {url}, 0 drifted\n"
    assert printed.status == 0


def test_a_simulated_graph_that_knows_the_call_no_more_has_drifted(folder: Path) -> None:
    with serving(folder, "simulate") as url:
        verified(folder, url, CASSETTES / "forward.yaml")
        printed = verified(folder, url, CASSETTES / "forward.yaml")
    assert printed.status == 1
    assert re.match(
        r"1 request sent to \S+, 1 drifted: redirect\.status: 202 -> (404|409), and \d more\n", printed.out
    )


def test_a_replay_answers_every_shipped_cassette_as_recorded_once(folder: Path) -> None:
    paths = sorted(CASSETTES.glob("*.yaml"))
    with serving(folder, "replay", *paths) as url:
        printed = verified(folder, url, *paths)
        again = verified(folder, url, *paths)
    assert (printed.status, printed.out) == (0, f"{len(paths)} requests sent to {url}, 0 drifted\n")
    assert "is busy: POST" in printed.err
    assert again.status == 1
    assert "-> 501" in again.out


def test_throttling_is_waited_for_and_no_drift(folder: Path) -> None:
    with serving(folder, "simulate", "--fault", "429:retry-after=1*2") as url:
        printed = verified(folder, url, CASSETTES / "forward.yaml", "--format", "json")
    told = json.loads(printed.out)
    assert printed.status == 0
    assert [each["times"] for each in told["requests"]] == [3]


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        ("500", "redirect.status: 202 -> 500"),
        ("reset", "no answer: "),
        ("malformed", "redirect.status: 202 -> 502"),
    ],
)
def test_a_fault_that_does_not_pass_is_drift(fault: str, why: str, folder: Path) -> None:
    with serving(folder, "simulate", "--fault", fault) as url:
        printed = verified(folder, url, CASSETTES / "forward.yaml")
    assert printed.status == 1
    assert why in printed.out


def test_the_token_of_a_variable_arrives_and_shows_nowhere(folder: Path) -> None:
    service = Service(Response(202))
    with Server(service) as server:
        printed = verified(
            folder, server.url, CASSETTES / "forward.yaml", "--token-env", "GRAPH_TOKEN", GRAPH_TOKEN=TOKEN
        )
    assert [request.headers.get("authorization") for request in service.requests] == [f"Bearer {TOKEN}"]
    assert "aHVzaA" not in printed.out + printed.err


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_it_at_once_and_what_was_done_is_told(
    number: signal.Signals, status: int, folder: Path
) -> None:
    path = cassette(folder / "calls.yaml", [*forward(), *forward(CALLS[1], at=60)])
    service = Service(Response(202), delay=20)
    with (
        Server(service) as server,
        Program("verify", path, "--against", server.url, cwd=folder, REDIAL_KEY=KEY.decode()) as program,
    ):
        program.line("made-up token")
        while not service.requests:
            assert program.running
        printed = program.told(number)
    assert printed.status == status
    assert printed.out.startswith(f"1 request sent to {server.url}, 0 drifted, 1 unanswered, 1 not sent\n")
    assert printed.err.endswith("redial: interrupted\n")
