"""Our page of the service's schema becomes a Schema: a heading for each type, its members in a table.

Layout only; the page's own words are `editions/schema.md`.
"""

import re

from harness.cite import Cite
from harness.contract.markdown import read
from harness.contract.page import Heading, Page, Section, Table
from harness.contract.schema import Enumeration, Member, Root, Schema, Type, Value
from harness.contract.source import Source
from harness.errors import HarnessError

_HINT = "keep the layout of editions/schema.md: a heading for each type, a sentence, a table"


def compile_schema(text: str, *, page: str) -> Schema:
    """Compile the page of the schema; HarnessError when it declares no action or a table lacks a column."""
    document = read(text)
    source = Source(page, document.front.get("url"))
    names = [block.text.text for block in document.blocks if isinstance(block, Heading) and block.level == 2]
    sections = {name: section for name in names if (section := document.section(name)) is not None}
    kinds = {name: _kind(section) for name, section in sections.items()}
    types = tuple(
        _type(name, sections[name], source)
        for name, kind in kinds.items()
        if kind.startswith(("A complex type", "An entity type"))
    )
    action = next((name for name, kind in kinds.items() if kind.startswith("An action")), None)
    if action is None:
        raise HarnessError(f"{page} declares no action", hint=_HINT)
    return Schema(
        namespace=_namespace(document),
        action=_type(action, sections[action], source),
        types=types,
        enumerations=tuple(
            Enumeration(name, _values(sections[name], source), _cite(sections[name], source))
            for name, kind in kinds.items()
            if kind.startswith("An enumeration")
        ),
        roots=tuple(
            Root(row[0], _versions(row[1]), cite)
            for row, cite in _rows(document.section("Roots"), source, "root", "versions")
        ),
    )


def _namespace(document: Page) -> str:
    paragraphs = document.introduction.paragraphs if document.introduction else ()
    return next(
        (text.text.partition(": ")[2] for text in paragraphs if text.text.startswith("Namespace: ")), ""
    )


def _kind(section: Section) -> str:
    return next((text.text for text in section.paragraphs), "")


def _type(name: str, section: Section, source: Source) -> Type:
    kind = _kind(section)
    base = re.search(r"on the base of (\w+)", kind)
    members = tuple(
        Member(
            name=row[0],
            type=row[1].removesuffix(" collection"),
            collection=row[1].endswith(" collection"),
            nullable=row[2] == "yes",
            versions=_versions(row[3]),
            cite=cite,
        )
        for row, cite in _rows(section, source, "member", "type", "nullable", "versions")
    )
    return Type(name, base[1] if base else None, "It is open." in kind, members, _cite(section, source))


def _values(section: Section, source: Source) -> tuple[Value, ...]:
    rows = _rows(section, source, "value", "versions")
    return tuple(Value(row[0], _versions(row[1]), cite) for row, cite in rows)


def _rows(section: Section | None, source: Source, *columns: str) -> list[tuple[list[str], Cite]]:
    table: Table | None = next(section.tables, None) if section else None
    if table is None:
        return []
    places = [place for column in columns if (place := table.column(column)) is not None]
    if len(places) < len(columns):
        raise HarnessError(f"{source.page} has a table without {', '.join(columns)}", hint=_HINT)
    return [
        ([row[place].text for place in places], source.row(*(row[place] for place in places)))
        for row in table.rows
    ]


def _versions(cell: str) -> tuple[str, ...]:
    return tuple(cell.split(", "))


def _cite(section: Section, source: Source) -> Cite:
    return source.cite(next(section.paragraphs, section.heading))
