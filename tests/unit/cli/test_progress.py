"""How far a command has come."""

import io
from collections.abc import Iterator

import pytest

from harness.cli import progress
from harness.cli.progress import Progress


class Screen(io.StringIO):
    """A terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Screen:
    made = Screen()
    monkeypatch.setattr(progress, "SOON", 0.0)
    monkeypatch.setattr(progress, "OFTEN", 0.0)
    monkeypatch.setenv("TERM", "xterm")
    return made


def test_a_line_says_how_much_is_done_and_is_gone_in_the_end(screen: Screen) -> None:
    assert [*Progress(3, screen=screen).watch("abc")] == ["a", "b", "c"]
    lines = "".join(f"\r\x1b[K{done} of 3 files" for done in (1, 2, 3))
    assert screen.getvalue() == f"{lines}\r\x1b[K"


def test_only_what_ends_a_thing_is_counted(screen: Screen) -> None:
    assert [*Progress(2, "calls", screen).watch("a.b.", ends=lambda event: event == ".")] == [
        "a",
        ".",
        "b",
        ".",
    ]
    assert screen.getvalue() == "\r\x1b[K1 of 2 calls\r\x1b[K2 of 2 calls\r\x1b[K"


def test_it_makes_room_for_what_is_printed(screen: Screen) -> None:
    told = Progress(2, screen=screen)
    told.clear()
    events = told.watch("ab")
    next(events)
    told.clear()
    told.clear()
    assert screen.getvalue() == "\r\x1b[K1 of 2 files\r\x1b[K"


def test_it_is_gone_when_the_work_ends_early(screen: Screen) -> None:
    def interrupted() -> Iterator[str]:
        yield "a"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(Progress(2, screen=screen).watch(interrupted()))
    assert screen.getvalue().endswith("1 of 2 files\r\x1b[K")


def test_what_is_done_at_once_is_done_without_a_word(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "SOON", 60.0)
    assert [*Progress(2, screen=screen).watch("ab")] == ["a", "b"]
    assert screen.getvalue() == ""


@pytest.mark.parametrize("where", ["one thing", "a file", "a dumb terminal"])
def test_nothing_is_said_of(where: str, screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    if where == "a file":
        monkeypatch.setattr(screen, "isatty", lambda: False)
    if where == "a dumb terminal":
        monkeypatch.setenv("TERM", "dumb")
    whole = 1 if where == "one thing" else 2
    assert [*Progress(whole, screen=screen).watch("ab")] == ["a", "b"]
    assert screen.getvalue() == ""


def test_several_things_may_be_done_at_once(screen: Screen) -> None:
    told = Progress(4, screen=screen)
    told.advance(2)
    told.advance(2)
    assert screen.getvalue() == "\r\x1b[K2 of 4 files\r\x1b[K4 of 4 files"
