"""What becomes of a notification on its way to the bot: a function for each fault.

Each takes the notification, those that were to follow it, and the fault's settings; it gives what is sent in
its place and what is still to follow, or None where it cannot be done.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from harness import notification
from harness.address import canonical_id
from harness.responder import FollowUp

type Sent = tuple[Sequence[FollowUp], Sequence[FollowUp]]
"""What is sent now, and what is still to follow."""

type Waiting = Sequence[FollowUp]


def late(told: FollowUp, rest: Waiting, settings: Mapping[str, float]) -> Sent:
    """It comes so many seconds later, as does what follows it in its call."""
    by = timedelta(seconds=settings["seconds"])
    return [_put_off(told, by)], [_put_off(each, by) if same(told, each) else each for each in rest]


def duplicated(told: FollowUp, rest: Waiting, _settings: Mapping[str, float]) -> Sent:
    """It comes twice."""
    return [told, told], rest


def missing(_told: FollowUp, rest: Waiting, _settings: Mapping[str, float]) -> Sent:
    """It never comes."""
    return [], rest


def swapped(told: FollowUp, rest: Waiting, _settings: Mapping[str, float]) -> Sent | None:
    """The next one of its call comes first; None where no other is to follow."""
    place = next((index for index, each in enumerate(rest) if same(told, each)), None)
    if place is None:
        return None
    other = rest[place]
    sent = [replace(other, due=told.due), replace(told, due=other.due)]
    return sent, [*rest[:place], *rest[place + 1 :]]


def same(one: FollowUp, other: FollowUp) -> bool:
    """Whether two notifications are about one call."""
    return call_of(one) == call_of(other)


def call_of(told: FollowUp) -> str:
    """The canonical id of the call that a notification is about; empty where it names none."""
    found = notification.read(told.request.body)
    return canonical_id(found[0].call if found else notification.legacy(told.request.body) or "")


def _put_off(told: FollowUp, by: timedelta) -> FollowUp:
    return replace(told, due=told.due + by)
