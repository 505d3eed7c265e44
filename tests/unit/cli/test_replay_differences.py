"""`redial replay` tells how what a bot sent differs from what it sent when it was recorded."""

import json
import re
import sys
from pathlib import Path

import pytest
from junitparser import JUnitXml

from harness.ports import free_ports
from tests.unit.cli.program import Program
from tests.unit.cli.terminal import KEY, Printed, cassette
from tests.unit.recorded import MEGAN, TENANT, forward

pytestmark = pytest.mark.slow

BOT = Path(__file__).with_name("a_changed_bot.py")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a recorded call stands."""
    cassette(tmp_path / "calls.yaml", forward())
    return tmp_path


def replayed(
    folder: Path,
    home: Path,
    *options: object,
    reply: int = 202,
    timeout: str = "45",
    key: str | None = KEY.decode(),
) -> Printed:
    """What comes of replaying the call to the changed bot."""
    (port,) = free_ports("127.0.0.1", 1)
    environment = {"HOME": str(home)} | ({"REDIAL_KEY": key} if key else {})
    command = ("replay", "calls.yaml", "--bot", f"http://127.0.0.1:{port}/", *options, "--", sys.executable)
    bot = (BOT, port, reply, timeout, MEGAN, TENANT)
    with Program(*command, *bot, cwd=folder, **environment) as program:
        return program.ended()


PLACE = "differs calls.yaml, interaction 2: redirect"


@pytest.mark.parametrize("key", [KEY.decode(), "quite another key", None], ids=["own", "other", "none"])
def test_what_matched_and_differs_is_a_line_masked_counted_and_no_failure(
    key: str | None, folder: Path, home: Path
) -> None:
    printed = replayed(folder, home, key=key)
    first, *annotations, account = printed.out.splitlines()
    assert re.fullmatch(rf'{PLACE}\.headers\.x-tenant: "[-\w]+" added', first)
    assert TENANT not in printed.out
    assert len(annotations) == 3
    assert all(
        '["@odata.type"]: ' in line and line.endswith(", which means the same") for line in annotations
    )
    assert account.startswith("3 played, 0 missed, 0 left unplayed, 0 findings on what the bot sent, ")
    assert account.endswith(", 1 difference from the recording")
    assert printed.status == 0


def test_what_matching_calls_the_same_is_told_as_that(folder: Path, home: Path) -> None:
    printed = replayed(folder, home, timeout="45.0")
    assert f"{PLACE}.body.timeout: 45 -> 45.0, which means the same\n" in printed.out
    assert printed.out.endswith(", 1 finding on what the bot sent, 1 difference from the recording\n")


def test_the_same_in_each_copy_is_told_to_programs_once_with_its_count(folder: Path, home: Path) -> None:
    told = json.loads(replayed(folder, home, "--copies", 3, "--format", "json").out)
    header, *annotations = told["differences"]
    assert (header["path"], header["kind"], header["count"]) == ("redirect.headers.x-tenant", "added", 3)
    assert [(one["kind"], one["count"]) for one in annotations] == [("equivalent", 3)] * 3
    assert told["played"] == 9


def test_a_bot_that_refuses_a_webhook_that_it_took_fails_the_replay(folder: Path, home: Path) -> None:
    printed = replayed(folder, home, "--format", "junit", reply=500)
    assert printed.status == 1
    [suite] = JUnitXml.fromstring(printed.out.encode())
    _, redirected, ended = suite
    assert "headers.x-tenant" in redirected.system_out
    [failure] = ended.result
    assert (failure.type, failure.message) == ("refused", "terminated.status: 202 -> 500")
