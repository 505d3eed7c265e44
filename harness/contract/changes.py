"""What changed between two contracts, a sentence a change. How a page words the same fact is no change."""

from collections.abc import Iterator
from dataclasses import dataclass

from harness.contract.facts import text_of
from harness.contract.model import Contract, Fact, Header, Listing, Parameter, Route


@dataclass(frozen=True, slots=True)
class _Said:
    """One comparable statement. subject: what it is about; aspect: what of it, empty for its being there."""

    subject: str
    aspect: str
    value: str


@dataclass(frozen=True, slots=True)
class _Wording:
    """How a change is told: a statement is new, gone, or another one; empty: that is no change."""

    new: str
    gone: str
    other: str


def changes(old: Contract, new: Contract) -> Iterator[str]:
    """The differences in the order of the sections, what is gone before what is new; none when both agree."""
    before = {(each.subject, each.aspect): each.value for each in _said(old)}
    after = {(each.subject, each.aspect): each.value for each in _said(new)}
    subjects = {subject for subject, _ in before} & {subject for subject, _ in after}
    for subject, aspect in (*(key for key in before if key not in after), *after):
        told_apart = subject in subjects or not aspect
        # What is new or gone is told as a whole, but for advice against something new.
        if told_apart or (aspect == "deprecated" and (subject, aspect) in after):
            key = (subject, aspect)
            sentence = _sentence(*key, before.get(key), after.get(key))
            if sentence:
                yield sentence


def _sentence(subject: str, aspect: str, old: str | None, new: str | None) -> str:
    if old == new:
        return ""
    wording = _WORDINGS.get(aspect, _FACT if subject else _BARE)
    pattern = wording.new if old is None else wording.gone if new is None else wording.other
    return pattern.format(subject=subject, aspect=aspect, old=old, new=new)


_BARE = _Wording("{aspect} {new} is new", "{aspect} {old} is no longer stated", "{aspect} {old} -> {new}")
_FACT = _Wording(*(f"{{subject}}: {each}" for each in (_BARE.new, _BARE.gone, _BARE.other)))
_WORDINGS = {
    "": _Wording("{subject} is new{new}", "{subject} is gone", ""),
    "required": _Wording(
        "{subject} is {new} now",
        "{subject} is no longer said to be {old}",
        "{subject} is {new} now, not {old}",
    ),
    "deprecated": _Wording("{subject} is deprecated now: {new}", "{subject} is no longer deprecated", ""),
}
"""aspect -> how its changes are told, where that is not the general way."""


def _said(contract: Contract) -> Iterator[_Said]:
    yield from _of_page(contract)
    for permission in contract.permissions:
        subject = f" for {permission.resource}" if permission.resource else ""
        names = ", ".join(permission.names) or "not supported"
        yield _Said("", f"permission {permission.kind}{subject}:", names)
    for route in contract.routes:
        yield from _route(route)
    for header in contract.headers or ():
        yield from _header(header)
    yield from _parameters("path parameter", contract.path_parameters)
    yield from _parameters("query parameter", contract.query_parameters)
    yield from _parameters("parameter", contract.parameters)


def _of_page(contract: Contract) -> Iterator[_Said]:
    statuses = " or ".join(map(str, sorted(contract.success_statuses)))
    facts = (
        ("title", contract.title),
        ("namespace", contract.namespace and contract.namespace.value),
        ("success", statuses),
        ("window", contract.window and f"{contract.window.value} s"),
        ("recording window", contract.recording_window and f"{contract.recording_window.value} s"),
        ("telephone notation", contract.phone_format and contract.phone_format.value),
    )
    yield from (_Said("", name, value) for name, value in facts if value)


def _route(route: Route) -> Iterator[_Said]:
    # The name of a placeholder is no part of a route.
    parts = ("{}" if part.startswith("{") and part.endswith("}") else part for part in route.path.split("/"))
    subject = f"route {route.method} {'/'.join(parts)}"
    yield _Said(subject, "", "")
    if route.deprecated is not None:
        yield _Said(subject, "deprecated", route.deprecated.value)


def _header(header: Header) -> Iterator[_Said]:
    subject = f"header {header.name.title()}"
    yield _Said(subject, "", "")
    if header.value is not None:
        yield _Said(subject, "value", header.value.value)
    if header.required is not None:
        yield _Said(subject, "required", "required" if header.required.value else "optional")


def _parameters(noun: str, parameters: Listing[Parameter] | None) -> Iterator[_Said]:
    for parameter in parameters or ():
        subject = f"{noun} {parameter.name}"
        many = " collection" if parameter.collection else ""
        yield _Said(subject, "", "")
        yield _Said(subject, "type", f"{parameter.type}{many}")
        for aspect, value in _aspects(parameter):
            yield _Said(subject, aspect, value)


def _aspects(parameter: Parameter) -> Iterator[tuple[str, str]]:
    if parameter.required is not None:
        yield "required", "required" if parameter.required.value else "optional"
    if parameter.deprecated is not None:
        yield "deprecated", parameter.deprecated.value
    for aspect, least, most in (
        ("range", parameter.minimum, parameter.maximum),
        ("count", parameter.min_items, parameter.max_items),
    ):
        if _ends(least, most):
            yield aspect, _ends(least, most)
    if parameter.scheme is not None:
        yield "scheme", parameter.scheme.value
    if parameter.values is not None:
        yield "values", ", ".join(parameter.values.value)
    for default in parameter.defaults:
        targets = f" for {default.targets.value}" if default.targets else ""
        yield f"default{targets}", text_of(default.value)


def _ends(least: Fact[int] | None, most: Fact[int] | None) -> str:
    if least and most:
        return f"{least.value}..{most.value}"
    return f"at least {least.value}" if least else f"at most {most.value}" if most else ""
