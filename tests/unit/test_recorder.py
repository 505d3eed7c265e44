"""What a plan of a recording refuses before anything runs. What it does: tests/unit/cli/test_record*.py."""

import socket
from pathlib import Path

import pytest

from harness.errors import HarnessError
from harness.ports import free_ports
from harness.process.signals import Told
from harness.recorder import Plan, Recorder


def said(line: str) -> None:
    """Nobody listens."""


@pytest.mark.parametrize("more", [{"upstream": "https://graph.microsoft.com"}, {"modes": ("regular",)}])
def test_a_simulated_service_is_no_other(tmp_path: Path, more: dict[str, object]) -> None:
    plan = Plan(tmp_path / "calls.yaml", simulate=True, **more)  # type: ignore[arg-type]  # one at a time
    with pytest.raises(HarnessError, match="--simulate is the service itself"):
        Recorder(plan, said)


def test_a_bot_that_is_no_url_is_refused(tmp_path: Path) -> None:
    with pytest.raises(HarnessError, match="no http or https URL"):
        Recorder(Plan(tmp_path / "calls.yaml", bot="localhost:3978"), said)


def test_a_bot_that_is_to_be_started_must_not_be_there_already(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as stranger:
        bot = f"http://127.0.0.1:{stranger.getsockname()[1]}/"
        with pytest.raises(HarnessError, match=r"something listens at .* already"):
            Recorder(Plan(tmp_path / "calls.yaml", bot=bot, command=("sleep", "60")), said)


def test_a_bot_that_nobody_starts_must_listen_already(tmp_path: Path) -> None:
    (nobody,) = free_ports("127.0.0.1", 1)
    plan = Plan(tmp_path / "calls.yaml", bot=f"http://127.0.0.1:{nobody}", simulate=True)
    with pytest.raises(HarnessError, match="start the bot first"):
        Recorder(plan, said).run(lambda proxy: None, Told())
    assert not (tmp_path / "calls.yaml").exists()
