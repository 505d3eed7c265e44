"""What starting takes of the processor: the command line, and `import harness`.

python -m benchmarks starting
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks import place
from benchmarks.row import Row, Skipped, seconds
from benchmarks.usage import used

ROUNDS = 7
IMPORT_S = 0.06
"""More than `python -c pass`."""

HELP_S = 0.3

_WHAT = "processor time of a start"
_CASSETTE = Path(__file__).parents[1] / "cassettes" / "forward.yaml"
_REDIAL = (sys.executable, "-m", "harness.cli")
_NOTHING, _PRISM = "python -c pass", "prism --help"
_OURS = {
    "import harness": (sys.executable, "-c", "import harness"),
    "redial --help": (*_REDIAL, "--help"),
    "redial check of one cassette": (*_REDIAL, "check", str(_CASSETTE)),
}


def rows() -> Iterator[Row | Skipped]:
    """Measure."""
    commands: dict[str, tuple[str, ...]] = {_NOTHING: (sys.executable, "-c", "pass"), **_OURS}
    try:
        commands[_PRISM] = (str(place.node("prism")), "--help")
    except place.NotInstalledError as why:
        yield Skipped(_WHAT, "Prism", str(why))
    rounds = [{name: used(command).cpu for name, command in commands.items()} for _ in range(ROUNDS + 1)][1:]
    took = {name: median(each[name] for each in rounds) for name in commands}
    goals = {
        "import harness": (f"< {seconds(IMPORT_S)} more", took["import harness"] - took[_NOTHING] < IMPORT_S),
        "redial --help": (f"< {seconds(HELP_S)}", took["redial --help"] < HELP_S),
    }
    for name in _OURS:
        yield _row(name, _NOTHING, took, *goals.get(name, ("", None)))
        if _PRISM in took and name != "import harness":
            yield _row(name, _PRISM, took)


def _row(name: str, peer: str, took: dict[str, float], goal: str = "", met: bool | None = None) -> Row:
    ratio = f"{took[name] / took[peer]:.2f} times as long"
    return Row(_WHAT, name, peer, ratio, goal, met, seconds(took[name]), seconds(took[peer]))
