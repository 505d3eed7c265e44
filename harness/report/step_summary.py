"""A check as a page of Markdown under a GitHub job: the kinds of finding as a table, worst first."""

from harness.checking.kinds import Kind
from harness.checking.tally import Tally
from harness.report.plain import plain, row
from harness.report.run import Run
from harness.report.text import closing, counted

LIMIT = 1024 * 1024
"""Bytes of a step's summary. GitHub drops one that is longer, whole."""

_HEAD = ("severity", "rule", "member", "what is wrong", "what to send", "place", "times")


def page(tally: Tally, run: Run, room: int = LIMIT) -> str:
    """The page in at most `room` bytes of UTF-8: as many kinds as fit, and how many findings are more.

    Empty where not even its frame fits.
    """
    opening = f"### redial check, contract {plain(tally.contract)}\n\n"
    ending = "".join(f"{plain(line)}\n\n" for line in "".join(closing(tally)).splitlines())
    rows = [row(_HEAD), row(["---"] * len(_HEAD))]
    room -= _size("".join((opening, *rows, "\n", _more(tally.findings), ending)))
    if room < 0:
        return ""
    told = 0
    for kind in tally.kinds:
        line = row([plain(cell) for cell in _cells(kind, run)])
        room -= _size(line)
        if room < 0:
            break
        rows.append(line)
        told += kind.times
    table = "".join((*rows, "\n")) if told else ""
    return f"{opening}{table}{_more(tally.findings - told)}{ending}"


def _cells(kind: Kind, run: Run) -> tuple[str, ...]:
    found = kind.first.finding
    place = f"{run.located(kind.first.file)}:{kind.first.line}"
    return (
        *(str(found.severity), found.rule, found.where),
        *(found.message, found.fix, place, str(kind.times)),
    )


def _more(findings: int) -> str:
    return f"{counted(findings, 'finding')} more\n\n" if findings else ""


def _size(text: str) -> int:
    return len(text.encode("utf-8", "backslashreplace"))
