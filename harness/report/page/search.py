"""What the filter of a page looks in: of each call its words, each once; no text of the page is read."""

import json
import re
from collections.abc import Iterator

from harness.report.page.differing import REMOVED
from harness.report.page.payload import Payload
from harness.report.page.view import Altered, Call, Card, Message

_WORD = re.compile(r"[^\s\"{}\[\],<>]*\w[^\s\"{}\[\],<>]*")
_NAMED = re.compile(r'"\s*:\s*"?')
"""What stands between the name of a member and its value."""

_ESCAPED = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&"}
"""Characters that could end the element which holds the index, or open another."""


def entry(call: Call) -> str:
    """A call as a line of the index, in JSON that HTML cannot mistake for anything.

    id: its anchor. call, outcome, standing, rules, severities: what a filter may name; a call that is no more
    came to nothing. text: all else, members and headers as `name:value`.
    """
    cards = list(call.all_cards)
    told = {
        "id": call.anchor,
        "call": call.id.lower(),
        "outcome": "" if call.standing == REMOVED else call.outcome,
        "standing": call.standing,
        "rules": sorted({card.rule for card in cards}),
        "severities": sorted({card.severity for card in cards}),
        "text": "\n".join(dict.fromkeys(word for text in _texts(call, cards) for word in _words(text))),
    }
    return json.dumps(told).translate(_ESCAPED)


def _words(text: str) -> Iterator[str]:
    return (found.group() for found in _WORD.finditer(text.lower()))


def _texts(call: Call, cards: list[Card]) -> Iterator[str]:
    yield from (call.id, call.place, call.who, call.began, call.outcome, call.standing)
    for card in cards:
        yield from (card.rule, card.severity, card.fix)
        for point in card.points:
            yield from (point.where, point.message)
    for change in call.altered:
        yield from _changed(change)
    for arrow in call.arrows:
        yield from (arrow.name, arrow.came, arrow.standing)
        for change in arrow.altered:
            yield from _changed(change)
        for message in (arrow.request, arrow.answer):
            if message is not None:
                yield from _message(message)


def _changed(change: Altered) -> Iterator[str]:
    yield from (change.path, change.old, change.new, *change.breaks)


def _message(message: Message) -> Iterator[str]:
    yield message.line
    for name, value in message.headers:
        yield f"{name}:{value}"
    if message.payload is not None and message.payload.kind != Payload.BYTES:
        yield _NAMED.sub(":", message.payload.text)
