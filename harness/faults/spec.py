"""One `--fault` as it is written: `KIND[:NAME=VALUE,...][@N|*N][~CHANCE]`."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from harness.faults.kinds import KINDS, Kind, Setting, kind_of

_SPELLING = re.compile(
    r"(?P<kind>[a-z0-9]+)(?::(?P<settings>[^@*~]+))?(?:@(?P<at>\d{1,6})|\*(?P<times>\d{1,6}))?(?:~(?P<chance>[\d.]+))?",
    re.ASCII,
)
_NUMBER = re.compile(r"\d{1,7}(?:\.\d{1,6})?", re.ASCII)
_GRAMMAR = "KIND[:NAME=VALUE,...][@N|*N][~CHANCE]"


@dataclass(frozen=True, slots=True)
class Spec:
    """A fault and whom it meets.

    text: as it was written. at: the one redirect or notification of each call that it is for, counted from 1;
    None: the first ones. times: how often it meets a call at most; None: no limit. chance: from 0 to 1.
    """

    text: str
    kind: Kind
    settings: Mapping[str, float]
    at: int | None = None
    times: int | None = 1
    chance: float = 1.0

    @classmethod
    def told(cls, text: str) -> "Spec":
        """The fault that a text names. Raises ValueError, whose text says what there is."""
        found = _SPELLING.fullmatch(text)
        if found is None:
            raise ValueError(f"{text!r} is not spelled {_GRAMMAR}, as 429:retry-after=2, 503*2 or reset@2")
        kind = kind_of(found["kind"])
        if kind is None:
            raise ValueError(f"{found['kind']!r} is no fault; there are {', '.join(KINDS)}")
        at, times = (int(found[name]) if found[name] else None for name in ("at", "times"))
        if 0 in (at, times):
            raise ValueError(f"{text!r} is for nobody: @N and *N count from 1")
        chance = _chance(found["chance"])
        once = 1 if chance == 1 else None
        return cls(text, kind, dict(_settings(found, kind)), at, times or once, chance)

    @property
    def wait_s(self) -> float:
        """The longest, in seconds, that it lets a bot wait before the bot repeats a request."""
        return self.settings.get("retry-after", 0.0)


def _chance(written: str | None) -> float:
    if written is None:
        return 1.0
    chance = float(written) if re.fullmatch(r"[01]?(?:\.\d{1,9})?", written, re.ASCII) and written else 2.0
    if not 0 < chance <= 1:
        raise ValueError(f"{written!r} is no chance: give one above 0 and up to 1, such as ~0.3")
    return chance


def _settings(found: re.Match[str], kind: Kind) -> Iterator[tuple[str, float]]:
    """What is set, else its default."""
    written: dict[str, str] = {}
    for each in (found["settings"] or "").split(",") if found["settings"] else ():
        name, _, value = each.partition("=")
        if name not in kind.settings or name in written:
            raise ValueError(f"{found['kind']} has no {name!r} to set, or not twice; it has {_offered(kind)}")
        written[name] = value
    for name, setting in kind.settings.items():
        if name in written:
            yield name, _number(name, written[name], setting)
        elif setting.default is not None:
            yield name, setting.default


def _number(name: str, written: str, setting: Setting) -> float:
    value = float(written) if _NUMBER.fullmatch(written) else None
    if value is None or not setting.least <= value <= setting.most or (setting.whole and value % 1):
        what = "a whole number" if setting.whole else "a number"
        raise ValueError(f"{name}={written} is not {what} from {setting.least:g} to {setting.most:g}")
    return value


def _offered(kind: Kind) -> str:
    free = [name for name, each in kind.settings.items() if each.least < each.most]
    return ", ".join(free) or "nothing"
