"""Small pages in the layout of Graph's reference, and what they compile to, as tests write them."""

from harness.contract.compiler import Compilation, explain
from harness.contract.facts import stated
from harness.contract.page import Text
from harness.contract.source import Sentence, Source

SMALL = """# call: redirect
## HTTP request
```http
POST /communications/calls/{id}/redirect
```
"""
"""The smallest page: everything a test adds comes behind it."""


def explained(text: str) -> Compilation:
    """A page that includes nothing, compiled."""
    return explain(text, edition="page", page="page.md")


def facts(text: str) -> dict[str, str]:
    """What a page states, by name."""
    return {fact.name: fact.value for fact in stated(explained(text).contract)}


def doubts(text: str) -> list[tuple[int, str]]:
    """What a page does not state after all: line and reason."""
    return [(each.cite.line, each.why) for each in explained(text).diagnostics]


def source() -> Source:
    """The page that sentences of a test stand on."""
    return Source("page.md", "https://docs.example/page")


def sentences(text: str) -> list[Sentence]:
    """The sentences of one cell."""
    return list(source().sentences(Text(text, 1)))


def body(*rows: str, head: str = "Parameter|Type|Description") -> str:
    """The small page with a body table of these rows."""
    rule = "|".join("-" for _ in head.split("|"))
    return f"{SMALL}## Request body\n|{head}|\n|{rule}|\n" + "".join(f"|{row}|\n" for row in rows)
