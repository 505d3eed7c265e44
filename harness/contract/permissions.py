"""The permission tables: a kind a row, or a resource a row with a column for each kind."""

import re
from collections.abc import Iterator

from harness.contract.listing import unique
from harness.contract.model import Permission
from harness.contract.page import Heading, Page, Section, Table, Text
from harness.contract.source import Source, placeholder


def permissions(page: Page, source: Source) -> tuple[Permission, ...]:
    """What the page says about each kind of permission; empty when it says nothing."""
    sections = page.sections(_PERMISSIONS)
    source.doubt_includes(include for each in sections for include in each.includes)
    tables = [found for each in sections for found in _headed(each)]
    if not tables:
        for text in (text for each in sections for text in each.paragraphs):
            if _NAME.search(text.text):
                source.doubt(text, "no table says of what kind these permissions are")
    several = len(tables) > 1
    found = (each for about, table in tables for each in _table(table, about if several else None, source))
    return unique(found, lambda each: (each.kind, each.resource), lambda each: each.cite, source)


def _headed(section: Section) -> Iterator[tuple[str | None, Table]]:
    """Each table with the heading in the section that it stands under."""
    about: str | None = None
    for block in section.blocks:
        if isinstance(block, Heading):
            about = " ".join(block.text.bare.split())
        elif isinstance(block, Table):
            yield about, block


def _table(table: Table, about: str | None, source: Source) -> Iterator[Permission]:
    kind = next((at for at, head in enumerate(table.heads) if head in _KINDS), None)
    columns = [at for at, head in enumerate(table.heads) if _KIND.match(head)]
    if kind is not None:
        yield from _by_kind(table, kind, about, source)
    elif columns:
        for row in table.rows:
            resource = " ".join(row[0].bare.split()) if columns[0] > 0 else None
            for at in columns:
                cite_from = row[: at + 1]
                yield from _permission(table.head[at].bare, (row[at],), cite_from, resource, source)
    else:
        source.doubt(table.head[0], "it is no table of permissions")


def _by_kind(table: Table, kind: int, about: str | None, source: Source) -> Iterator[Permission]:
    """A kind a row; more than one column that ranks nothing names a resource each."""
    others = [at for at in range(len(table.head)) if at != kind]
    ranked = [at for at in others if _RANK.search(table.heads[at])]
    for row in table.rows:
        name = " ".join(row[kind].bare.split())
        if ranked or len(others) == 1:
            cells = tuple(row[at] for at in ranked or others)
            least_last = any(_MOST_FIRST.search(table.heads[at]) for at in others)
            yield from _permission(name, cells, row, about, source, least_last=least_last)
        else:
            for at in others:
                yield from _permission(name, (row[at],), row, table.head[at].bare, source)


def _permission(
    kind: str,
    cells: tuple[Text, ...],
    row: tuple[Text, ...],
    resource: str | None,
    source: Source,
    *,
    least_last: bool = False,
) -> Iterator[Permission]:
    stated = [cell for cell in cells if cell.bare and not placeholder(cell.text)]
    if not stated or not kind:
        return
    names = [name for cell in stated for name in _names(cell, source)]
    if not names and not any(_REFUSED.search(cell.text) for cell in stated):
        source.doubt(stated[0], "it names no permission, and does not say that none is enough")
        return
    ordered = dict.fromkeys(reversed(names) if least_last else names)
    yield Permission(kind, tuple(ordered), source.row(*row), resource)


def _names(cell: Text, source: Source) -> Iterator[str]:
    if _TOGETHER.search(cell.text):
        source.doubt(cell, "the contract does not hold which permissions are needed together")
    for piece in _BETWEEN.split(_ASIDE.sub(" ", cell.text.replace("`", "").replace("\\*", "*"))):
        words = piece.strip(" *_.|")
        if _NAME.fullmatch(words) or words in _PLAIN:
            yield words
        elif words and not _NONE.search(words):
            inside = _NAME.findall(words)
            yield from inside
            if not inside:
                source.doubt(cell, f"{words!r} is no permission")


_PERMISSIONS = re.compile(
    r"permissions?|prerequisites?|permissions? required|required permissions?|permission scopes"
)
_KINDS = frozenset({"permission type", "permission types", "type", "permissions type", "category"})
_KIND = re.compile(r"(?:delegated|application)\b")
_RANK = re.compile(r"privileged|^permissions?\b|^scopes?\b")
_MOST_FIRST = re.compile(r"from most to least")
_NAME = re.compile(r"[A-Z][A-Za-z0-9-]*(?:\.[A-Za-z0-9_-]+)+")
_PLAIN = frozenset({"email", "offline_access", "openid", "profile"})
_REFUSED = re.compile(r"\bnot (?:supported|available|applicable)\b|\bunsupported\b", re.IGNORECASE)
_NONE = re.compile(
    r"\bnot (?:supported|available|applicable)\b|\bnone\b|^\W*n/?a\W*$|^\W*$|\bunsupported\b", re.IGNORECASE
)
_ASIDE = re.compile(r"\([^()]*\)")
_TOGETHER = re.compile(r"\w\W+and\W+[A-Z][\w-]*\.\w")
_BETWEEN = re.compile(r",|;|/|\n|\u2028|\s(?:and|or|plus)\s|\s{2,}")
