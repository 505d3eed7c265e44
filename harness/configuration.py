"""What a project sets once for every run: `redial.toml`, or the table `[tool.redial]` of pyproject.toml.

An edge: it looks for the file and reads it. What a setting means is a row of KEYS; the project key is no
setting and stands in harness.settings.
"""

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

import msgspec

from harness import documents
from harness.comparison import ALL, Choice
from harness.contract import editions
from harness.contract.precedence import Documentation
from harness.diff import Paths
from harness.errors import HarnessError
from harness.findings import Severity
from harness.redaction.custom import NOTHING, Custom, member, pattern
from harness.remote.address import require_store
from harness.rules import codes
from harness.simulator.choices import USUAL, Choices

LEVELS: Mapping[str, Severity | None] = {
    "error": Severity.ERROR,
    "warning": Severity.WARNING,
    "info": Severity.INFO,
    "never": None,
}
"""The mildest finding that fails a check, by the word for it; None: none does."""

FILES: Mapping[str, tuple[str, ...]] = {"redial.toml": (), "pyproject.toml": ("tool", "redial")}
"""Name of a file -> the table in it that is ours, in the order in which one folder's files are looked at."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """The settings of a project, each as it is without a file.

    contract: what to judge by. select, ignore: codes of rules, or their beginnings. fail_on: a word of
    LEVELS. recording_bot: whether the bot records by policy, for which the documented window is shorter.
    redaction: what is masked besides what always is, and what is let stand. simulator: what the simulated
    Graph does where no page says what Graph does. diff: which differences are told.
    upload: the URL of the folder that `redial record` sends recordings to.
    """

    contract: str = editions.EDITIONS[0]
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: str = "error"
    recording_bot: bool = False
    redaction: Custom = NOTHING
    simulator: Choices = USUAL
    diff: Choice = ALL
    upload: str | None = None

    def documentation(self, contract: str | None = None) -> Documentation:
        """What to judge by; `contract`, where it is told, instead of the file's."""
        found = documents.documentation(self.contract if contract is None else contract)
        return replace(found, records_by_policy=self.recording_bot)

    def codes(self, select: Iterable[str] = (), ignore: Iterable[str] = ()) -> frozenset[str]:
        """The rules to run. A selection that is told begins anew, without the file's `select` and `ignore`;
        else what is ignored is ignored besides what the file ignores.

        Raises HarnessError for a name that no code begins with, and when no rule is left.
        """
        told = tuple(select)
        return codes(told, ignore) if told else codes(self.select, (*self.ignore, *ignore))


@dataclass(frozen=True, slots=True)
class Key:
    """A key of the file. type: what its value is read as. form: the same in words.

    check: raises HarnessError for a value of that type that means nothing; None where each means something.
    placed: the value as seen from the folder of the file; None where that does not matter.
    """

    type: Any
    form: str
    check: Callable[[Any], object] | None = None
    placed: Callable[[Any, Path], Any] | None = None


REDACTION: Mapping[str, Callable[[tuple[str, ...]], Any]] = {
    "keep": lambda texts: frozenset(text.strip().lower() for text in texts),
    "headers": lambda texts: frozenset(text.strip().lower() for text in texts),
    "members": lambda texts: frozenset(map(member, texts)),
    "patterns": lambda texts: tuple(map(pattern, texts)),
}
"""Keys of the table `redaction` -> what its texts become in a Custom; ValueError says why they cannot."""


DIFF: Mapping[str, Callable[[tuple[str, ...]], Any]] = dict.fromkeys(("ignore", "only", "unordered"), Paths)
"""Keys of the table `diff`, and likewise for a Choice."""


def _table_of(made: Callable[..., Any], keys: Mapping[str, Callable[[tuple[str, ...]], Any]]) -> Key:
    """A key whose value is a table of lists of texts."""
    form = f"a table of {', '.join(keys)}, each a list of texts"
    return Key(dict[str, tuple[str, ...]], form, placed=lambda table, _: made(**dict(_own(table, keys))))


def _own(
    table: Mapping[str, tuple[str, ...]], keys: Mapping[str, Callable[[tuple[str, ...]], Any]]
) -> Iterator[tuple[str, Any]]:
    """The members of such a table and what their texts mean."""
    for name, texts in table.items():
        if name not in keys:
            near = get_close_matches(name.lower(), keys, n=1, cutoff=0.5)
            question = f"did you mean {near[0]}? " if near else ""
            raise HarnessError(f"unknown key {name[:40]!r}", hint=f"{question}its keys are {', '.join(keys)}")
        try:
            yield name, keys[name](texts)
        except ValueError as error:
            raise HarnessError(f"`{name}`: {error}", hint="mend it") from None


def _chosen(table: Mapping[str, str | int | float]) -> Choices:
    try:
        return USUAL.having(f"{name}={value}" for name, value in table.items())
    except ValueError as error:
        raise HarnessError(str(error), hint="mend it") from None


KEYS: Mapping[str, Key] = {
    "contract": Key(str, 'a text, such as "v1.0"', documents.contract, documents.located),
    "select": Key(tuple[str, ...], 'a list of texts, such as ["RDQ", "RDR001"]', codes),
    "ignore": Key(tuple[str, ...], 'a list of texts, such as ["RDQ", "RDR001"]', codes),
    "fail-on": Key(Literal[*LEVELS], f"one of {', '.join(LEVELS)}"),
    "recording-bot": Key(bool, "true or false"),
    "redaction": _table_of(Custom, REDACTION),
    "simulator": Key(
        dict[str, str | int | float],
        'a table of choices, such as {call_over = "404:8522"}',
        placed=lambda table, _: _chosen(table),
    ),
    "diff": _table_of(Choice, DIFF),
    "upload": Key(str, 'a URL of an object store, such as "s3://bucket/calls"', require_store),
}
"""Every key there is. Its field of Configuration has `_` for `-`."""


def configuration(directory: Path) -> Configuration:
    """The settings of the project that `directory` belongs to: those of the nearest file, in `directory` or
    a folder above it. A pyproject.toml without our table is passed over.

    Raises HarnessError, naming the file and the key, for what cannot be read and for what means nothing.
    """
    for folder in (directory, *directory.resolve().parents):
        for name, path in FILES.items():
            file = folder / name
            if (table := _table(file, path)) is not None:
                return Configuration(**dict(_settings(file, table)))
    return Configuration()


def _table(file: Path, path: Iterable[str]) -> dict[str, Any] | None:
    """Our table of a file; None where the file or the table is missing."""
    try:
        table: Any = tomllib.loads(file.read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise HarnessError(f"cannot read {file}: {error.strerror}", hint="make it readable") from None
    except UnicodeDecodeError:
        raise HarnessError(f"{file} is no text in UTF-8", hint="save it as UTF-8") from None
    except (ValueError, RecursionError) as error:
        raise HarnessError(f"{file} is no TOML: {error}", hint="mend it") from None
    for name in path:
        if not isinstance(table, dict) or name not in table:
            return None
        table = table[name]
    if not isinstance(table, dict):
        raise HarnessError(
            f"{file}: `tool.redial` is no table", hint="write [tool.redial] above the settings"
        )
    return table


def _settings(file: Path, table: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Fields of Configuration and their values."""
    for name, value in table.items():
        key = KEYS.get(name)
        if key is None:
            raise _unknown(file, name)
        try:
            setting = msgspec.convert(value, key.type)
        except msgspec.ValidationError:
            raise HarnessError(f"{file}: `{name}` has another form", hint=f"make it {key.form}") from None
        try:
            if key.placed is not None:
                setting = key.placed(setting, file.parent)
            if key.check is not None:
                key.check(setting)
        except HarnessError as error:
            raise HarnessError(f"{file}: `{name}`: {error.message}", hint=error.hint) from None
        yield name.replace("-", "_"), setting


def _unknown(file: Path, name: str) -> HarnessError:
    near = get_close_matches(name.lower().replace("_", "-"), KEYS, n=1, cutoff=0.5)
    question = f"did you mean {near[0]}? " if near else ""
    return HarnessError(
        f"{file}: unknown key {name[:40]!r}", hint=f"{question}the keys are {', '.join(KEYS)}"
    )
