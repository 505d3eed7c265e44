"""The table of all rules, in order of code, and how a rule or a set of rules is named."""

from collections.abc import Iterable
from difflib import get_close_matches

from harness.errors import HarnessError
from harness.rules import answer, call, recording, request, webhook
from harness.rules.model import Rule

RULES: tuple[Rule, ...] = tuple(
    sorted(
        (*request.RULES, *answer.RULES, *webhook.RULES, *call.RULES, *recording.RULES),
        key=lambda each: each.code,
    )
)
"""Every rule, in order of code."""

_BY_CODE = {each.code: each for each in RULES}


def rule(code: str) -> Rule:
    """The rule of that code, in any case of letters; HarnessError, with the nearest one, for another."""
    found = _BY_CODE.get(code.strip().upper())
    if found is None:
        raise _unknown(code)
    return found


def page(code: str) -> str:
    """A rule's page as text; HarnessError when there is no such rule."""
    return rule(code).page


def codes(select: Iterable[str] = (), ignore: Iterable[str] = ()) -> frozenset[str]:
    """The codes that are selected (none named: all) and not ignored. A name is a code or the beginning of
    some.

    Raises HarnessError for a name that no code begins with, and when no rule is left.
    """
    chosen = frozenset(code for name in select for code in _beginning(name)) or frozenset(_BY_CODE)
    left = chosen - {code for name in ignore for code in _beginning(name)}
    if not left:
        raise HarnessError("no rule is left to run", hint="ignore fewer of the selected rules")
    return left


def _beginning(name: str) -> list[str]:
    wanted = name.strip().upper()
    found = [code for code in _BY_CODE if wanted and code.startswith(wanted)]
    if not found:
        raise _unknown(name)
    return found


def _unknown(name: str) -> HarnessError:
    near = get_close_matches(name.strip().upper(), _BY_CODE, n=1, cutoff=0.5)
    question = f"did you mean {near[0]}? " if near else ""
    return HarnessError(f"unknown rule {name[:40]!r}", hint=f"{question}`redial rules` lists them all")
