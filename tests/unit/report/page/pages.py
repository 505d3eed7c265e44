"""Pages for the tests: made of exchanges, without a disk, and read as a browser would."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

from harness.cassette import Entry, named_call
from harness.checking.tally import Tally
from harness.checking.verdict import Event, Read, judged
from harness.comparison import compare
from harness.contract.editions import documentation
from harness.diff import Kind
from harness.exchange import Exchange
from harness.redaction.redactor import Redactor
from harness.report.page import Page
from harness.report.page.differing import Differing
from harness.report.page.gathering import Gathering
from harness.report.page.trial import Trial
from harness.report.page.view import Call
from harness.rules import RULES, Judge

DOCUMENTATION = documentation()
MASKING = Redactor(b"a key of the tests")
KEY = "0a1b2c3d"
"""The key of exchanges that are masked already."""


def entries(exchanges: Iterable[Exchange], key: str | None = KEY) -> list[Entry]:
    """A file of these exchanges, ten lines each. key: None for what nothing of ours masked."""
    return [
        Entry(number, 10 * number, exchange, named_call(exchange), key)
        for number, exchange in enumerate(exchanges, start=1)
    ]


def events(exchanges: Iterable[Exchange], key: str | None = KEY, file: str = "a.yaml") -> Iterator[Event]:
    """A check of one file."""
    yield from judged(file, entries(exchanges, key), Judge(DOCUMENTATION))
    yield Read(file)


def calls(
    exchanges: Iterable[Exchange], key: str | None = KEY, differing: Differing | None = None
) -> list[Call]:
    """The calls that a page shows."""
    return list(Gathering(DOCUMENTATION, MASKING, differing or Differing()).calls(events(exchanges, key)))


def written(
    *streams: Iterable[Event],
    against: str = "",
    differing: Differing | None = None,
    tests: Sequence[Trial] = (),
) -> str:
    """A whole page."""
    page = Page(DOCUMENTATION, MASKING, "1.2.3", against=against, differing=differing, tests=tests)
    tally = Tally("reference", len(RULES))
    whole = (event for stream in streams for event in stream)
    fragments = list(page.fragments(tally.watch(whole)))
    return "".join(page.whole(fragments, tally))


def differing(old: Iterable[Exchange], new: Iterable[Exchange]) -> Differing:
    """How a file of these differs from an older one of those."""
    before, after = (entries(map(MASKING.exchange, each)) for each in (old, new))
    found = compare(before, after, DOCUMENTATION).differences
    gone = (change.kind is Kind.REMOVED and "." not in change.path for change in found)
    files = ("old.yaml" if each else "a.yaml" for each in gone)
    return Differing(zip(files, found, strict=True), (("old.yaml", entry) for entry in before))


@dataclass
class Element:
    """An element of a page, and the text directly in it."""

    name: str
    attributes: dict[str, str | None]
    text: str = ""


@dataclass
class Shown(HTMLParser):
    """A page as HTML has it. An element that is left open is in `open` at the end."""

    elements: list[Element] = field(default_factory=list)
    open: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    @classmethod
    def of(cls, page: str) -> "Shown":
        shown = cls()
        shown.feed(page)
        shown.close()
        return shown

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs))
        self.elements.append(element)
        if tag not in ("meta", "input"):
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().name == tag

    def handle_data(self, data: str) -> None:
        if self.open:
            self.open[-1].text += data

    def all(self, name: str) -> list[Element]:
        return [each for each in self.elements if each.name == name]
