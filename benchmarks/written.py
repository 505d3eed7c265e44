"""The result file: one table of what was measured, and on what."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from benchmarks.row import Row, Skipped, seconds

_HEAD = """\
# Measured {began:%Y-%m-%d %H:%M %Z}

By `make bench`, which took {took}. A ratio says how many times as good redial is as the peer in the same run,
or what its goal speaks of. The figures beside it are of this machine, and say nothing without it.

| machine | |
| --- | --- |
{machine}

| what | at | beside | ratio | goal | | redial | peer |
| --- | --- | --- | ---: | --- | --- | ---: | ---: |
{rows}
"""


def text(found: Iterable[Row | Skipped], began: datetime, took: float, machine: Mapping[str, str]) -> str:
    """The file."""
    measured = list(found)
    rows = [_row(each) for each in measured if isinstance(each, Row)]
    skipped = [each for each in measured if isinstance(each, Skipped)]
    lines = [f"- {each.what}, beside {each.peer}: {_cell(each.why)}" for each in skipped]
    told = [f"| {name} | {_cell(value)} |" for name, value in machine.items()]
    head = _HEAD.format(began=began, took=seconds(took), machine="\n".join(told), rows="\n".join(rows))
    return head + ("\nNot measured:\n\n" + "\n".join(lines) + "\n" if lines else "")


def _row(row: Row) -> str:
    verdict = {None: "", True: "met", False: "short"}[row.met]
    cells = (row.what, row.case, row.peer, row.ratio, row.goal, verdict, row.ours, row.theirs)
    return f"| {' | '.join(map(_cell, cells))} |"


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
