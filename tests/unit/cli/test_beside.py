"""A comparison with old and new side by side."""

import os
import pty
import subprocess
import sys
import termios
from io import StringIO
from pathlib import Path

import pytest

from harness.cli.beside import WIDE, beside, width
from harness.comparison import CallChanges, Change, Digest
from harness.diff import Kind
from harness.report.seen import Seen
from tests._pages import ROOT

CHANGED = Change("57", 2, "redirect.body.timeout", Kind.CHANGED, 45, 5, ("RDQ041",), file="new.yaml", line=33)
ADDED = Change(
    "57", 2, "redirect.headers.x", Kind.ADDED, None, "[red]\x9bno markup[/]", file="new.yaml", line=33
)
SPELLED = Change("57", 2, "redirect.body.maskCallee", Kind.EQUIVALENT, None, False)


def drawn(*changes: Change, columns: int = WIDE) -> str:
    return "".join(beside(Digest([CallChanges("57", changes)]), Seen(), columns))


def test_both_sides_stand_in_one_row() -> None:
    headline, head, row, place, *_ = drawn(CHANGED, ADDED).splitlines()
    assert headline.startswith("1 call, 1 changed: redirect.body.timeout")
    assert head.split() == ["times", "member,", "and", "where", "it", "is", "first", "old", "new", "contract"]
    assert row.split() == ["1", "redirect.body.timeout", "45", "5", "breaks", "RDQ041"]
    assert place.split() == ["new.yaml:33,", "interaction", "2,", "call", "57"]


def test_it_keeps_to_the_width_and_a_long_value_goes_on_in_its_column() -> None:
    long = Change("57", 2, "redirect.body.note", Kind.CHANGED, "x" * 70, "y" * 70)
    assert max(map(len, drawn(long).splitlines()[1:])) <= WIDE
    assert drawn(long).count("x") >= 70


def test_what_was_recorded_is_no_markup_and_steers_nothing() -> None:
    assert "[red]\\x9bno" in drawn(ADDED)


def test_what_is_no_difference_says_so_and_without_any_there_is_no_table() -> None:
    assert "no difference" in " ".join(drawn(SPELLED).split())
    assert drawn() == "1 call, 0 changed\n"


def test_a_pipe_has_no_width(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", StringIO())
    assert width() == 0


@pytest.mark.parametrize(("columns", "beside_each_other"), [(WIDE, True), (WIDE - 1, False)])
def test_a_terminal_that_is_wide_gets_the_table(
    columns: int, *, beside_each_other: bool, tmp_path: Path
) -> None:
    old = ROOT / "cassettes/forward.yaml"
    new = tmp_path / "new.yaml"
    new.write_text(old.read_text().replace('"timeout": 30', '"timeout": 5'))
    ours, its = pty.openpty()
    termios.tcsetwinsize(its, (40, columns))
    environment = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "NO_COLOR")}
    process = subprocess.Popen(
        [sys.executable, "-m", "harness.cli", "diff", str(old), str(new)],
        stdout=its,
        cwd=ROOT,
        env={**environment, "TERM": "xterm"},
    )
    os.close(its)
    text = b""
    try:
        while data := os.read(ours, 65536):
            text += data
    except OSError:  # how Linux says that nobody writes any more
        pass
    os.close(ours)
    assert process.wait(60) == 1
    assert (b"contract" in text) is beside_each_other
    assert (b"\x1b[" in text) is beside_each_other
