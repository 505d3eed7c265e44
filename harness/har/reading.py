"""Reads a HAR as entries: those that are part of a call's conversation, under the number they have there.

A HAR is one JSON document and is read whole. Opens nothing and knows no path.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import replace

from harness.cassette import Entry, named_call
from harness.errors import CassetteError
from harness.facts import facts_of
from harness.har import message
from harness.har.document import Element, elements, first
from harness.har.lines import lines
from harness.parties import KnownParties

_OPENING = re.compile(rb'(?:\xef\xbb\xbf)?[ \t\r\n]*\{[ \t\r\n]*"log"[ \t\r\n]*:')


def opens(head: bytes) -> bool:
    """Whether a file that begins so is a HAR: an object whose first member is `log`."""
    return _OPENING.match(head) is not None


class Reading:
    """The entries of one HAR, once. What is said of the file as a whole is known when they are all read.

    torn: bytes behind the last whole entry of a file that breaks off, or is broken there.
    left_out: entries that are part of no call's conversation.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.torn = 0
        self.left_out = 0

    def __iter__(self) -> Iterator[Entry]:
        parties = KnownParties()
        for number, element in enumerate(self._elements(_text(self._data)), start=1):
            found = message.exchange(element.value)
            if found is None:
                self.left_out += 1
                continue
            parties.note(found)
            facts = {**facts_of(found, None, parties.of(found)), **found.facts}
            whole = replace(found, facts=facts)
            yield Entry(
                number, element.line, whole, named_call(whole), marked=False, lines=lines(element.text)
            )

    def _elements(self, text: str) -> Iterator[Element]:
        end = _first(text)
        try:
            for element in elements(text, end):
                end = element.end
                yield element
        except (ValueError, RecursionError):  # no JSON from here on, or nested too deep
            self.torn = len(self._data) - len(text[:end].encode())


def read(data: bytes) -> Reading:
    """The entries of a HAR. Iterating raises CassetteError for what is none."""
    return Reading(data)


def _text(data: bytes) -> str:
    """The text, but for a character that is cut in two at its end."""
    if not data.strip():
        raise CassetteError("it is empty", hint="export it again")
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        raise CassetteError("it is not text in UTF-8, hence no HAR", hint="export it again") from None


def _first(text: str) -> int:
    try:
        return first(text)
    except (ValueError, RecursionError):
        raise CassetteError("it is no HAR: it has no list `log.entries`", hint="export it again") from None
