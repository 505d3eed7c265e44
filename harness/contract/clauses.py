"""Whether words of a sentence stand on their own, or under a condition, a negation or an illustration."""

import re


def clause(text: str, start: int, end: int) -> tuple[int, int]:
    """The clause around some words: from the comma, semicolon or bracket before them to the one behind."""
    before = max((found.end() for found in _BORDER.finditer(text, 0, start)), default=0)
    after = _BORDER.search(text, end)
    return before, after.start() if after else len(text)


def reservation(text: str, start: int, end: int) -> str | None:
    """Why the words from `start` to `end` are not stated outright; None when they are.

    A condition may stand before them, back to a semicolon, or behind them in their clause. One that only says
    "when it is given" or "when it is not" is none.
    """
    first, last = clause(text, start, end)
    before = _GIVEN.sub("", text[:start].rpartition(";")[2])
    if _CONDITION.search(before) or _CONDITION.search(_GIVEN.sub("", text[end:last])):
        return "it holds on a condition"
    if _ILLUSTRATION.search(before):
        return "it is an illustration"
    return "it stands in a negation" if _NEGATION.search(text[first:start]) else None


_BORDER = re.compile(r"[,;:()](?=\s|$)|(?<=\s)\(|[.](?=\s)")
_CONDITION = re.compile(
    r"\b(?:if|when|whenever|unless|only|except|otherwise|provided that|as long as|in case|depend(?:s|ing))\b",
    re.IGNORECASE,
)
_SENT = r"(?:specified|provided|given|supplied|set|present|used|included|passed|defined)"
_GIVEN = re.compile(
    rf"\b(?:if|when)(?: (?:it|this|the|a|any|value|parameter|property|field|is|has|been))* {_SENT}(?=,|$)"
    rf"|\b(?:if|when)(?: [\w*`]+){{0,6}}? (?:not|isn't|hasn't|no|don't)(?: [\w*`]+){{0,3}}? {_SENT}\b[^,;.]*"
    r"|\b(?:if|when)(?: [\w*`]+){0,6}? (?:unset|omitted|unspecified|missing|absent|null|left out)\b[^,;.]*"
    r"|\b(?:if|when) (?:you don't|you do not|not) [^,;.]*",
    re.IGNORECASE,
)
_ILLUSTRATION = re.compile(r"\b(?:for example|for instance|such as|like)\b|\be\.g\.", re.IGNORECASE)
_NEGATION = re.compile(r"\b(?:not|never|no longer|cannot)\b|n't\b", re.IGNORECASE)
