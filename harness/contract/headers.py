"""The table of request headers, in its several shapes."""

import re

from harness.contract import prose
from harness.contract.listing import unique
from harness.contract.model import Fact, Header, Listing
from harness.contract.page import Page, Table, Text
from harness.contract.required import column
from harness.contract.source import Sentence, Source

NAMES = ("name", "header", "header name", "request header", "http header", "headers")


def headers(page: Page, source: Source) -> Listing[Header] | None:
    """The request headers of a page; None when it has no table of them."""
    sections = page.sections(_HEADERS)
    source.doubt_includes(include for each in sections for include in each.includes)
    tables = [table for each in sections for table in each.tables]
    fitting = [table for table in tables if table.column(*NAMES) is not None and len(table.head) > 1]
    for table in tables:
        if table not in fitting:
            source.doubt(table.head[0], "it is no table of headers")
    if not fitting:
        return None
    rows = (_header(table, row, source) for table in fitting for row in table.rows)
    found = unique(rows, lambda each: each.name.lower(), lambda each: each.cite, source)
    return Listing(found, source.cite(sections[0].heading))


def _header(table: Table, row: tuple[Text, ...], source: Source) -> Header | None:
    at = table.column(*NAMES) or 0
    name = _QUALIFIED.sub("", row[at].bare.partition(":")[0]).strip().strip("*")
    if not _NAME.fullmatch(name):
        if name:
            source.doubt(row[at], "it is no name of a header")
        return None
    places = [place for place, head in enumerate(table.heads) if place != at and head not in _OTHER]
    about = [row[place] for place in places]
    sentences = [sentence for cell in (row[at], *about) for sentence in source.sentences(cell)]
    said = [Sentence(_FORM.sub("", each.text).strip(), each.cite) for each in sentences]
    demanded = column(table, row, source) or prose.required(
        name, (each for each in said if each.text), source
    )
    return Header(
        name, source.row(*row[at : max(places, default=at) + 1]), _value(sentences, source), demanded
    )


def _value(sentences: list[Sentence], source: Source) -> Fact[str] | None:
    """`Bearer {token}` or a media type, where the row names one."""
    found = [
        Fact(form[1].replace("`", ""), each.cite) for each in sentences for form in _FORM.finditer(each.text)
    ]
    if len({fact.value.lower() for fact in found}) > 1:
        source.doubt(found[0].cite, "the row names several values")
        return None
    return found[0] if found else None


_HEADERS = re.compile(r"(?:optional |required |http )*(?:request )?headers?")
_OTHER = frozenset({"type", "required", "required?", "optional", "mandatory"})
_NAME = re.compile(r"[A-Za-z][\w-]*")
_QUALIFIED = re.compile(r"\s*\((?:required|optional)\)", re.IGNORECASE)
_FORM = re.compile(
    r"\b(Bearer `?(?:\{[^{}]+\}|<[^<>]+>)`?|(?:application|text|multipart|image)/(?:[\w.+-]*\w|\*))",
    re.IGNORECASE,
)
