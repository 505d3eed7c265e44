"""Hiding: values of a recording as they may be told. Only secrets that nobody has masked are hidden."""

from functools import reduce
from typing import Any

from harness.body import child, steps
from harness.ids import replaced, tokens
from harness.redaction.masking import REDACTED, secret
from harness.redaction.secrets import SECRETS
from harness.redaction.sensitive import place_of


def hidden(path: str, value: Any) -> Any:
    """The value at `path` in the tree of an exchange (harness.diff.tree), without its secrets."""
    whole = [value]
    rest: list[tuple[str, Any, Any]] = [(path, whole, 0)]
    while rest:
        place, holder, at = rest.pop()
        match holder[at]:
            case dict() as members:
                holder[at] = copy = {_name(name): member for name, member in members.items()}
                rest += [(child(place, name), copy, name) for name in copy]
            case list() as elements:
                holder[at] = listed = list(elements)
                rest += [(child(place, index), listed, index) for index in range(len(listed))]
            case str() as text:
                holder[at] = _text(place, text)
            case int() | float() as figure if not isinstance(figure, bool) and _is_secret(place):
                holder[at] = REDACTED
    return whole[0]


def hidden_path(path: str) -> str:
    """A path without the secrets that stand in it as names."""
    if '["' not in path:  # what opens with anything else is a plain name
        return path
    return reduce(child, (step if isinstance(step, int) else _name(step) for step in steps(path)), "")


def explained(note: str, *shown: Any) -> str:
    """A note on two values without the ids that stand in neither as they are shown."""
    seen = {token.name for value in shown if isinstance(value, str) for token in tokens(value)}
    return replaced(note, {token.name: "another" for token in tokens(note) if token.name not in seen})


def _name(name: str) -> str:
    return name if name.isidentifier() else SECRETS.member("", name)


def _is_secret(path: str) -> bool:
    return any(row.mask is secret for row in place_of(path).rows)


def _text(path: str, text: str) -> str:
    names = list(steps(path))
    if names[-2:-1] == ["headers"]:
        told = SECRETS.header(str(names[-1]), text)
        return REDACTED if told is None else told
    if names[-1] == "text" and "body" not in names:
        return SECRETS.body(text.encode()).decode()
    return SECRETS.member(path, text)
