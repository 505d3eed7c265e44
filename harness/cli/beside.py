"""A comparison with old and new side by side, for a terminal that is wide."""

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace

from rich.console import Console
from rich.table import Table
from rich.text import Text

from harness.cli.output import coloured
from harness.comparison import Digest, Group
from harness.diff import Kind
from harness.report.difference import NO_DIFFERENCE, closing, sides
from harness.report.printable import printable
from harness.report.seen import Seen

WIDE = 120
"""Columns of a terminal from which on both sides have room."""


def width() -> int:
    """The columns of the terminal that the result goes to; 0 where it goes elsewhere."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else 0


def beside(digest: Digest, seen: Seen, columns: int) -> Iterator[str]:
    """The text of a comparison, its kinds of difference as a table of so many columns."""
    yield f"{printable(digest.headline)}\n"
    groups = digest.groups
    if groups:
        table = Table(box=None, header_style="bold", padding=(0, 2, 0, 0), expand=True)
        table.add_column("times", justify="right")
        for name, ratio in (("member, and where it is first", 3), ("old", 2), ("new", 2)):
            table.add_column(name, ratio=ratio, overflow="fold")
        table.add_column("contract", max_width=18)
        for group in groups:
            table.add_row(*_cells(group))
        console = Console(width=columns, force_terminal=coloured(sys.stdout, os.environ))
        with console.capture() as captured:
            console.print(table)
        yield captured.get()
    yield from (f"{line}\n" for line in closing(digest, seen))


def _cells(group: Group) -> Iterator[Text]:
    first = replace(group.first, path=group.path)
    old, new = sides(group)
    effect = NO_DIFFERENCE if first.kind is Kind.EQUIVALENT else first.effect.strip()
    yield Text(str(group.times))
    yield Text(printable(first.path)).append(f"\n{printable(first.place)}", style="dim")
    yield Text(printable(old), style="red")
    yield Text(printable(new), style="green")
    yield Text(effect, style="bold red" if first.breaks else "")
