"""Departures: how what the bot sent now differs from what it sent then, member by member.

Both are read as recordings: masked, without noise, and each id may have another name. What a bot sends is a
request to Graph, or its reply to a webhook.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from harness.cassette import Entry
from harness.diff import Kind, content, differences, request_tree
from harness.exchange import Exchange, Way
from harness.ids import replaced, tokens
from harness.redaction.redactor import Redactor
from harness.renaming import Renaming
from harness.replay.account import Departure
from harness.titles import name

_REFUSED = 400
"""The least status with which a bot does not take a webhook."""


def departures(
    pairs: Iterable[tuple[str, Entry, Exchange]], redactor: Redactor | None = None
) -> tuple[Departure, ...]:
    """How exchanges differ from the entries of which they took the place, in order of the interactions; what
    is the same but for ids, as between copies and attempts, is one with its count.

    pairs: a file, an entry of it and what happened instead. redactor: masks what happened, and entries that
    nobody masked; None: all is told as it is.
    """
    found: dict[tuple[str, int, str], Departure] = {}
    for file, entry, now in pairs:
        for one in _departed(file, entry, now, redactor):
            place = file, entry.number, _nameless([one.path, one.kind, one.old, one.new])
            known = found.get(place)
            found[place] = replace(known, count=known.count + 1) if known else one
    return tuple(sorted(found.values(), key=lambda each: (each.file, each.interaction)))


def refuses(then: Exchange, now: Exchange) -> bool:
    """Whether the bot refuses a webhook that it took when it was recorded."""
    old, new = then.response, now.response
    return old is not None and new is not None and old.status < _REFUSED <= new.status


def _departed(file: str, entry: Entry, now: Exchange, redactor: Redactor | None) -> Iterator[Departure]:
    then, replied = entry.exchange, entry.exchange.way is Way.TO_BOT
    seen = _reply if replied else _request
    old, new = seen(then), seen(now)
    if old is None or new is None or not any(differences(old, new, renaming=Renaming(masked_only=True))):
        return
    if redactor is not None:
        old = old if entry.key is not None else seen(redactor.exchange(then))
        new = seen(redactor.exchange(now))
    opening = name(then)
    for one in differences(old, new, renaming=Renaming()):
        if one.old is None and one.new is None:  # null here, left out there
            continue
        # what matching looks at, it has found to be the same, whoever masked it by whatever rules
        if replied or one.kind is Kind.EQUIVALENT or one.path.startswith("headers."):
            path = f"{opening}.{one.path}"
            yield Departure(
                *(file, entry.number, entry.call, path, one.kind, one.old, one.new),
                note=one.note,
                refuses=replied and one.path == "status" and refuses(then, now),
            )


def _request(exchange: Exchange) -> dict[str, Any]:
    """The tree of a request without its host, which is wherever the bot was led."""
    seen = request_tree(exchange.request)
    del seen["host"]
    return seen


def _reply(exchange: Exchange) -> dict[str, Any] | None:
    """Status and body of a reply, as the tree of an exchange has them; None where there is none."""
    response = exchange.response
    return None if response is None else {"status": response.status, "response": content(response.body)}


def _nameless(said: Any) -> str:
    """What is said, as JSON, each id or mask being any of its kind."""
    text = json.dumps(said)
    return replaced(text, {token.name: token.kind for token in tokens(text)})
