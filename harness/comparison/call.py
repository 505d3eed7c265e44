"""A recorded call as comparing sees it: its exchanges in order, and the keys that find their counterparts."""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from harness import notification
from harness.address import canonical_id
from harness.cassette import Entry
from harness.conversation import call_of
from harness.diff import NOISE, Leaf, key, leaves, tree
from harness.exchange import Way
from harness.matching import in_order
from harness.renaming import Name, replaced, tokens
from harness.titles import name


class Member:
    """An exchange of a call: its entry, its name in paths, and its tree."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self.name = name(entry.exchange)
        self.tree = tree(entry.exchange)

    @cached_property
    def leaves(self) -> list[Leaf]:
        """What it says, without noise."""
        return leaves(self.tree, NOISE)

    @cached_property
    def noise(self) -> Mapping[str, Any]:
        """What differs from exchange to exchange and says nothing, by path."""
        return {path: value for path, value in leaves(self.tree) if path in NOISE}

    @cached_property
    def names(self) -> frozenset[Name]:
        """The ids that it holds."""
        texts = (value for _, value in self.leaves if isinstance(value, str))
        return frozenset(token.name for text in texts for token in tokens(text))

    @property
    def answer(self) -> object:
        """The status of the answer, or that there was none."""
        return self.tree.get("status", "no answer")

    def __str__(self) -> str:
        return f"{self.tree['method']} {self.tree['route']}: {self.answer}"


@dataclass(frozen=True)
class Known:
    """The ids that stand in both recordings: each stands for itself. Any other may have another name."""

    names: Collection[Name]

    def said(self, member: Member) -> Hashable:
        """A key of all that an exchange says but for the ids that may have other names."""
        return member.name, key(member.leaves, self.blank)

    def blank(self, text: str) -> str:
        """`text` with each id in one spelling, and without those that may have other names."""
        return replaced(text, {name: name[1] if name in self.names else "" for name in _names(text)})


class Call:
    """The exchanges that name one call; `id` is None for those that name none."""

    def __init__(self, identifier: str | None, entries: Iterable[Entry]) -> None:
        self.id = identifier
        self.members = [Member(entry) for entry in in_order(entries)]

    @property
    def action(self) -> str:
        """The first thing that the bot did to the call; empty when it did nothing."""
        return next((one.name for one in self.members if one.entry.exchange.way is Way.TO_GRAPH), "")

    def parties(self, known: Known) -> Hashable:
        """Who calls whom, as the first notification tells it: kind and id of each. None without one."""
        for member in self.members:
            for told in notification.read(member.entry.exchange.request.body):
                both = {side: told.data.get(side) for side in ("source", "targets")}
                return tuple(
                    (path, known.blank(value))
                    for path, value in leaves(both)
                    if isinstance(value, str) and path.endswith(".id") and ".identity." in path
                )
        return None

    def __str__(self) -> str:
        return ", ".join(f"{member.name} {member.answer}" for member in self.members)


def calls(entries: Iterable[Entry]) -> list[Call]:
    """The exchanges grouped by call, in order of first appearance. Token fetches belong to none."""
    grouped: dict[str, tuple[str | None, list[Entry]]] = {}
    for entry in entries:
        if entry.exchange.way is not Way.TO_LOGIN:
            named = entry.call or call_of(entry.exchange)
            grouped.setdefault(canonical_id(named or ""), (named, []))[1].append(entry)
    return [Call(named, members) for named, members in grouped.values()]


def _names(text: str) -> Iterator[Name]:
    return (token.name for token in tokens(text))
