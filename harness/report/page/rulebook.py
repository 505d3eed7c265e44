"""The pages of the rules that a page speaks of, so that it can be read where nothing else is at hand."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markupsafe import Markup

from harness.rules import RULES
from harness.rules.pages import EXAMPLES, parts

_MARKDOWN = MarkdownIt("commonmark", {"html": False})


@dataclass(frozen=True, slots=True)
class Chapter:
    """The page of a rule. parts: heading -> what stands under it."""

    code: str
    title: str
    parts: tuple[tuple[str, Markup], ...]


def rulebook(codes: Iterable[str]) -> Iterator[Chapter]:
    """The pages of these rules, in order of code."""
    wanted = frozenset(codes)
    for rule in RULES:
        if rule.code in wanted:
            told = ((heading, _shown(heading, text)) for heading, text in parts(rule).items())
            yield Chapter(rule.code, rule.title, tuple(told))


def _shown(heading: str, text: str) -> Markup:
    """A part as HTML; an example as it would be sent."""
    if heading in EXAMPLES:
        return Markup("<pre>{}</pre>").format(text)
    return Markup(_MARKDOWN.render(text[0].upper() + text[1:]))  # noqa: S704 - our own text, without HTML
