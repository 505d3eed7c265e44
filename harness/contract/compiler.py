"""A page in the layout of Graph's API reference becomes a Contract.

Each section of the page is the matter of a module of its own; this one puts together what they found.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from harness.contract import examples, introduction, parameters
from harness.contract.diagnostics import Diagnostic
from harness.contract.headers import headers
from harness.contract.markdown import read
from harness.contract.model import Contract
from harness.contract.page import Page, Text
from harness.contract.permissions import permissions
from harness.contract.responses import successes
from harness.contract.routes import routes
from harness.contract.source import Source
from harness.errors import HarnessError

_ROW = re.compile(r"^\s*\|.*\|", re.MULTILINE)
_LAYOUT = (
    "give a page of Graph's API reference: a title, and a section 'HTTP request' with its routes in a fence"
)


@dataclass(frozen=True, slots=True)
class Compilation:
    """A contract, and what stands on its page and did not become part of it, in the order of the page."""

    contract: Contract
    diagnostics: tuple[Diagnostic, ...]


def compile_page(text: str, *, edition: str, page: str) -> Contract:
    """Compile a page that includes nothing; see `explain`."""
    return explain(text, edition=edition, page=page).contract


def explain(
    text: str, *, edition: str, page: str, included: Callable[[str], str | None] = lambda _: None
) -> Compilation:
    """Compile a page; `edition` names the contract, `page` stands in every Cite.

    included: the text of a file that the page includes, by its path as written; None when it is not at hand.
    Raises HarnessError for a page that is empty, has another layout, or has no HTTP request block.
    """
    if not text.removeprefix("\ufeff").strip():
        raise HarnessError(f"{page} is empty", hint=_LAYOUT)

    def included_page(target: str) -> Page | None:
        found = included(target)
        return None if found is None else read(found, target.rpartition("/")[2])

    document = read(text).including(included_page)
    whole, opening = document.whole, document.introduction
    if whole is None or opening is None or not whole.heading.text.strip():
        raise HarnessError(f"{page} has no title", hint=_LAYOUT)
    url = document.front.get("url", "")
    source = Source(page, url if url.startswith("https://") else None)
    listed = routes(document, opening, source)
    if listed is None:
        raise HarnessError(f"{page} has no HTTP request block with a route", hint=_LAYOUT)
    windows = introduction.windows(opening, source)
    body, stated = parameters.body(document, listed, source), successes(document, source)
    examples.doubt(document, listed, body, stated, source)
    for block in document.blocks:
        if isinstance(block, Text) and _ROW.search(block.text):
            source.doubt(block, "it looks like rows of a table, and is none")
    contract = Contract(
        edition=edition,
        title=" ".join(whole.heading.text.split()),
        page=page,
        url=source.url,
        namespace=introduction.namespace(opening, source),
        routes=listed,
        headers=headers(document, source),
        parameters=body,
        successes=stated,
        permissions=permissions(document, source),
        window=windows.usual,
        recording_window=windows.recording,
        phone_format=introduction.phone_format(whole, source),
        path_parameters=parameters.path(document, source),
        query_parameters=parameters.query(document, source),
    )
    ordered = sorted(
        source.diagnostics, key=lambda each: (each.cite.page != page, each.cite.page, each.cite.line)
    )
    return Compilation(contract, tuple(ordered))
