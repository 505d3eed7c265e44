"""The HTTP request block: a method and a path a line, and what the page says against using one."""

import re
from collections.abc import Iterator
from dataclasses import replace

from harness.contract.clauses import reservation
from harness.contract.listing import unique
from harness.contract.model import Fact, Listing, Route
from harness.contract.page import Page, Section, Text
from harness.contract.source import Sentence, Source, placeholder

METHODS = frozenset({"DELETE", "GET", "HEAD", "PATCH", "POST", "PUT"})
"""The first words of a route."""


def routes(page: Page, title: Section, source: Source) -> Listing[Route] | None:
    """The routes of a page; None when it has no block with one."""
    sections = page.sections(_REQUEST)
    lines = (line for each in sections for fence in each.fences for line in fence.lines)
    found = unique(
        (_route(line, source) for line in lines),
        lambda each: (each.method, each.path),
        lambda each: each.cite,
    )
    if not found:
        return None
    source.doubt_includes(include for each in sections for include in each.includes)
    source.doubt_includes(each for each in title.includes if _DEPRECATED.search(each.target))
    advice = tuple(_advice(title, sections, source))
    for path, words in advice:
        if not any(_under(route, path) for route in found):
            source.doubt(words.cite, "it is about a path that is no route of the page")
    return Listing(tuple(_advised(route, advice) for route in found), source.cite(sections[0].heading))


def target(line: str) -> tuple[str, str] | None:
    """The method and the path of a request line, without host, version, query, protocol and remark."""
    method, rest = (*line.split(maxsplit=1), "", "")[:2]
    rest = _REMARK.sub("", rest).strip()
    path = _SERVICE.sub("/", rest).partition("?")[0].strip()
    foreign = path.startswith("http")
    if method.upper() not in METHODS or foreign or placeholder(path) or not _PATH.fullmatch(path):
        return None
    if not path.startswith("/"):
        if method not in METHODS or " " in path:
            return None
        path = f"/{path}"
    return method.upper(), path


def _route(line: Text, source: Source) -> Route | None:
    found = target(line.text)
    if found is None:
        words = line.text.strip()
        if words and not words.startswith(("//", "#", "<!--")):
            source.doubt(line, "it is no method with a path")
        return None
    return Route(*found, source.cite(line))


def _advice(title: Section, sections: tuple[Section, ...], source: Source) -> Iterator[tuple[str, Fact[str]]]:
    """Each path that is called deprecated, with the words; `/` for the whole page."""
    if _DEPRECATED_TITLE.search(title.heading.text):
        yield "/", Fact(title.heading.bare, source.cite(title.heading))
    for sentence in source.paragraphs((title, *sections)):
        if not _DEPRECATED.search(sentence.text):
            continue
        paths = _deprecated(sentence)
        for path in paths:
            yield path, Fact(sentence.text, sentence.cite)
        if not paths:
            source.doubt(sentence, "it is not said outright that a route is deprecated")


def _deprecated(sentence: Sentence) -> tuple[str, ...]:
    text = sentence.text
    found = _DEPRECATED_PATHS.search(text)
    if found is None:
        found = _PATHS_DEPRECATED.search(text) or _PAGE_DEPRECATED.search(text)
        if found is None or reservation(text, found.start(), found.end()):
            return ()
    return ("/",) if found.re is _PAGE_DEPRECATED else tuple(_ONE_PATH.findall(found["paths"]))


def _advised(route: Route, advice: tuple[tuple[str, Fact[str]], ...]) -> Route:
    words = next((words for path, words in advice if _under(route, path)), None)
    return replace(route, deprecated=words)


def _under(route: Route, path: str) -> bool:
    return f"{route.path}/".startswith(f"{path.rstrip('/')}/")


_REQUEST = re.compile(r"http requests?\b.*|http url|http method")
_REMARK = re.compile(r"\s+(?://|#|<!--|HTTP/\d).*$")
_SERVICE = re.compile(r"^https?://[^/\s]*/(?:v?\d\.\d|beta|\{version\})/?")
_PATH = re.compile(r"/|/?[\w$({<'].*")
_ONE_PATH = re.compile(r"/[\w/{}$().='-]+")
_A_PATH = rf"`?(?:(?:{'|'.join(sorted(METHODS))}) )?{_ONE_PATH.pattern}`?"
_PATHS = rf"(?P<paths>{_A_PATH}(?:(?:, and|, or|,| and| or) (?:the )?{_A_PATH})*)"
_DEPRECATED = re.compile(r"(?<!un)deprecat(?:ed|ion)\b", re.IGNORECASE)
_DEPRECATED_TITLE = re.compile(r"\(deprecated\)", re.IGNORECASE)
_PATHS_DEPRECATED = re.compile(
    rf"{_PATHS}(?: \w+){{0,3}}? (?:is|are|has been|have been|was|were) (?:now )?deprecated\b", re.IGNORECASE
)
_DEPRECATED_PATHS = re.compile(rf"\bdeprecated(?: (?:paths?|routes?|endpoints?))?:? {_PATHS}", re.IGNORECASE)
_PAGE_DEPRECATED = re.compile(
    r"\b(?:the|this)(?: [\w`*:.-]+){0,4}? (?:api|apis|method|action|function|operation|endpoint)"
    r" (?:is|are|has been|have been|was) (?:now )?deprecated\b",
    re.IGNORECASE,
)
