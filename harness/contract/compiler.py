"""A page in the layout of Graph's API reference becomes a Contract.

Sections are found by their headings, columns by their heads; what a sentence states is prose.py's matter.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from harness.contract import prose
from harness.contract.markdown import Page, Section, Text, read
from harness.contract.model import Contract, Fact, Header, Listing, Parameter, Permission, Route
from harness.contract.prose import Sentence, Source
from harness.errors import HarnessError

METHODS = frozenset({"DELETE", "GET", "PATCH", "POST", "PUT"})
"""The first words of a route."""

_LAYOUT = (
    "give a page of Graph's API reference: a title, and a section 'HTTP request' with its routes in a fence"
)


def compile_page(text: str, *, edition: str, page: str) -> Contract:
    """Compile a page; `edition` names the contract, `page` stands in every Cite.

    Raises HarnessError for a page that is empty, has another layout, or has no HTTP request block.
    """
    if not text.removeprefix("\ufeff").strip():
        raise HarnessError(f"{page} is empty", hint=_LAYOUT)
    document = read(text)
    whole, introduction = document.whole, document.introduction
    if whole is None or introduction is None or not whole.heading.text.strip():
        raise HarnessError(f"{page} has no title", hint=_LAYOUT)
    source = _source(document, page)
    windows = [each for sentence in _sentences(introduction, source) for each in prose.windows(sentence)]
    return Contract(
        edition=edition,
        title=whole.heading.text.strip(),
        page=page,
        url=source.url,
        namespace=_namespace(introduction, source),
        routes=_routes(document.section("HTTP request"), source),
        headers=_headers(document.section("Request headers"), source),
        parameters=_parameters(document.section("Request body"), source),
        successes=_successes(document.section("Response"), source),
        permissions=_permissions(document.section("Permissions"), source),
        window=next((fact for by_policy, fact in windows if not by_policy), None),
        recording_window=next((fact for by_policy, fact in windows if by_policy), None),
        phone_format=_first(prose.phone_format, _sentences(whole, source)),
    )


def _source(document: Page, page: str) -> Source:
    url = document.front.get("url", "")
    return Source(page, url if url.startswith("https://") else None)


def _namespace(section: Section, source: Source) -> Fact[str] | None:
    for text in section.paragraphs:
        label, _, name = text.text.split("\n")[0].partition(":")
        if label.strip().lower() == "namespace" and name.strip():
            return Fact(name.strip(), source.cite(text))
    return None


def _routes(section: Section | None, source: Source) -> Listing[Route]:
    lines = (line for fence in (section.fences if section else ()) for line in fence.lines)
    found = _unique((_route(line, source) for line in lines), lambda each: (each.method, each.path))
    if section is None or not found:
        raise HarnessError(f"{source.page} has no HTTP request block with a route", hint=_LAYOUT)
    advice = [path for each in _sentences(section, source) if (path := prose.deprecated_path(each))]
    return Listing(tuple(_advised(route, advice) for route in found), source.cite(section.heading))


def _route(line: Text, source: Source) -> Route | None:
    method, _, target = line.text.strip().partition(" ")
    path = target.partition("?")[0].strip()
    known = method in METHODS and path.startswith("/")
    return Route(method, path, source.cite(line)) if known else None


def _advised(route: Route, advice: Iterable[tuple[str, Fact[str]]]) -> Route:
    for path, words in advice:
        if f"{route.path}/".startswith(f"{path.rstrip('/')}/"):
            return replace(route, deprecated=words)
    return route


def _headers(section: Section | None, source: Source) -> Listing[Header] | None:
    if section is None:
        return None
    for table in section.tables:
        name, about = table.column("name", "header"), table.column("description", "value")
        if name is not None and about is not None:
            rows = (_header(row[name], row[about], source) for row in table.rows)
            return Listing(_unique(rows, lambda each: each.name.lower()), source.cite(section.heading))
    return None


def _header(name: Text, about: Text, source: Source) -> Header | None:
    sentences = list(source.sentences(about))
    value, required = _first(prose.header_value, sentences), _first(prose.required, sentences)
    return Header(_bare(name), source.row(name, about), value, required) if _bare(name) else None


def _parameters(section: Section | None, source: Source) -> Listing[Parameter] | None:
    if section is None:
        return None
    for table in section.tables:
        name, kind = table.column("parameter", "property", "name"), table.column("type")
        about = table.column("description")
        if name is not None and kind is not None and about is not None:
            rows = (_parameter(row[name], row[kind], row[about], source) for row in table.rows)
            return Listing(_unique(rows, lambda each: each.name), source.cite(section.heading))
    return None


def _parameter(name: Text, kind: Text, about: Text, source: Source) -> Parameter | None:
    type_name, collection = _type(kind)
    if not _bare(name) or not type_name:
        return None
    sentences = list(source.sentences(about))
    both = _first(prose.range_of, sentences) or (
        _first(prose.at_least, sentences),
        _first(prose.at_most, sentences),
    )
    return Parameter(
        name=_bare(name),
        type=type_name,
        collection=collection,
        cite=source.row(name, kind),
        required=_first(prose.required, sentences),
        deprecated=_first(prose.deprecated, sentences),
        minimum=None if collection else both[0],
        maximum=None if collection else both[1],
        max_items=both[1] if collection else None,
        scheme=_first(prose.scheme, sentences),
        values=_first(prose.values, sentences),
        defaults=next(filter(None, map(prose.defaults, sentences)), ()),
    )


def _type(cell: Text) -> tuple[str, bool]:
    """`invitationParticipantInfo collection` and `Collection(graph.x)`: the element type; many?"""
    words = _bare(cell).replace("(", " ").replace(")", " ").split()
    kinds = [word for word in words if word.lower() != "collection"]
    return (kinds[0].rpartition(".")[2] if kinds else ""), len(kinds) < len(words)


def _successes(section: Section | None, source: Source) -> Listing[Fact[int]] | None:
    sentences = _sentences(section, source) if section else ()
    facts = _unique((fact for each in sentences for fact in prose.successes(each)), lambda each: each.value)
    return Listing(facts, facts[0].cite) if facts else None


def _permissions(section: Section | None, source: Source) -> tuple[Permission, ...]:
    for table in section.tables if section else ():
        kind = table.column("permission type")
        if kind is not None:
            rows = (_permission(row[kind], row[kind + 1 :], source) for row in table.rows)
            return _unique(rows, lambda each: each.kind)
    return ()


def _permission(kind: Text, cells: tuple[Text, ...], source: Source) -> Permission | None:
    stated = [sentence.text for cell in cells for sentence in source.sentences(cell)]
    words = (word.strip(" ,;.`") for text in stated for word in text.replace(",", " ").split())
    names = tuple(word for word in words if "." in word)
    return Permission(_bare(kind), names, source.row(kind, *cells)) if stated and _bare(kind) else None


def _sentences(section: Section, source: Source) -> Iterator[Sentence]:
    return (sentence for text in section.paragraphs for sentence in source.sentences(text))


def _first[T](statement: Callable[[Sentence], T | None], sentences: Iterable[Sentence]) -> T | None:
    return next((fact for each in sentences if (fact := statement(each)) is not None), None)


def _unique[T](entries: Iterable[T | None], key: Callable[[T], object]) -> tuple[T, ...]:
    """The entries that are there, the first of each key."""
    seen: dict[object, T] = {}
    for entry in entries:
        if entry is not None:
            seen.setdefault(key(entry), entry)
    return tuple(seen.values())


def _bare(cell: Text) -> str:
    return cell.text.replace("`", "").strip()
