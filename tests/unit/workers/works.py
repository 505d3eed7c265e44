"""Work for crews: functions that a process of its own can import."""

import gc
import os
import signal
import struct
import time
from contextlib import suppress
from multiprocessing.connection import Connection
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


def torn(number: int) -> int:
    """The sevenfold kill whoever has them when half an answer is given."""
    if number % 7 == 0:
        for pipe in (each for each in gc.get_objects() if isinstance(each, Connection)):
            with suppress(OSError):
                os.write(pipe.fileno(), struct.pack("!i", 1000) + b"half")
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * number


def stubborn(number: int) -> int:
    """The first takes a minute, and what asks it to end is lost; the second kills whoever has it."""
    if number == 2:
        time.sleep(2)
        os.kill(os.getpid(), signal.SIGKILL)
    if number == 1:
        for _ in range(2):
            Deaf()
    return 2 * number


class Deaf:
    """Takes half a minute to be cleared up after; what is raised meanwhile is lost."""

    def __del__(self) -> None:
        end = time.monotonic() + 30
        while time.monotonic() < end:
            time.sleep(0.05)


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


class Heavy:
    """Doubles, and counts how often it was sent to somebody."""

    sent = 0

    def __reduce__(self) -> tuple[type["Heavy"], tuple[()]]:
        Heavy.sent += 1
        return Heavy, ()

    def __call__(self, number: int) -> int:
        return doubled(number)
