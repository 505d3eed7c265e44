"""A replay from start to end; what `redial replay` makes of it is in tests/unit/cli."""

import socket
import time
from pathlib import Path

import pytest

from harness import replayer as replayer_module
from harness.contract.editions import documentation
from harness.demo.bot import Bot
from harness.errors import HarnessError
from harness.exchange import Response
from harness.faults import Spec
from harness.library import open_cassette
from harness.ports import free_ports
from harness.process.signals import Told
from harness.replay.playback import Playback
from harness.replayer import Outcome, Plan, Replayer
from harness.server.server import Server
from tests._signing import signer
from tests._voices import says
from tests.unit.cli.terminal import cassette
from tests.unit.recorded import asked, forward, redirect

SHIPPED = Path(__file__).parents[2] / "cassettes" / "forward.yaml"


def playback(path: Path, *faults: str) -> Playback:
    plan = [Spec.told(each) for each in faults]
    return Playback([(path.name, open_cassette(path).entries())], documentation(), faults=plan)


def run(path: Path, plan: Plan, *faults: str) -> tuple[Outcome, Playback]:
    played, said = playback(path, *faults), list[str]()
    replayer = Replayer(played, plan, signer(), said.append)
    return replayer.run(lambda: None, Told()), played


@pytest.mark.slow
def test_a_bot_that_somebody_else_runs_is_played_to_until_all_is_played() -> None:
    (port,) = free_ports("127.0.0.1", 1)
    with Bot(f"http://127.0.0.1:{port}") as bot:
        outcome, played = run(SHIPPED, Plan(bot.url, port=port))
    assert outcome == Outcome()
    assert played.complete
    assert played.result().well


@pytest.mark.slow
def test_what_will_not_come_is_not_waited_for() -> None:
    with Bot("http://127.0.0.1:9") as bot:
        outcome, played = run(SHIPPED, Plan(bot.url, patience=0.2))
    assert outcome == Outcome()
    assert [left.interaction for left in played.result().left] == [2, 3]


@pytest.mark.slow
@pytest.mark.parametrize("fault", ["429:retry-after=2", "slow:rate=100"])
def test_a_bot_that_a_fault_keeps_waiting_is_waited_for(fault: str) -> None:
    (port,) = free_ports("127.0.0.1", 1)
    with Bot(f"http://127.0.0.1:{port}") as bot:
        _, played = run(SHIPPED, Plan(bot.url, port=port, patience=0.5), fault)
    assert played.result().well
    assert [each.fault for each in played.result().faults or ()] == [fault]


@pytest.mark.slow
def test_an_answer_on_its_way_is_waited_for_when_all_is_played() -> None:
    (port,) = free_ports("127.0.0.1", 1)
    with Bot(f"http://127.0.0.1:{port}") as bot:
        run(SHIPPED, Plan(bot.url, port=port), "slow:rate=200", "missing@2")
        assert bot.wait_for("redirected")


@pytest.mark.slow
def test_after_a_miss_nothing_can_make_it_well_and_it_is_over_sooner(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(replayer_module, "FAILED_S", 0.2)
    (port,) = free_ports("127.0.0.1", 1)
    another = cassette(tmp_path / "calls.yaml", forward())
    with Bot(f"http://127.0.0.1:{port}", plans=["ring-two"]) as bot:
        started = time.monotonic()
        _, played = run(another, Plan(bot.url, port=port))
    assert time.monotonic() - started < replayer_module.PATIENCE_S
    assert len(played.result().missed) == 1


@pytest.mark.slow
@pytest.mark.parametrize("refused", [True, False])
def test_nor_does_a_webhook_that_is_refused_or_not_taken(
    refused: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replayer_module, "FAILED_S", 0.2)
    with Server(says(Response(500) if refused else None)) as bot:
        started = time.monotonic()
        _, played = run(SHIPPED, Plan(bot.url))
        assert time.monotonic() - started < replayer_module.PATIENCE_S
    result = played.result()
    assert bool(result.undelivered) is not refused
    assert any(each.refuses for each in result.differences) is refused


@pytest.mark.slow
def test_a_command_that_never_listens_is_given_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (port,) = free_ports("127.0.0.1", 1)
    plan = Plan(f"http://127.0.0.1:{port}/", command=("sleep", "60"), patience=0.2)
    outcome, played = run(SHIPPED, plan)
    assert outcome.why == f"no bot listened at 127.0.0.1:{port} within 0.2 s"
    assert [left.interaction for left in played.result().left] == [1, 2, 3]


@pytest.mark.slow
@pytest.mark.parametrize(("status", "how"), [(0, "ended, with status 0, before"), (7, "ended with status 7")])
def test_a_command_that_ends_before_it_listens_leaves_all(
    status: int, how: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (port,) = free_ports("127.0.0.1", 1)
    outcome, played = run(
        SHIPPED, Plan(f"http://127.0.0.1:{port}/", command=("/bin/sh", "-c", f"exit {status}"))
    )
    assert outcome.status == status
    assert how in (outcome.why or "")
    assert [left.interaction for left in played.result().left] == [1, 2, 3]


def test_a_command_is_not_started_where_somebody_listens_in_its_place() -> None:
    with socket.create_server(("127.0.0.1", 0)) as stranger:
        plan = Plan(f"http://127.0.0.1:{stranger.getsockname()[1]}/", command=("sleep", "60"))
        with pytest.raises(HarnessError, match=r"something listens at .* already"):
            Replayer(playback(SHIPPED), plan, signer(), print)


def test_webhooks_that_are_not_there_cannot_be_played(tmp_path: Path) -> None:
    path = cassette(tmp_path / "calls.yaml", [asked(redirect())])
    with pytest.raises(
        HarnessError, match="nothing that is recorded is a webhook to play to a bot; leave out --bot"
    ):
        Replayer(playback(path), Plan("http://127.0.0.1:9/"), signer(), print)


def test_a_program_that_is_none_is_refused_before_anything_runs(tmp_path: Path) -> None:
    path = cassette(tmp_path / "calls.yaml", forward())
    with pytest.raises(HarnessError, match="nosuch is no program that can be run"):
        Replayer(playback(path), Plan(command=("nosuch",)), signer(), print)
