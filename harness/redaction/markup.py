"""Text in which members stand otherwise than in JSON: elements and attributes of XML, and parts of a form.

Nothing here knows what a member means. What `change` leaves alone keeps its spelling.
"""

import re
from collections.abc import Callable
from xml.sax.saxutils import escape, unescape

_ELEMENT = re.compile(
    r"(?:<(?P<name>(?:[\w.\-]+:)?[\w.\-]+)(?:\s[^<>]*)?>\s*)"
    r"(?:<!\[CDATA\[(?P<cdata>[^<\]]*)(?=\]\]>)|(?P<text>[^<]*?))(?:(?:\]\]>)?\s*</(?P=name)\s*>)"
)
_TAG = re.compile(r"<[\w.:\-]+(?:\s+[\w.:\-]+\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'))+\s*[/?]?>")
_ATTRIBUTE = re.compile(
    r"(?:\s(?P<name>[\w.:\-]+)\s*=\s*(?P<quote>[\"']))(?P<text>.*?)(?:(?P=quote))", re.DOTALL
)
_PART = re.compile(
    r"(?:content-disposition:(?P<fields>[^\r\n]{0,500})(?:\r?\n[^\r\n]{1,500}){0,9}\r?\n\r?\n)"
    r"(?P<text>.*?)(?:\r?\n--|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_PART_NAME = re.compile(r";[ \t]*name=\"?([^\"\r\n;]+)", re.IGNORECASE)
_QUOTES = {'"': "&quot;", "'": "&apos;"}
_ENTITIES = {entity: quote for quote, entity in _QUOTES.items()}


def rewritten(text: str, change: Callable[[str, str], str]) -> str:
    """Text with each value of a leaf of XML, of an attribute and of a part of a form passed through
    `change(name, value)`; a name comes without its namespace.
    """
    if "<" in text:
        text = _TAG.sub(lambda tag: _ATTRIBUTE.sub(lambda it: _changed(it, change), tag[0]), text)
        text = _ELEMENT.sub(lambda it: _changed(it, change), text)
    return _PART.sub(lambda it: _part(it, change), text) if "name=" in text else text


def _part(found: re.Match[str], change: Callable[[str, str], str]) -> str:
    name = _PART_NAME.search(found["fields"])
    return found[0] if name is None else _replaced(found, "text", change(name[1], found["text"]))


def _changed(found: re.Match[str], change: Callable[[str, str], str]) -> str:
    """A leaf or an attribute. In CDATA nothing is escaped."""
    group = "text" if found["text"] is not None else "cdata"
    old = found[group] if group == "cdata" else unescape(found[group], _ENTITIES)
    new = change(found["name"].rpartition(":")[2], old)
    if new == old:
        return found[0]
    return _replaced(found, group, new if group == "cdata" else escape(new, _QUOTES))


def _replaced(found: re.Match[str], group: str, new: str) -> str:
    start, end = found.span(group)
    return f"{found.string[found.start() : start]}{new}{found.string[end : found.end()]}"
