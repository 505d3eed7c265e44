"""The plugin's options: each on the command line, and as a line of pytest's ini file. Loads nothing heavy."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pytest


@dataclass(frozen=True, slots=True)
class Option:
    """An option: `contract` is `--redial-contract` and, in the ini file, `redial_contract`.

    metavar: what stands for its value. choices: what it may be; empty where it may be anything. Without
    either it is a flag.
    """

    help: str
    metavar: str | None = None
    choices: tuple[str, ...] = ()


MODES = ("none", "once", "new_episodes", "all")
"""When to record, by vcrpy's words: never; where there is no cassette; what is not in it; everything anew."""

OPTIONS: Mapping[str, Option] = {
    "contract": Option(
        "what to judge the bot by, for tests that do not say: an edition, a page or a compiled contract;"
        " the project's by default",
        "EDITION|PAGE|JSON",
    ),
    "record": Option(
        "record cassettes: none, the default; once: those that are missing; new_episodes: what is missing in"
        " them; all: all anew. A simulated Graph answers",
        choices=MODES,
    ),
    "upstream": Option("the Graph that answers while recording, instead of a simulated one", "URL"),
    "max-age": Option(
        "warn of cassettes that were recorded more than so many days ago, for tests that do not say", "DAYS"
    ),
    "report": Option("write a page of what was replayed and found", "FILE.html"),
    "orphans": Option("list cassettes that no collected test names"),
}

_INI: Mapping[bool, Literal["bool", "string"]] = {True: "bool", False: "string"}
"""Whether an option is a flag -> what its line in the ini file holds."""


def add(parser: pytest.Parser) -> None:
    """Tell pytest the options."""
    group = parser.getgroup("redial", "redial: recorded conversations with Microsoft Graph")
    for name, option in OPTIONS.items():
        told: dict[str, Any] = {"action": "store_true"}
        if option.choices or option.metavar:
            told = {"choices": option.choices} if option.choices else {"metavar": option.metavar}
        group.addoption(f"--redial-{name}", dest=_key(name), help=option.help, **told)
        parser.addini(_key(name), option.help, type=_INI["action" in told])


def check(config: pytest.Config) -> None:
    """Raise UsageError for options that mean nothing together. In an ini file each waits for its turn."""
    if config.getoption(_key("upstream")) and (setting(config, "record") or MODES[0]) == MODES[0]:
        raise pytest.UsageError("--redial-upstream is for recording: add --redial-record")


def setting(config: pytest.Config, name: str) -> str | None:
    """An option's value: the command line's, else the ini file's; None where it is in neither."""
    told = config.getoption(_key(name)) or config.getini(_key(name))
    return str(told) if told else None


def place(config: pytest.Config, name: str) -> Path | None:
    """The file that an option names, seen from where pytest was called; in the ini file, from its root."""
    if told := config.getoption(_key(name)):
        return config.invocation_params.dir / str(told)
    return config.rootpath / str(config.getini(_key(name))) if config.getini(_key(name)) else None


def _key(name: str) -> str:
    return f"redial_{name.replace('-', '_')}"
