"""The last lines of a recording, and its status: what is true of the file, and why it ended."""

import signal
from pathlib import Path

import pytest

from harness.cli.concluded import conclude
from harness.proxy.announced import Tally
from harness.recorder import Outcome, Plan

BOT = ("python", "bot.py")
NONE = Tally(0, 0, 0)
SEEN = Tally(3, 1, 0)
STORE = "s3://bucket/calls"


def told(
    capsys: pytest.CaptureFixture[str], outcome: Outcome, command: tuple[str, ...] = BOT, **more: object
) -> tuple[int, str, str]:
    plan = Plan(Path("calls.yaml"), command=command, **more)  # type: ignore[arg-type]  # one at a time
    status = conclude(outcome, plan)
    printed = capsys.readouterr()
    return status, printed.out, printed.err


def test_all_is_well(capsys: pytest.CaptureFixture[str]) -> None:
    outcome = Outcome(SEEN, 0, asked=True, killed=False)
    assert told(capsys, outcome) == (0, "calls.yaml: 3 exchanges, 1 redirect\n", "")


@pytest.mark.parametrize(
    ("status", "words"), [(3, "ended with status 3"), (143, "was ended by SIGTERM"), (255, "status 255")]
)
def test_a_command_that_failed_is_named(status: int, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    given, out, err = told(capsys, Outcome(SEEN, status, asked=True, killed=False))
    assert (given, out) == (status, "calls.yaml: 3 exchanges, 1 redirect\n")
    assert err.startswith("redial: python bot.py ")
    assert err.endswith(f"{words}\n")


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (
            Outcome(None, 143, asked=False, killed=False, ended_by=signal.SIGKILL),
            "the proxy was ended by SIGKILL, which redial did not send; what it wrote to calls.yaml",
        ),
        (
            Outcome(NONE, 143, asked=False, killed=False),
            "the proxy ended by itself, its last lines above say",
        ),
        (Outcome(None, 0, asked=True, killed=True), "the proxy did not end in time and was killed"),
    ],
)
def test_a_proxy_that_did_not_end_as_told_is_status_1(
    outcome: Outcome, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = told(capsys, outcome)
    assert (status, out) == (1, "")
    assert err.startswith(f"redial: {words}")


def test_a_file_that_is_gone_is_not_counted(capsys: pytest.CaptureFixture[str]) -> None:
    lost = Tally(3, 1, 0, "it was deleted while it was recorded")
    status, out, err = told(capsys, Outcome(lost, 0, asked=True, killed=False))
    assert (status, out) == (1, "")
    assert err == (
        "redial: calls.yaml: it was deleted while it was recorded,"
        " with what it held: 3 exchanges, 1 redirect\n"
    )


@pytest.mark.parametrize(
    ("tally", "status", "more", "led"),
    [
        (NONE, 0, {}, "in, and does the bot heed HTTPS_PROXY?"),
        (NONE, 1, {}, "in, and did the command get that far?"),
        (NONE, 0, {"modes": ("reverse:http://127.0.0.1:9",)}, "in, and does the bot heed REDIAL_GRAPH_URL?"),
        (NONE, 0, {"command": ()}, "in, and is that address set in the bot?"),
        (Tally(2, 0, 0), 0, {}, "did a call come in?"),
        (Tally(2, 0, 0), 0, {"bot": "http://127.0.0.1:3978"}, "in, and does the bot heed HTTPS_PROXY?"),
    ],
)
def test_only_what_can_be_the_reason_is_asked(
    tally: Tally, status: int, more: dict[str, object], led: str, capsys: pytest.CaptureFixture[str]
) -> None:
    _, _, err = told(capsys, Outcome(tally, status, asked=True, killed=False), **more)  # type: ignore[arg-type]
    assert err.rstrip().endswith(led)


def test_what_was_uploaded_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    outcome = Outcome(Tally(3, 1, 0, sent=2), 0, asked=True, killed=False)
    settings = {"redial_upload": STORE}
    assert told(capsys, outcome, settings=settings)[::2] == (
        0,
        f"uploaded 2 recordings to {STORE}\n",
    )


def test_what_is_left_to_upload_is_status_1(capsys: pytest.CaptureFixture[str]) -> None:
    outcome = Outcome(Tally(3, 1, 0, unsent=1), 0, asked=True, killed=False)
    assert told(capsys, outcome, settings={"redial_upload": STORE})[::2] == (
        1,
        f"redial: 1 recording could not be uploaded to {STORE} yet; the next `redial record` to it goes on\n",
    )
