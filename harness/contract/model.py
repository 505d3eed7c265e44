"""What one page of documentation states, as data: every fact beside the line that states it.

Nothing here reads a page, prefers one edition to another, or judges a message.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

import msgspec

from harness.cite import Cite
from harness.errors import HarnessError

_RECOMPILE = "compile the page again with this version of redial"


@dataclass(frozen=True, slots=True)
class Fact[T]:
    """One stated value and where it stands."""

    value: T
    cite: Cite


@dataclass(frozen=True, slots=True)
class Listing[T]:
    """A list the page gives as a whole, such as its routes: what is not in it is not documented there.

    cite: where the list begins, for findings about what it lacks.
    """

    entries: tuple[T, ...]
    cite: Cite

    def __iter__(self) -> Iterator[T]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)


class Count(Enum):
    """How many targets a statement is about."""

    ONE = "one"
    SEVERAL = "several"


@dataclass(frozen=True, slots=True)
class Default:
    """What an omitted parameter means; `targets` says for which number of targets, None for any."""

    value: int | bool | str
    targets: Count | None
    cite: Cite


@dataclass(frozen=True, slots=True)
class Route:
    """One line of the HTTP request block: `POST`, `/communications/calls/{callId}/redirect`.

    deprecated: why it should not be used, as the page says it; None when the page does not deprecate it.
    """

    method: str
    path: str
    cite: Cite
    deprecated: Fact[str] | None = None


@dataclass(frozen=True, slots=True)
class Header:
    """One row of the request header table.

    value: the form of the value as the page writes it, such as `Bearer {token}` or `application/json`.
    """

    name: str
    cite: Cite
    value: Fact[str] | None = None
    required: Fact[bool] | None = None


@dataclass(frozen=True, slots=True)
class Parameter:
    """One row of a table of parameters. A constraint the page does not state is None.

    type: the name of the element type, such as `Int32` or `invitationParticipantInfo`, without namespace; of
    a union, the names joined by ` or `; empty where the table has no such column.
    minimum, maximum: inclusive. min_items, max_items: of a collection. scheme: of a URL, lower case.
    values: the members of a closed list. defaults: several when they depend on the number of targets.
    """

    name: str
    type: str
    collection: bool
    cite: Cite
    required: Fact[bool] | None = None
    deprecated: Fact[str] | None = None
    minimum: Fact[int] | None = None
    maximum: Fact[int] | None = None
    max_items: Fact[int] | None = None
    scheme: Fact[str] | None = None
    values: Fact[tuple[str, ...]] | None = None
    defaults: tuple[Default, ...] = ()
    min_items: Fact[int] | None = None

    def default(self, targets: int) -> Default | None:
        """What omitting the parameter means with so many targets; None when the page is silent."""
        count = Count.SEVERAL if targets > 1 else Count.ONE
        return next((each for each in self.defaults if each.targets in (None, count)), None)


@dataclass(frozen=True, slots=True)
class Permission:
    """One cell of the permission table: `names` from least to most privileged, empty when not supported.

    resource: what it is about, where the page tells resources apart.
    """

    kind: str
    names: tuple[str, ...]
    cite: Cite
    resource: str | None = None


@dataclass(frozen=True, slots=True)
class Contract:
    """Everything one page states about one operation. What the page does not state is None or empty.

    edition: `reference`, `v1.0`, `beta`, or the name of a page given by path.
    url: the published page, None when there is none.
    parameters: of the request body; no entries where the page says that there is no body.
    path_parameters: those of a function, which stand in brackets, among them.
    successes: the documented success statuses.
    window: seconds the bot has from the incoming notification.
    recording_window: the same for a bot that records by policy.
    phone_format: the notation a phone identity's id must have, such as `E.164`.
    """

    edition: str
    title: str
    page: str
    url: str | None
    namespace: Fact[str] | None
    routes: Listing[Route]
    headers: Listing[Header] | None = None
    parameters: Listing[Parameter] | None = None
    successes: Listing[Fact[int]] | None = None
    permissions: tuple[Permission, ...] = ()
    window: Fact[int] | None = None
    recording_window: Fact[int] | None = None
    phone_format: Fact[str] | None = None
    path_parameters: Listing[Parameter] | None = None
    query_parameters: Listing[Parameter] | None = None

    def route(self, path: str) -> Route | None:
        """The route with this path template; parameter names in braces do not matter."""
        wanted = _shape(path)
        return next((route for route in self.routes if _shape(route.path) == wanted), None)

    def header(self, name: str) -> Header | None:
        """The documented header of this name, in any case of letters."""
        return next((each for each in self.headers or () if each.name.lower() == name.lower()), None)

    def parameter(self, name: str) -> Parameter | None:
        """The documented body parameter of exactly this name."""
        return next((each for each in self.parameters or () if each.name == name), None)

    def permission(self, kind: str, resource: str | None = None) -> Permission | None:
        """What the page says about one permission type, such as `Application`; None when it says nothing."""
        wanted = (kind, resource)
        return next((each for each in self.permissions if (each.kind, each.resource) == wanted), None)

    def to_json(self) -> bytes:
        """The contract as stable, readable JSON, ended by a line end."""
        return msgspec.json.format(msgspec.json.encode(self, order="deterministic"), indent=1) + b"\n"

    @classmethod
    def from_json(cls, text: bytes, *, name: str) -> "Contract":
        """The contract that `to_json` wrote; HarnessError, naming `name`, when it is none."""
        try:
            return msgspec.json.decode(text, type=cls)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise HarnessError(f"{name} is no compiled contract: {error}", hint=_RECOMPILE) from error

    @property
    def success_statuses(self) -> tuple[int, ...]:
        """The documented success statuses in page order; empty when the page states none."""
        return tuple(each.value for each in self.successes or ())


def _shape(path: str) -> tuple[str, ...]:
    return tuple("{}" if part.startswith("{") else part for part in path.split("/") if part)
