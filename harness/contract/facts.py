"""Every fact of a contract under a name of its own, such as `parameters.timeout.minimum`.

The one place that names facts: the list of a contract, the errata and comparisons of editions rest on it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from harness.cite import Cite
from harness.contract.model import Contract, Fact, Header, Parameter, Route


@dataclass(frozen=True, slots=True)
class NamedFact:
    """One fact: a dotted name that is unique in its contract, the value as text, and where it stands."""

    name: str
    value: str
    cite: Cite


def stated(contract: Contract) -> Iterator[NamedFact]:
    """Everything a contract states, in the order of the page's sections."""
    yield from _some("namespace", contract.namespace)
    yield from _some("window", contract.window, " s")
    yield from _some("recording_window", contract.recording_window, " s")
    for permission in contract.permissions:
        names = ", ".join(permission.names) or "not supported"
        yield NamedFact(f"permissions.{permission.kind}", names, permission.cite)
    yield NamedFact("routes", str(len(contract.routes)), contract.routes.cite)
    for route in contract.routes:
        yield from _route(route)
    if contract.headers is not None:
        yield NamedFact("headers", str(len(contract.headers)), contract.headers.cite)
    for header in contract.headers or ():
        yield from _header(header)
    if contract.parameters is not None:
        yield NamedFact("parameters", str(len(contract.parameters)), contract.parameters.cite)
    for parameter in contract.parameters or ():
        yield from _parameter(parameter)
    if contract.successes is not None:
        yield NamedFact("successes", str(len(contract.successes)), contract.successes.cite)
    for success in contract.successes or ():
        yield NamedFact(f"successes.{success.value}", str(success.value), success.cite)
    yield from _some("phone_format", contract.phone_format)


def _route(route: Route) -> Iterator[NamedFact]:
    name = f"routes.{route.path}"
    yield NamedFact(name, f"{route.method} {route.path}", route.cite)
    yield from _some(f"{name}.deprecated", route.deprecated)


def _header(header: Header) -> Iterator[NamedFact]:
    name = f"headers.{header.name}"
    yield NamedFact(name, header.name, header.cite)
    yield from _some(f"{name}.value", header.value)
    yield from _some(f"{name}.required", header.required)


def _parameter(parameter: Parameter) -> Iterator[NamedFact]:
    name = f"parameters.{parameter.name}"
    many = " collection" if parameter.collection else ""
    yield NamedFact(name, f"{parameter.type}{many}", parameter.cite)
    yield from _some(f"{name}.required", parameter.required)
    yield from _some(f"{name}.deprecated", parameter.deprecated)
    yield from _some(f"{name}.minimum", parameter.minimum)
    yield from _some(f"{name}.maximum", parameter.maximum)
    yield from _some(f"{name}.max_items", parameter.max_items)
    yield from _some(f"{name}.scheme", parameter.scheme)
    if parameter.values is not None:
        yield NamedFact(f"{name}.values", ", ".join(parameter.values.value), parameter.values.cite)
    for default in parameter.defaults:
        targets = f".{default.targets.value}" if default.targets else ""
        yield NamedFact(f"{name}.default{targets}", _text(default.value), default.cite)


def _some(name: str, fact: Fact[int] | Fact[bool] | Fact[str] | None, unit: str = "") -> Iterator[NamedFact]:
    if fact is not None:
        yield NamedFact(name, _text(fact.value) + unit, fact.cite)


def _text(value: int | bool | str) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
