"""What the service's schema (CSDL) declares about the types an action reaches, where no page says it.

Types and members as data, each with its Cite; nothing here reads a page or judges a message.
"""

from dataclasses import dataclass

from harness.cite import Cite


@dataclass(frozen=True, slots=True)
class Member:
    """One property of a type, or one parameter of an action.

    versions: the versions of the service that declare it, such as `v1.0` and `beta`.
    type: `Edm.String`, `Edm.Int32`, `Edm.Boolean`, or the name of a type of the schema, without namespace.
    """

    name: str
    type: str
    collection: bool
    nullable: bool
    versions: tuple[str, ...]
    cite: Cite


@dataclass(frozen=True, slots=True)
class Type:
    """A complex type, an entity type, or the action itself (whose members are its parameters).

    base: the type it inherits from, whose members it has too; None when there is none.
    open: whether members that are not declared may travel.
    """

    name: str
    base: str | None
    open: bool
    members: tuple[Member, ...]
    cite: Cite


@dataclass(frozen=True, slots=True)
class Value:
    """One name of an enumeration, and the versions of the service that declare it."""

    name: str
    versions: tuple[str, ...]
    cite: Cite


@dataclass(frozen=True, slots=True)
class Enumeration:
    """A closed list of names, in the order of their numbers."""

    name: str
    members: tuple[Value, ...]
    cite: Cite

    @property
    def values(self) -> tuple[str, ...]:
        """The names that any version declares."""
        return tuple(each.name for each in self.members)

    def value(self, name: str) -> Value | None:
        """The value of this name, spelt exactly so."""
        return next((each for each in self.members if each.name == name), None)

    def near(self, name: object) -> str | None:
        """The name that a text is but for capitals."""
        lower = name.lower() if isinstance(name, str) else None
        return next((each for each in self.values if each.lower() == lower), None)


@dataclass(frozen=True, slots=True)
class Root:
    """A first segment of a URL that the service has, and the versions that have it."""

    name: str
    versions: tuple[str, ...]
    cite: Cite


@dataclass(frozen=True, slots=True, eq=False)
class Schema:
    """The types that a redirect and the notifications around it reach.

    It equals itself alone: what was looked up in it can be kept by it.
    action: what a request body is: its members are the parameters, and it is closed.
    """

    namespace: str
    action: Type
    types: tuple[Type, ...]
    enumerations: tuple[Enumeration, ...]
    roots: tuple[Root, ...]

    def type(self, name: str) -> Type | None:
        """The type of this name; a leading `#` and the namespace do not matter."""
        short = self.short(name)
        return next((each for each in self.types if each.name == short), None)

    def enumeration(self, name: str) -> Enumeration | None:
        """The enumeration of this name."""
        return next((each for each in self.enumerations if each.name == name), None)

    def members(self, type_name: str) -> tuple[Member, ...]:
        """Every declared member of a type, inherited ones first; empty for an unknown type."""
        found = self.type(type_name)
        if found is None:
            return ()
        return (self.members(found.base) if found.base else ()) + found.members

    def member(self, type_name: str, name: str) -> Member | None:
        """One declared member of a type, own or inherited."""
        return next((each for each in self.members(type_name) if each.name == name), None)

    def derives(self, name: str, base: str) -> bool:
        """Whether a type is another or inherits from it."""
        found = self.type(name)
        if found is None:
            return False
        return found.name == self.short(base) or (found.base is not None and self.derives(found.base, base))

    def short(self, name: str) -> str:
        """A type's name without leading `#` and namespace."""
        return name.removeprefix("#").removeprefix(f"{self.namespace}.")
