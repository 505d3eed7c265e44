"""One finding as lines for a person: live from the proxy, or out of a verdict."""

from harness.cite import Cite
from harness.findings import Finding
from harness.report.printable import printable


def finding_lines(finding: Finding, place: str = "", *, times: int = 1) -> list[str]:
    """A finding as printed: what is wrong, where it stands, what to send instead, and who says so."""
    lines = [f"{finding.severity} {finding.rule} {finding.where}: {finding.message}{repeated(times)}"]
    if place:
        lines.append(f"    at    {printable(place)}")
    lines.append(f"    fix   {finding.fix}")
    if finding.cite is not None:
        lines.append(f"    cite  {cited(finding.cite)}")
    return lines


def place(number: int | None) -> str:
    """Where a finding stands in its recording, or nothing when nothing is kept."""
    return "" if number is None else f"interaction {number}"


def repeated(times: int) -> str:
    """`  (2 times)` behind what was found more than once."""
    return f"  ({times} times)" if times > 1 else ""


def cited(cite: Cite) -> str:
    """`v1.0.md:44 "timeout Int32" <https://...>`, without a URL where the page is not published."""
    source = f" <{cite.url}>" if cite.url else ""
    return f'{cite.page}:{cite.line} "{cite.words}"{source}'
