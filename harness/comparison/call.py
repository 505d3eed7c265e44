"""A recorded call as comparing sees it: its exchanges in order, and the keys that find their counterparts.

A Member is a whole exchange; a Mark is what a first reading leaves of one, enough to align any number.
"""

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property

from harness import notification
from harness.cassette import Entry
from harness.comparison.hiding import hidden
from harness.diff import NOISE, Key, Leaf, key, leaves, respelled, textless, tree
from harness.exchange import Way
from harness.findings import Finding
from harness.ids import Name, replaced, tokens
from harness.titles import name


class Member:
    """An exchange of a call: its entry, its name in paths, its tree, the file it is of, and its findings."""

    def __init__(self, entry: Entry, file: str = "", findings: Sequence[Finding] = ()) -> None:
        self.entry = entry
        self.file = file
        self.findings = findings
        self.name = name(entry.exchange)
        self.tree = tree(entry.exchange)

    @cached_property
    def leaves(self) -> list[Leaf]:
        """What it says, without noise."""
        return leaves(self.tree, NOISE)

    @cached_property
    def names(self) -> frozenset[Name]:
        """The ids that it holds."""
        texts = (value for _, value in self.leaves if isinstance(value, str))
        return frozenset(token.name for text in texts for token in tokens(text))

    @cached_property
    def people(self) -> list[tuple[str, str]]:
        """Who calls whom, as a notification tells it: the path and the id of each."""
        for told in notification.read(self.entry.exchange.request.body):
            both = {side: told.data.get(side) for side in ("source", "targets")}
            return [
                (path, value)
                for path, value in leaves(both)
                if isinstance(value, str) and path.endswith(".id") and ".identity." in path
            ]
        return []

    @property
    def answer(self) -> object:
        """The status of the answer, or that there was none."""
        return self.tree.get("status", "no answer")

    def __str__(self) -> str:
        return f"{self.tree['method']} {hidden('route', self.tree['route'])}: {self.answer}"


@dataclass(frozen=True)
class Known:
    """The ids that stand in both recordings: each stands for itself. Any other may have another name."""

    names: Collection[Name]

    def said(self, member: Member) -> Key:
        """A key of all that an exchange says but for the ids that may have other names."""
        return key(member.leaves, self.blank)

    def parties(self, member: Member) -> Hashable:
        """Who calls whom, as a notification tells it: kind and id of each. None where it tells nothing."""
        return tuple((path, self.blank(value)) for path, value in member.people) or None

    def blank(self, text: str) -> str:
        """`text` with each id in one spelling, and without those that may have other names."""
        found = tokens(text)
        if not found:
            return text
        names = (token.name for token in found)
        return replaced(text, {name: name[1] if name in self.names else "" for name in names})


@dataclass(frozen=True, slots=True)
class Mark:
    """What is left of an exchange that was read. recording, number: where it stands.

    began: seconds; None where that is unknown. acted: whether the bot did something by it.
    said, carried, shaped: hashes of what Known has it say, of its body alone, which survives another library
    and another answer, and of that without its texts: masked by any key, or not at all, it is one.
    parties: hash of who calls whom; None where it tells of nobody. people: their ids.
    """

    recording: int
    number: int
    line: int
    began: float | None
    name: str
    title: str
    acted: bool
    said: int
    carried: int
    shaped: int
    parties: int | None
    people: tuple[str, ...]

    @classmethod
    def of(cls, member: Member, recording: int, known: Known) -> "Mark":
        """The mark of an exchange."""
        entry = member.entry
        began, told = entry.exchange.started_at, known.parties(member)
        said = known.said(member)
        body = tuple(leaf for leaf in said if leaf[0].startswith("body"))
        return cls(
            recording,
            entry.number,
            entry.line,
            began.timestamp() if began is not None else None,
            member.name,
            f"{member.name} {member.answer}",
            entry.exchange.way is Way.TO_GRAPH,
            hash((member.name, said)),
            hash((member.name, body)),
            hash((member.name, textless(body))),
            hash(told) if told is not None else None,
            tuple(respelled(value) for _, value in member.people),
        )


class Call:
    """The exchanges that name one call, in order; `id` is None for those that name none."""

    def __init__(self, identifier: str | None, marks: Sequence[Mark]) -> None:
        self.id = identifier
        self.marks = in_order(marks)

    @property
    def said(self) -> Hashable:
        """All that its exchanges say."""
        return tuple(mark.said for mark in self.marks)

    @property
    def carried(self) -> Hashable:
        """All that their bodies say."""
        return tuple(mark.carried for mark in self.marks)

    @property
    def shaped(self) -> Hashable:
        """The same without texts."""
        return tuple(mark.shaped for mark in self.marks)

    @property
    def action(self) -> str:
        """The first thing that the bot did to the call; empty when it did nothing."""
        return next((mark.name for mark in self.marks if mark.acted), "")

    @property
    def parties(self) -> Hashable:
        """Who calls whom, as the first notification tells it."""
        return next((mark.parties for mark in self.marks if mark.parties is not None), None)

    @property
    def people(self) -> tuple[str, ...]:
        """Their ids."""
        return next((mark.people for mark in self.marks if mark.people), ())

    def __str__(self) -> str:
        return ", ".join(mark.title for mark in self.marks)


def in_order(marks: Sequence[Mark]) -> list[Mark]:
    """Marks in the order in which their exchanges began; as they stand when one of them does not tell."""
    if any(mark.began is None for mark in marks):
        return list(marks)
    return sorted(marks, key=lambda mark: mark.began or 0.0)
