"""What the simulated Graph does where no page says what Graph does: one choice a row, each with its default.

Why the defaults are what they are stands in docs/simulator.md.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any

from harness.rules.call.habits import MOST
from harness.tokens.grant import ROLES

LONGEST_S = 3600.0
"""The longest that a call takes to end, in seconds."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """How something is refused: status, `error.code`, `error.message`. `{name}` in it stands for a word."""

    status: int
    code: str
    message: str = ""

    def worded(self, words: Mapping[str, str]) -> str:
        """The message with its words put in; what names none stays."""
        message = self.message
        for name, word in words.items():
            message = message.replace(f"{{{name}}}", word)
        return message


@dataclass(frozen=True, slots=True)
class Result:
    """A resultInfo. Both numbers are Int32 in the schema."""

    code: int
    subcode: int
    message: str = ""

    @property
    def members(self) -> Mapping[str, Any]:
        """As it stands in resourceData."""
        members = {"code": self.code, "subcode": self.subcode, "message": self.message}
        return {"resultInfo": {"@odata.type": "#microsoft.graph.resultInfo", **members}}


_OVER = Refusal(404, "8522", "Call not found: it is over, or nobody acted on it in time.")


@dataclass(frozen=True, slots=True)
class Choices:
    """What is chosen, by the names of CHOICES.

    call_unknown: None where a call that never rang is taken as ringing. success: None for the status of the
    edition. limit: requests on calls within 15 s. ending: seconds. result: None for none. ids: whether they
    hold in any case and without dashes. consent: whether tokens carry the role that a redirect needs.
    """

    rule_broken: Refusal = Refusal(400, "BadRequest", "{broken}")
    token_missing: Refusal = Refusal(
        401, "InvalidAuthenticationToken", "Access token is empty or no bearer token."
    )
    role_missing: Refusal = Refusal(403, "7504", "{broken}")
    tenant_wrong: Refusal = Refusal(403, "7505", "{broken}")
    root_unaddressable: Refusal = Refusal(400, "BadRequest", "Resource not found for the segment '{root}'.")
    call_over: Refusal = _OVER
    call_taken: Refusal = Refusal(409, "8519", "Conflict: the call was already {state}.")
    call_unknown: Refusal | None = None
    throttled: Refusal = Refusal(429, "TooManyRequests", "Too many requests on calls; wait as told.")
    limit: int = MOST
    retry_after: bool = True
    success: int | None = None
    ending: float = 0.2
    redirecting: bool = False
    result: Result | None = None
    ids: bool = True
    consent: bool = True

    @property
    def roles(self) -> Sequence[str]:
        """The application permissions in a token of the login side."""
        return ROLES if self.consent else ()

    def having(self, texts: Iterable[str]) -> "Choices":
        """These with others in their place, each spelled NAME=VALUE. Raises ValueError, whose text says what
        there is.
        """
        told: dict[str, object] = {}
        for text in texts:
            name, equals, value = text.partition("=")
            if not equals or name not in CHOICES:
                near = get_close_matches(name.lower().replace("-", "_"), CHOICES, n=1, cutoff=0.5)
                meant = f"did you mean {near[0]}? " if near and near[0] != name else ""
                what = "no choice" if equals else "not spelled NAME=VALUE"
                raise ValueError(f"{text[:40]!r} is {what}; {meant}there are {', '.join(CHOICES)}")
            if name in told:
                raise ValueError(f"{name} is set twice")
            try:
                told[name] = CHOICES[name].read(value, getattr(USUAL, name))
            except ValueError:
                form = CHOICES[name]
                raise ValueError(f"{text[:60]!r} is not {name}={form.form}{form.within}") from None
        return replace(self, **told)  # type: ignore[arg-type]  # each of its own type: CHOICES sees to that


USUAL = Choices()
"""What is chosen where nobody chooses."""


@dataclass(frozen=True, slots=True)
class Form:
    """How a choice is spelled. form: in words. read: gives the value of a text, beside the default, which
    stands where the text leaves something out; ValueError where it spells none. within: what it may be.
    """

    form: str
    read: Callable[[str, Any], object]
    within: str = ""


def _matched(pattern: str, text: str) -> re.Match[str]:
    found = re.fullmatch(pattern, text, re.ASCII)
    if found is None:
        raise ValueError(text)
    return found


def _refusal(text: str, default: Refusal | None) -> Refusal:
    found = _matched(r"(?P<status>[45]\d\d)(?::(?P<code>[^:\s]+)(?::(?P<message>.+))?)?", text)
    usual = default or _OVER
    return Refusal(int(found["status"]), found["code"] or usual.code, found["message"] or usual.message)


def _result(text: str, _default: object) -> Result:
    code, subcode, message = _matched(r"(\d{1,9}):(\d{1,9})(?::(.+))?", text).groups("")
    return Result(int(code), int(subcode), message)


def _limit(text: str, _default: object) -> int:
    limit = int(_matched(r"\d{1,6}", text)[0])
    if not 1 <= limit <= MOST:
        raise ValueError(text)
    return limit


def _seconds(text: str, _default: object) -> float:
    seconds = float(_matched(r"\d{1,4}(?:\.\d{1,6})?", text)[0])
    if seconds > LONGEST_S:
        raise ValueError(text)
    return seconds


def _words(words: Mapping[str, object], other: Form | None = None) -> Form:
    """One of these words, or what the other form spells."""

    def read(text: str, default: object) -> object:
        if other is not None and text not in words:
            return other.read(text, default)
        if text not in words:
            raise ValueError(text)
        return words[text]

    return Form("|".join((*words, *([other.form] if other else []))), read, other.within if other else "")


_REFUSED = Form("STATUS[:CODE[:MESSAGE]]", _refusal, " with a status of 400 to 599")
_IS = _words({"no": False, "yes": True})

CHOICES: Mapping[str, Form] = MappingProxyType(
    {
        "rule_broken": _REFUSED,
        "token_missing": _REFUSED,
        "role_missing": _REFUSED,
        "tenant_wrong": _REFUSED,
        "root_unaddressable": _REFUSED,
        "call_over": _REFUSED,
        "call_taken": _REFUSED,
        "call_unknown": _words({"ringing": None}, _REFUSED),
        "throttled": _REFUSED,
        "limit": Form("REQUESTS", _limit, f", a whole number of 1 to {MOST}"),
        "retry_after": _IS,
        "success": _words({"edition": None, "202": 202, "204": 204}),
        "ending": Form("SECONDS", _seconds, f", a number of 0 to {LONGEST_S:g}"),
        "redirecting": _IS,
        "result": _words({"none": None}, Form("CODE:SUBCODE[:MESSAGE]", _result)),
        "ids": _words({"any": True, "exact": False}),
        "consent": _IS,
    }
)
"""Name -> how its value is spelled. A status of a refusal is one of 400 to 599."""
