"""The response section: the statuses of a success, in its sentences and tables."""

import re
from collections.abc import Iterator

from harness.contract.listing import unique
from harness.contract.model import Fact, Listing
from harness.contract.page import Page, Section, Table, Text
from harness.contract.source import Source


def successes(page: Page, source: Source) -> Listing[Fact[int]] | None:
    """The success statuses a page states; None when it states none."""
    sections = page.sections(_RESPONSE)[:1]
    source.doubt_includes(include for each in sections for include in each.includes)
    stated = [*_told(sections, source), *_tabled(sections, source)]
    found = unique(stated, lambda each: each.value, lambda each: each.cite)
    return Listing(found, found[0].cite) if found else None


def _told(sections: tuple[Section, ...], source: Source) -> Iterator[Fact[int]]:
    for sentence in source.paragraphs(sections):
        for found in _STATUS.finditer(sentence.text):
            status = int(next(filter(None, found.groups())))
            if _DENIED.search(sentence.text, 0, found.start()):
                source.doubt(sentence, f"it denies {status}")
            elif status < 300 or _SUCCESSFUL.search(sentence.text):
                yield Fact(status, sentence.cite)


def _tabled(sections: tuple[Section, ...], source: Source) -> Iterator[Fact[int]]:
    for table in (table for each in sections for table in each.tables):
        at = table.column(*_HEADS)
        if at is None:
            source.doubt(table.head[0], "it is no table of statuses")
            continue
        for row in table.rows:
            for found in _IN_CELL.finditer(row[at].bare):
                yield Fact(int(found[0]), source.row(*_described(table, row, at)))


def _described(table: Table, row: tuple[Text, ...], at: int) -> tuple[Text, ...]:
    about = table.column("description", "meaning", "message", "details")
    return row[at : about + 1] if about is not None and about > at else row[at : at + 1]


_RESPONSE = re.compile(r"(?:http )?(?:responses?|response codes?|return values?|returns)")
_STATUS = re.compile(
    r"(?<![\w.,/-])`?(?:HTTP(?:/\d(?:\.\d)?)? )?([23]\d\d)"
    r"(?:`|(?= (?:[A-Z][A-Za-z-]+|`|(?:response|status|success|HTTP)\b))|(?=[.,;]?$))"
    r"|\b(?:code|status)(?: of| is|:)? `?(2\d\d)\b|\bHTTP `?(2\d\d)\b"
)
_DENIED = re.compile(
    r"(?:\b(?:not|never|no longer|instead of|rather than)\b|n't\b)(?:(?!\b(?:and|but)\b)[^.,;])*$",
    re.IGNORECASE,
)
_SUCCESSFUL = re.compile(r"\bsuccess|\bfound\b|\bredirect", re.IGNORECASE)
_HEADS = (
    "status code",
    "response code",
    "http code",
    "http status",
    "http status code",
    "status",
    "code",
    "http response",
)
_IN_CELL = re.compile(r"(?<![\w.])2\d\d(?!\.?\w)")
