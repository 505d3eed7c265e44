"""Every fact of a contract under a name of its own, such as `parameters.timeout.minimum`.

The one place that names facts: the list of a contract, the errata and comparisons of contracts rest on it.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from harness.cite import Cite
from harness.contract.model import Contract, Fact, Header, Listing, Parameter, Permission, Route


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
    yield from map(_permission, contract.permissions)
    yield from _count("routes", contract.routes)
    for name, route in named_routes(contract):
        yield from _route(f"routes.{name}", route)
    yield from _parameters("path_parameters", contract.path_parameters)
    yield from _parameters("query_parameters", contract.query_parameters)
    yield from _count("headers", contract.headers)
    for header in contract.headers or ():
        yield from _header(header)
    yield from _parameters("parameters", contract.parameters)
    yield from _count("successes", contract.successes)
    for success in contract.successes or ():
        yield NamedFact(f"successes.{success.value}", str(success.value), success.cite)
    yield from _some("phone_format", contract.phone_format)


def named_routes(contract: Contract) -> Iterator[tuple[str, Route]]:
    """Each route by its path, with the method before it where several share the path."""
    shared = Counter(route.path for route in contract.routes)
    for route in contract.routes:
        yield route.path if shared[route.path] == 1 else f"{route.method} {route.path}", route


def of_parameter(name: str, parameter: Parameter) -> Iterator[NamedFact]:
    """Everything a row of a table of parameters states, under a name for the row."""
    many = " collection" if parameter.collection else ""
    yield NamedFact(name, f"{parameter.type or 'of no stated type'}{many}", parameter.cite)
    yield from _some(f"{name}.required", parameter.required)
    yield from _some(f"{name}.deprecated", parameter.deprecated)
    yield from _some(f"{name}.minimum", parameter.minimum)
    yield from _some(f"{name}.maximum", parameter.maximum)
    yield from _some(f"{name}.min_items", parameter.min_items)
    yield from _some(f"{name}.max_items", parameter.max_items)
    yield from _some(f"{name}.scheme", parameter.scheme)
    if parameter.values is not None:
        yield NamedFact(f"{name}.values", ", ".join(parameter.values.value), parameter.values.cite)
    for default in parameter.defaults:
        targets = f".{default.targets.value}" if default.targets else ""
        yield NamedFact(f"{name}.default{targets}", text_of(default.value), default.cite)


def _permission(permission: Permission) -> NamedFact:
    resource = f".{permission.resource}" if permission.resource else ""
    names = ", ".join(permission.names) or "not supported"
    return NamedFact(f"permissions.{permission.kind}{resource}", names, permission.cite)


def _count(
    name: str, listing: Listing[Route] | Listing[Header] | Listing[Parameter] | Listing[Fact[int]] | None
) -> Iterator[NamedFact]:
    if listing is not None:
        yield NamedFact(name, str(len(listing)), listing.cite)


def _route(name: str, route: Route) -> Iterator[NamedFact]:
    yield NamedFact(name, f"{route.method} {route.path}", route.cite)
    yield from _some(f"{name}.deprecated", route.deprecated)


def _header(header: Header) -> Iterator[NamedFact]:
    name = f"headers.{header.name}"
    yield NamedFact(name, header.name, header.cite)
    yield from _some(f"{name}.value", header.value)
    yield from _some(f"{name}.required", header.required)


def _parameters(name: str, parameters: Listing[Parameter] | None) -> Iterator[NamedFact]:
    yield from _count(name, parameters)
    for parameter in parameters or ():
        yield from of_parameter(f"{name}.{parameter.name}", parameter)


def _some(name: str, fact: Fact[int] | Fact[bool] | Fact[str] | None, unit: str = "") -> Iterator[NamedFact]:
    if fact is not None:
        yield NamedFact(name, text_of(fact.value) + unit, fact.cite)


def text_of(value: int | bool | str) -> str:
    """A value as a page would write it."""
    return str(value).lower() if isinstance(value, bool) else str(value)
