"""The pages of the rules as Markdown: one for each, and the table of all by family.

`python -m harness.rules` writes them. What a page says stands in the docstring of its rule.
"""

import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence

from harness.rules.model import Rule

FAMILIES: Mapping[str, str] = {
    "RDQ": "what the bot asks for in a redirect",
    "RDR": "what comes back for a redirect",
    "RDN": "what the platform tells the bot, and what the bot replies",
    "RDC": "order and time within a call, and what the calls of a session share",
    "RDS": "what a recording gives away",
}
"""Beginning of a code -> what rules of that family are about."""

INDEX = "README.md"
"""The page with the tables."""

LEFT_OUT = "left-out.md"
"""The page beside them that is written by hand: what is no rule, and why."""

PARTS = ("What it checks", "Why it matters", "Breaks it", "Instead", "Who says so", "Severity")
"""The parts of a rule's page, in order."""

_HEADING = re.compile(rf"^({'|'.join(PARTS)}):[ \n]*", re.MULTILINE)
EXAMPLES = ("Breaks it", "Instead")
"""Those of them that are no prose."""

_LANGUAGES = (
    (re.compile(r"(?s:.*\n\n)?HTTP/1\.1 |[A-Z]+ \S+\Z|[A-Za-z-]+: "), "http"),
    (re.compile(r'[{\["]'), "json"),
)
_MADE = "<!-- made by `make docs` from the docstring of the rule -->"


def parts(rule: Rule) -> dict[str, str]:
    """The parts of a rule's page: heading -> what stands under it, without the indent of the whole."""
    _, *pieces = _HEADING.split(rule.page)
    return {
        heading: textwrap.dedent(f"    {text}" if heading in EXAMPLES else text).strip()
        for heading, text in zip(pieces[::2], pieces[1::2], strict=True)
    }


def severities(rule: Rule) -> dict[str, str]:
    """Edition -> how bad it is there that the rule is broken as on its page."""
    stated = parts(rule)["Severity"].rstrip(".").split(", ")
    return dict(each.split() for each in stated)


def markdown(rule: Rule) -> str:
    """A rule's page as Markdown."""
    return "\n".join(_page(rule))


def _page(rule: Rule) -> Iterator[str]:
    yield from (_MADE, "", f"# {rule.code}: {rule.title}", "")
    for heading, text in parts(rule).items():
        yield from (f"## {heading}", "")
        if heading in EXAMPLES:
            language = next((name for pattern, name in _LANGUAGES if pattern.match(text)), "text")
            yield from (f"```{language}", text, "```", "")
        elif heading == "Severity":
            yield from _table(["edition", "severity"], severities(rule).items())
        else:
            yield from (text[0].upper() + text[1:], "")
    yield f"[All rules]({INDEX})\n"


def index(rules: Sequence[Rule]) -> str:
    """The tables of all rules, one for each family that has any."""
    return "\n".join(_index(rules))


def _index(rules: Sequence[Rule]) -> Iterator[str]:
    yield from ("<!-- made by `make docs` from the docstrings of the rules -->", "", "# The rules", "")
    yield from (
        "How bad it is to break a rule depends on the edition of the documentation that is checked against.",
        "Some rules find lesser things besides; their pages say which. `redial rules CODE` prints a page.",
        f"What was thought of and is no rule stands in [{LEFT_OUT}]({LEFT_OUT}).",
        "",
    )
    for family, about in FAMILIES.items():
        own = [rule for rule in rules if rule.code.startswith(family)]
        if own:
            yield from (f"## {family}: {about}", "")
            rows = (
                (f"[{each.code}]({each.code}.md)", each.title, *severities(each).values()) for each in own
            )
            yield from _table(["rule", "what holds", *severities(own[0])], rows)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    for cells in (head, ["---"] * len(head), *rows):
        yield f"| {' | '.join(cells)} |"
    yield ""


def pages(rules: Sequence[Rule]) -> dict[str, str]:
    """Every page that is made: name of its file -> Markdown."""
    return {INDEX: index(rules)} | {f"{rule.code}.md": markdown(rule) for rule in rules}
