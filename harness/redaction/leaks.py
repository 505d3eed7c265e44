"""Leaks: what of a text looks like a secret or like somebody, found without knowing how redaction works.

These patterns are their own on purpose: a checker that shares the list of what it checks misses what that
list misses.
A leak says what it is and where; it never carries the value.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from harness.address import CLOUDS
from harness.redaction.placeholders import is_placeholder


@dataclass(frozen=True, slots=True)
class Leak:
    """Something that should not be there. offset: characters from the start; line: counted from 1."""

    kind: str
    offset: int
    line: int


@dataclass(frozen=True, slots=True)
class Trace:
    """How one kind of leak looks (what is judged stands in the group `it`), and what of it may stay."""

    kind: str
    pattern: re.Pattern[str]
    harmless: Callable[[str], bool]


_HOSTS = {host for cloud in CLOUDS for host in (cloud.graph, cloud.login)} | {
    *("login.microsoft.com", "login.windows.net", "sts.windows.net", "login.botframework.com"),
    *("api.botframework.com", "apigcch.botframework.azure.us", "api.aps.skype.com", "schemas.microsoft.com"),
    *("learn.microsoft.com", "docs.microsoft.com", "developer.microsoft.com", "go.microsoft.com", "aka.ms"),
    *("botframework.com", "www.w3.org", "localhost"),
}
_LOOPBACK = re.compile(r"127(?:\.\d{1,3}){3}(?::\d+)?\Z|\[::1\]")
_RESERVED = re.compile(r"(?:.*\.)?(?:example(?:\.(?:com|net|org))?|invalid|test|localhost)")  # RFC 2606, 6761
_GUID = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_THREADS = re.compile(r"thread\.\w+|unq\.gbl\.spaces")
_NOBODY = {"0" * 32, "00000003" + "00000000" + "c0000000" + "00000000"}  # nil, and Graph's own application


def _harmless_host(host: str) -> bool:
    """Also a GUID as in `api://<application id>`, which counts as one."""
    name = host.lower().rstrip(".")
    return name in _HOSTS or any(shape.fullmatch(name) for shape in (_RESERVED, _LOOPBACK, _GUID))


def _harmless_guid(guid: str) -> bool:
    digits = guid.replace("-", "").lower()
    return digits in _NOBODY or (digits[12:16] == "8ed1" and digits[16:18] == "a1")


def _harmless_number(number: str) -> bool:
    """A mask, or one of 555-0100 to 555-0199, which the North American plan keeps for fiction."""
    if re.fullmatch(r"(?:\+|%2[bB])?\d{1,3} ?55501\d{7,10}", number):
        return True
    dialled = re.sub(r"[ .()/-]", "", re.sub(r"%2[bB]|\A00", "+", number))
    return re.fullmatch(r"(?:\+1(?:\d{3})?|(?:1?\d{3})?)55501\d{2}", dialled) is not None


def _harmless_mail(host: str) -> bool:
    return any(shape.fullmatch(host.lower()) for shape in (_RESERVED, _THREADS))


def _harmless_name(name: str) -> bool:
    shown = name.strip()
    return (
        shown in ("", "null", "string", "String")
        or re.fullmatch(r"User(?: |\+|%20)[0-9a-f]{8}", shown) is not None
        or _harmless_number(re.sub(r"\A(?:tel|4):|;.*", "", shown))
        or (not re.search(r"\s", shown) and _harmless_mail(shown.rpartition("@")[2]))
        or _harmless_guid(shown)
        or _harmless_secret(shown)
    )


def _harmless_secret(value: str) -> bool:
    return re.fullmatch(
        r"null|true|false|redacted-[0-9a-f]{8}|\d{1,3}55501\d{7,10}", value
    ) is not None or is_placeholder(value)


def _harmless_thread(thread: str) -> bool:
    parts = thread.removeprefix("meeting_").split("_")
    return all(_harmless_guid(part) or _harmless_secret(part) for part in parts)


_GRANTED = "code|code_?verifier|device_?code|user_?code"
_QUOTES = r"[\\\"'\s]*"
TRACES = (
    Trace(
        "token",
        re.compile(r"(?<![\w-])(?=[\w-]*eyJ)(?P<it>[\w-]++\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*)"),
        lambda _: False,
    ),
    Trace(
        "token",
        re.compile(r"(?i:\bbearer|\bbasic)[ \t]+(?=[^\s\"']*\d)(?P<it>[A-Za-z0-9._~+/-]{12,}=*)"),
        _harmless_secret,
    ),
    Trace(
        "secret",
        re.compile(
            r"(?i:client.?secret|client.?assertion|access.?token|refresh.?token|id.?token|passcode|password)"
            rf"{_QUOTES}[:=]{_QUOTES}(?P<it>[^\s\\\"'&,;<>{{}}\[\]]+)"
        ),
        _harmless_secret,
    ),
    Trace(
        "number", re.compile(r"(?<!User)(?P<it>(?:\+|%2[bB])[1-9](?:[ .()/-]{0,2}\d){6,})"), _harmless_number
    ),
    Trace(
        "secret",  # of an OAuth grant: a field only, as a member of JSON tells by `code` what failed
        re.compile(rf"\?\"(?i:{_GRANTED})\": \"(?P<it>[^\"]+)"),
        _harmless_secret,
    ),
    Trace(
        "secret",
        re.compile(
            rf"://(?:{'|'.join(map(re.escape, sorted(_HOSTS)))})/[^\s\"'<>?#]*\?(?:[^\s\"'<>#]*&)?"
            rf"(?i:{_GRANTED})=(?P<it>[^\s\\\"'&#<>]+)"
        ),
        _harmless_secret,
    ),
    Trace(
        "number",
        re.compile(
            r"(?<![\w+.:/%-])(?P<it>00[1-9](?=\d{0,11}[ .()/-])(?:[ .()/-]{0,3}\d){7,14})"
            r"(?!\w|[ .()/-]{0,3}\d|-\w)"
        ),
        _harmless_number,
    ),
    Trace("number", re.compile(r"\btel:(?P<it>\+?\d[\d.-]{5,})"), _harmless_number),
    Trace(
        "guid",
        re.compile(rf"(?P<it>{_GUID.pattern}|(?<![0-9A-Fa-f])[0-9A-Fa-f]{{32}}(?![0-9A-Fa-f]))"),
        _harmless_guid,
    ),
    Trace(
        "mail",
        re.compile(r"[\w.-](?<!redacted-[0-9a-f]{8})(?:@|%40)(?P<it>(?:[\w-]+\.)+[^\W\d_]{2,})"),
        _harmless_mail,
    ),
    Trace(
        "host",
        re.compile(r"://(?:[^\s/?#\"'\\]*@)?(?P<it>\[[0-9A-Fa-f:.]+\]|[^\s/?#:\"'\\<>{}\[\],;)]+)"),
        _harmless_host,
    ),
    Trace(
        "host", re.compile(r"(?<![\w@-])(?<!%40)(?P<it>[\w-]+\.(?i:onmicrosoft)\.[A-Za-z]+)"), _harmless_host
    ),
    Trace(
        "host",
        re.compile(
            r"(?im:^[ \t]*[\"']?(?:x-forwarded-|x-original-)?host[\"']?:\s*(?:-\s*)?)"
            r"(?P<it>[^\s\"':\[\]-][^\s\"':]*)"
        ),
        _harmless_host,
    ),
    Trace(
        "name",
        re.compile(
            r"(?i:display_?name|\bsubject|(?:given|family|first|last)_?name|surname|user_?principal_?name)"
            r"[\\\"']{1,4}\s*:\s*[\\]*\"(?P<it>[^\\\"\n]+)"
        ),
        _harmless_name,
    ),
    Trace(
        "thread",
        re.compile(r"(?<!\d)19(?::|%3[aA])(?P<it>[\w-]+)(?:@|%40)(?:thread\.\w|unq\.gbl\.spaces)"),
        _harmless_thread,
    ),
)
"""What gives something away. Several rows may be of one kind."""


def leaks(text: str) -> Iterator[Leak]:
    """What `text` gives away, in order."""
    found = {
        (match.start("it"), trace.kind)
        for trace in TRACES
        for match in trace.pattern.finditer(text)
        if not trace.harmless(match["it"])
    }
    for offset, kind in sorted(found):
        yield Leak(kind, offset, text.count("\n", 0, offset) + 1)
