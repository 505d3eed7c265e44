"""Work for crews: functions that a process of its own can import."""

import os
import signal
import time
from pathlib import Path


def doubled(number: int) -> int:
    return 2 * number


def pid(_: int) -> int:
    time.sleep(0.05)
    return os.getpid()


def deadly(number: int) -> int:
    """The sevenfold kill whoever has them."""
    if number % 7 == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * number


def unlucky(flag: Path) -> str:
    """Whoever has it first is killed from outside."""
    if not flag.exists():
        flag.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return flag.name


def slow(folder: Path) -> None:
    """Takes a minute; leaves a file that says that it began, and another one that it unwound."""
    (folder / f"began-{os.getpid()}").touch()
    try:
        time.sleep(60)
    finally:
        (folder / f"unwound-{os.getpid()}").touch()


def foreign(_: int) -> int:
    raise ImportError("no module named harness")


def lost(thing: object, why: str) -> str:
    return f"{thing}: {why}"
