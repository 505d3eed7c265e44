"""Changes as a bot, an SDK or a service makes them: what broke is told in the first ten lines of the diff."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from benchmarks.simulated import TARGET, UPGRADED, Bot, write
from harness.cli import run

BOT = Bot()


def sending(**members: Any) -> Bot:
    """The bot with other members in its redirects."""
    body: Mapping[str, Any] = {"targets": [TARGET], "timeout": 30, **members}
    return Bot(body=lambda _: body)


def hidden(number: int) -> Mapping[str, Any]:
    """What the upgraded bot sends: in one call of 200 the window is too short."""
    return {"callbackUri": None, "timeout": 5 if number == 137 else 30, "targets": [TARGET]}


BY_NUMBER = {"identity": {"user": {"id": 4711, "displayName": "Reception"}}}
AS_PHONE = {"identity": {"phone": {"id": "5b0f9a3e-7d41-4c86-9e27-f1c8d2a6b054"}}}

PREPARED = {
    "a timeout that was raised": (
        BOT,
        sending(timeout=120),
        5,
        "redirect.body.timeout: 30 -> 120 breaks RDQ041",
    ),
    "a token that is sent no more": (
        *(BOT, Bot({"Content-Type": "application/json"}), 5),
        'redirect.headers.authorization: "Bearer" removed breaks RDQ011',
    ),
    "another method": (BOT, replace(BOT, method="PUT"), 5, 'redirect.method: "POST" -> "PUT" breaks RDQ001'),
    "an id that became a number": (
        *(BOT, sending(targets=[BY_NUMBER]), 5),
        "breaks RDQ027",
    ),
    "a person that became a phone": (
        *(BOT, sending(targets=[AS_PHONE]), 5),
        "redirect.body.targets[0].identity.phone: ",
    ),
    "a storm of retries after 429": (
        *(Bot(throttled=lambda n: int(n == 3)), Bot(throttled=lambda n: 8 * (n == 3)), 5),
        '6 x  redirect: "POST /communications/calls/{callId}/redirect: 429" added breaks RDC015',
    ),
    "an upgraded SDK that respells every call and breaks one of 200": (
        *(BOT, replace(UPGRADED, body=hidden), 200),
        "redirect.body.timeout: 30 -> 5 breaks RDQ041",
    ),
}
"""What happened -> the bot before and after, how many calls there are, and what names it."""


@pytest.mark.slow
@pytest.mark.parametrize("name", PREPARED)
def test_what_broke_is_named_in_the_first_ten_lines(
    name: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    old, new, calls, named = PREPARED[name]
    for seed, (side, bot) in enumerate((("old", old), ("new", new)), 1):
        write(tmp_path / side, calls, per_file=50, seed=seed, bot=bot)
    assert run(["diff", str(tmp_path / "old"), str(tmp_path / "new")]) == 1
    lines = capfd.readouterr().out.splitlines()
    assert any(named in line and "breaks" in line for line in lines[:10]), lines
    assert "breaks" in lines[0]
    assert run(["diff", str(tmp_path / "old"), str(tmp_path / "new"), "--fail-on", "breaks"]) == 1
    assert run(["diff", str(tmp_path / "old"), str(tmp_path / "old")]) == 0
