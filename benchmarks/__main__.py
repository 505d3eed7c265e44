"""Measures redial beside its peers and writes what came of it: `python -m benchmarks [NAME...] [-o FILE]`.

Without a NAME all of them. Machine, versions and every ratio go to a dated file in benchmarks/results.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path

from benchmarks import checking, diff, machine, recording, replaying, serving, starting
from benchmarks.place import NotInstalledError
from benchmarks.row import Row, Skipped, seconds
from benchmarks.written import text
from harness.process.signals import ENDING, SIGNALLED, taken

type Benchmark = Callable[[], Iterator[Row | Skipped]]

BENCHMARKS: dict[str, Benchmark] = {
    "replaying": replaying.rows,
    "serving": serving.rows,
    "recording": recording.rows,
    "checking": checking.rows,
    "diff": diff.rows,
    "starting": starting.rows,
}


def main(arguments: list[str]) -> int:
    """Measure and write."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    parser.add_argument("-o", "--output", type=Path, help="the file; benchmarks/results/DATE.md by default")
    told = parser.parse_args(arguments)
    if unknown := set(told.names) - set(BENCHMARKS):
        parser.error(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(BENCHMARKS)}")
    try:
        with taken(ENDING, _end):  # what was begun ends with it
            _measure(told.names or BENCHMARKS, told.output)
    except _Ended as by:
        print("interrupted; what was measured until then is kept", file=sys.stderr)  # noqa: T201 - why it ends
        return SIGNALLED + int(str(by))
    return 0


class _Ended(BaseException):
    """Asked to end, by the signal of this number."""


def _end(number: int) -> None:
    raise _Ended(number)


def _measure(names: Iterable[str], output: Path | None) -> None:
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # as a user has it: compiled once
    began, started = datetime.now().astimezone(), time.monotonic()
    file = output or Path(__file__).parent / "results" / f"{began:%Y-%m-%dT%H%M}.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    found: list[Row | Skipped] = []
    on = machine.told()
    for name in names:
        for row in _measured(name):
            found.append(row)
            print(_line(row), flush=True)  # noqa: T201 - the result
            took = time.monotonic() - started
            file.write_text(text(found, began, took, on), "utf-8")  # what there is so far, whatever comes
    print(f"{file}, after {seconds(time.monotonic() - started)}")  # noqa: T201 - the result


def _measured(name: str) -> Iterator[Row | Skipped]:
    try:
        yield from BENCHMARKS[name]()
    except NotInstalledError as why:
        yield Skipped(name, "all", str(why))


def _line(row: Row | Skipped) -> str:
    if isinstance(row, Skipped):
        return f"{row.what}: {row.peer} skipped: {row.why}"
    short = "" if row.met in (None, True) else ", SHORT"
    goal = f" (goal {row.goal}{short})" if row.goal else ""
    return f"{row.what}, {row.case}, beside {row.peer}: {row.ratio}{goal}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
