"""Text that Markdown shows as it is, whatever stands in it."""

import re
from collections.abc import Iterable

from harness.report.printable import printable

_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
_MARKUP = re.compile(r"[!#$&*+:<>@\[\\\]^_`|~]|(?<=www)\.|(?<=WWW)\.")


def plain(text: str) -> str:
    """Text on one line in which nothing is markup."""
    return _PUNCTUATION.sub(r"\\\g<0>", " ".join(text.split()))


def code(text: str) -> str:
    """The same as code, in which nobody is mentioned, no issue is named and no URL becomes a link either."""
    line = printable(" ".join(text.split()))
    shown = _MARKUP.sub(lambda found: f"&#{ord(found[0])};", line)
    return f"<code>{shown}</code>" if shown else ""


def row(cells: Iterable[str]) -> str:
    """A row of a table."""
    return f"| {' | '.join(cells)} |\n"
