"""The tables of parameters: of the body, of the query and of the path, each row with what its cell states."""

import re
from collections.abc import Iterator

from harness.contract import prose
from harness.contract.bounds import bounds
from harness.contract.choices import values
from harness.contract.defaults import defaults
from harness.contract.kinds import kind
from harness.contract.listing import unique
from harness.contract.model import Listing, Parameter, Route
from harness.contract.page import Heading, Page, Section, Table, Text
from harness.contract.required import column
from harness.contract.source import Source, placeholder

NAMES = (
    "parameter",
    "parameters",
    "parameter name",
    "property",
    "properties",
    "property name",
    "query parameter",
    "name",
    "field",
    "member",
)
TYPES = ("type", "data type", "property type", "parameter type")
ABOUT = ("description", "details", "comments", "notes", "remarks")


def body(page: Page, routes: Listing[Route], source: Source) -> Listing[Parameter] | None:
    """The members of the body; no entries where the page says that nothing is sent, None without a word."""
    sections = page.sections(_BODY)
    loose = page.sections(_LOOSE)
    if all(route.method in ("DELETE", "GET", "HEAD") for route in routes):
        for each in loose:
            source.doubt(each.heading, "the page does not say where these parameters are sent")
        loose = ()
    found = _listing((*sections, *loose), source, typed=True)
    if found is not None:
        return found
    for sentence in source.paragraphs(sections):
        if _NOTHING.search(sentence.text):
            return Listing((), sentence.cite)
    for each in sections:
        source.doubt(each.heading, "it has no table of parameters")
    return None


def query(page: Page, source: Source) -> Listing[Parameter] | None:
    """The query parameters; None where the page has no table of them."""
    return _listing(page.sections(_QUERY), source, typed=False)


def path(page: Page, source: Source) -> Listing[Parameter] | None:
    """The parameters in the path, those of a function in its brackets among them; None without a table."""
    return _listing(page.sections(_IN_PATH), source, typed=False)


def _listing(sections: tuple[Section, ...], source: Source, *, typed: bool) -> Listing[Parameter] | None:
    source.doubt_includes(include for each in sections for include in each.includes)
    tables = [table for each in sections for table in _tables(each, source, typed)]
    if not tables:
        return None
    rows = (_parameter(table, row, source) for table in tables for row in table.rows)
    found = unique(rows, lambda each: each.name, lambda each: each.cite, source)
    return Listing(found, source.cite(sections[0].heading))


def _tables(section: Section, source: Source, typed: bool) -> Iterator[Table]:
    """The section's tables of parameters. What stands under a heading of its own describes something else."""
    first: Table | None = None
    inside = True
    for block in section.blocks:
        if isinstance(block, Heading):
            inside = _PART.fullmatch(block.text.bare.lower()) is not None
        elif isinstance(block, Table):
            named = block.column(*NAMES) is not None
            fits = named and (_typed(block) is not None or (not typed and block.column(*ABOUT) is not None))
            if not fits or not inside or (first is not None and first.heads != block.heads):
                source.doubt(block.head[0], "it is no table of parameters")
            else:
                first = first or block
                yield block


def _typed(table: Table) -> int | None:
    """The column of types; some tables head it `Value`, and describe it in a column of its own."""
    found = table.column(*TYPES)
    return found if found is not None or table.column(*ABOUT) is None else table.column("value")


def _parameter(table: Table, row: tuple[Text, ...], source: Source) -> Parameter | None:
    at, typed, about = table.column(*NAMES), _typed(table), table.column(*ABOUT)
    cell = row[at or 0]
    name = _QUALIFIED.sub("", cell.bare).strip()
    if placeholder(cell.text) or not _NAME.fullmatch(name):
        if name:
            source.doubt(cell, "it is no name of a parameter")
        return None
    if typed is not None and placeholder(row[typed].text):
        source.doubt(row[typed], "it is a placeholder")
        return None
    stated = kind(row[typed]) if typed is not None else kind(Text("", cell.line))
    places = sorted(place for place in (at, typed) if place is not None)
    qualified = (cell, row[typed]) if typed is not None else (cell,)
    qualifiers = [
        Text(found[0].strip(), each.line, each.file)
        for each in qualified
        for found in _QUALIFIED.finditer(each.bare)
    ]
    cells = (*qualifiers, *([row[about]] if about is not None else []))
    sentences = [sentence for each in cells for sentence in source.sentences(each)]
    ends = bounds(name, stated, sentences, source)
    return Parameter(
        name=name,
        type=stated.name,
        collection=stated.collection,
        cite=source.row(*row[places[0] : places[-1] + 1]),
        required=column(table, row, source) or prose.required(name, sentences, source),
        deprecated=prose.deprecated(name, sentences, source),
        minimum=None if stated.collection else ends.least,
        maximum=None if stated.collection else ends.most,
        min_items=ends.least if stated.collection else None,
        max_items=ends.most if stated.collection else None,
        scheme=prose.scheme(sentences, source),
        values=None if stated.boolean else values(sentences, source),
        defaults=defaults(stated, sentences, source),
    )


_BODY = re.compile(r"(?:http )?request body(?: parameters| properties)?|body parameters|action parameters")
_LOOSE = re.compile(r"parameters|request parameters")
_QUERY = re.compile(
    r"(?:optional |required |supported |odata |http |url )*query (?:parameters?|string parameters|options)"
)
_IN_PATH = re.compile(r"(?:path|function|uri|url) parameters?|function (?:call )?arguments")
_PART = re.compile(
    r"(?:required|optional|writable|body|request|query|path|odata|supported|\s)*(?:parameters|properties)?"
)
_NOTHING = re.compile(
    r"\b(?:don't|do not|don’t) (?:supply|provide|include|send) (?:a|any) request body\b", re.IGNORECASE
)
_QUALIFIED = re.compile(r"\s*\((?:required|optional|deprecated|preview|in preview)\)|\*+$", re.IGNORECASE)
_NAME = re.compile(r"[@$\w][@$\w.\-/]*")
