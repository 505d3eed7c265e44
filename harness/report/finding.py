"""One finding as lines for a person: live from the proxy, or out of a verdict."""

from harness.findings import Finding


def finding_lines(finding: Finding, place: str = "", *, times: int = 1) -> list[str]:
    """A finding as printed: what is wrong, where it stands, what to send instead, and who says so."""
    repeated = f"  ({times} times)" if times > 1 else ""
    lines = [f"{finding.severity} {finding.rule} {finding.where}: {finding.message}{repeated}"]
    if place:
        lines.append(f"    at    {place}")
    lines.append(f"    fix   {finding.fix}")
    if finding.cite is not None:
        source = f" <{finding.cite.url}>" if finding.cite.url else ""
        lines.append(f'    cite  {finding.cite.page}:{finding.cite.line} "{finding.cite.words}"{source}')
    return lines
