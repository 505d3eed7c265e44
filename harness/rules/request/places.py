"""Where the objects of a redirect's body stand whose type the schema knows, and which names they may have.

Reads and never judges.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from harness.body import child
from harness.contract.precedence import Documentation
from harness.contract.schema import Schema
from harness.rules.subject import BODY, TARGETS, Body

TARGET = "invitationParticipantInfo"
IDENTITY_SET = "communicationsIdentitySet"
BASE_SET = "identitySet"
IDENTITY = "identity"
"""Types of the schema: of a target, of whom it names (in full, and at least), and of one of those."""


@dataclass(frozen=True, slots=True)
class Place:
    """An object of a known place. type: what stands there at least; empty for the body itself."""

    where: str
    type: str
    members: Mapping[str, Any]

    def declared(self, documentation: Documentation) -> tuple[str, ...]:
        """The names that members may have here: the schema's, of the body those of the chosen edition too."""
        if self.type:
            return _declared(documentation.schema, self.type)
        parameters = documentation.chosen.parameters or ()
        return tuple(each.name for each in (*documentation.schema.action.members, *parameters))


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody whom a target names. target, where: of the target, and of the identity in it.

    kind: such as `user`. value: what stands there, whatever it is but null.
    """

    target: str
    where: str
    kind: str
    value: Any

    @property
    def id(self) -> str | None:
        """The id that names the party, None where it is no text or says nothing."""
        found = self.value.get("id") if isinstance(self.value, dict) else None
        return found if isinstance(found, str) and found.strip() else None


@lru_cache(maxsize=16)
def _declared(schema: Schema, base: str) -> tuple[str, ...]:
    types = [each.name for each in schema.types if schema.derives(each.name, base)]
    return tuple(member.name for name in types for member in schema.members(name))


@lru_cache(maxsize=4)
def kinds(schema: Schema) -> tuple[str, ...]:
    """The kinds of parties that a target may name: `user`, `phone` and so on."""
    return tuple(member.name for member in schema.members(IDENTITY_SET) if member.type == IDENTITY)


def parties(body: Body, schema: Schema) -> Iterator[Party]:
    """Everybody whom the targets name, in the order sent."""
    known = kinds(schema)
    for where, identity in body.identities:
        target = where.removesuffix(".identity")
        for name, value in identity.items():
            if name in known and value is not None:
                yield Party(target, child(where, name), name, value)


def places(body: Body, schema: Schema) -> Iterator[Place]:
    """The body and every object in it whose place the schema knows, from the outside to the inside."""
    yield Place(BODY, "", body.members)
    for index, target in enumerate(body.targets):
        if isinstance(target, dict):
            yield Place(child(TARGETS, index), TARGET, target)
    for where, identity in body.identities:
        yield Place(where, BASE_SET, identity)
    for party in parties(body, schema):
        if isinstance(party.value, dict):
            yield Place(party.where, IDENTITY, party.value)


def meant(name: str, known: Iterable[str]) -> str | None:
    """The known name that `name` differs from in case and underscores alone; None when it is known itself."""
    names = tuple(known)
    if name in names:
        return None
    bare = _bare(name)
    return next((each for each in names if _bare(each) == bare), None)


def slipped(found: Iterable[str], wanted: str) -> bool:
    """Whether a name stands there in another case or with underscores: RDQ072 or RDQ073 says so."""
    return any(meant(name, (wanted,)) for name in found)


@lru_cache(maxsize=1024)
def _bare(name: str) -> str:
    return name.replace("_", "").lower()
