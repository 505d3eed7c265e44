"""Where the result of a command goes: to stdout, in colour on a terminal, or whole into a file."""

import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import click

from harness.replacing import replacing

_COLOURS = {"error": "red", "warning": "yellow", "info": "cyan"}
_SEVERITY = re.compile(rf"\A({'|'.join(_COLOURS)})\b")


@contextmanager
def printing(file: Path | None) -> Iterator[Callable[[str], object]]:
    """What takes a result piece by piece: the file, which is there when the context ends; None: stdout.

    Raises HarnessError when the file cannot be written.
    """
    if file is not None:
        with replacing(file) as text:
            yield text.write
    else:
        shown = painted if coloured(sys.stdout, os.environ) else str
        yield lambda piece: click.echo(shown(piece), nl=False, color=True)  # click would take colours out


def coloured(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Whether colours are wanted: on a terminal that has them, unless NO_COLOR is set (no-color.org)."""
    return stream.isatty() and not environment.get("NO_COLOR") and environment.get("TERM") != "dumb"


def painted(piece: str) -> str:
    """A finding with its severity in colour; any other piece as it is."""
    return _SEVERITY.sub(lambda found: click.style(found[0], fg=_COLOURS[found[0]], bold=True), piece)
