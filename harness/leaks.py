"""Leaks: what of a text looks like a secret or like somebody, found without knowing how redaction works.

These patterns are their own on purpose: a checker that shares the list of what it checks misses what that
list misses.
A leak says what it is and where; it never carries the value.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from harness.address import CLOUDS


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
_NOBODY = {"0" * 32, "00000003" + "00000000" + "c0000000" + "00000000"}  # nil, and Graph's own application


def _harmless_host(host: str) -> bool:
    name = host.lower()
    return name in _HOSTS or name.endswith(".example") or _LOOPBACK.match(name) is not None


def _harmless_guid(guid: str) -> bool:
    digits = guid.replace("-", "").lower()
    return digits in _NOBODY or (digits[12:16] == "8ed1" and digits[16:18] == "a1")


def _harmless_number(number: str) -> bool:
    return re.fullmatch(r"(?:\+|%2[bB])?\d{1,3} ?55501\d{7,10}", number) is not None


def _harmless_mail(mail: str) -> bool:
    return mail.lower().endswith((".example", "@thread.skype", "@unq.gbl.spaces"))


def _harmless_name(name: str) -> bool:
    shown = name.strip()
    return (
        shown in ("", "null", "string", "String")
        or re.fullmatch(r"User(?: |\+|%20)[0-9a-f]{8}", shown) is not None
        or (shown.startswith("+") and _harmless_number(shown))
        or _harmless_mail(shown)
        or _harmless_guid(shown)
    )


def _harmless_secret(value: str) -> bool:
    return re.fullmatch(r"null|REDACTED|redacted-[0-9a-f]{8}", value) is not None


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
    Trace("number", re.compile(r"\btel:(?P<it>\+?\d[\d.-]{5,})"), _harmless_number),
    Trace(
        "guid",
        re.compile(
            r"(?P<it>[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"
            r"|(?<![0-9A-Fa-f])[0-9A-Fa-f]{32}(?![0-9A-Fa-f]))"
        ),
        _harmless_guid,
    ),
    Trace(
        "mail",
        re.compile(r"[\w.-](?:@|%40)(?P<it>(?:[\w-]+\.)+[^\W\d_]{2,})"),
        lambda it: _harmless_mail(f"@{it}"),
    ),
    Trace(
        "host",
        re.compile(r"://(?:[^\s/?#\"'\\]*@)?(?P<it>\[[0-9A-Fa-f:.]+\]|[^\s/?#:\"'\\<>{}\[\],;)]+)"),
        _harmless_host,
    ),
    Trace("host", re.compile(r"(?<![\w-])(?P<it>[\w-]+\.(?i:onmicrosoft)\.[A-Za-z]+)"), _harmless_host),
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
            r"(?i:display_?name|\bsubject|given_?name|family_?name|surname|user_?principal_?name)"
            r"[\\\"']{1,4}\s*:\s*[\\]*\"(?P<it>[^\\\"\n]+)"
        ),
        _harmless_name,
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
