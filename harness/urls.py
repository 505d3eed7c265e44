"""A URL taken apart and put together again, whatever is in it, and which hosts are nobody's secret.

Nothing here fails on a malformed URL: what cannot be told apart is path. What is masked is decided elsewhere.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import quote, quote_plus, unquote, unquote_plus

from harness.address import GRAPH_HOSTS, LOGIN_HOSTS, PLATFORM_HOSTS

PUBLIC_HOSTS = (
    GRAPH_HOSTS
    | LOGIN_HOSTS
    | PLATFORM_HOSTS
    | {
        "sts.windows.net",  # issuer of tokens
        "api.botframework.com",  # issuer of the platform's tokens
        "botframework.com",  # the tenant that the platform's own tokens come from
        "schemas.microsoft.com",  # names of claims
        "docs.microsoft.com",  # error messages point there
        "learn.microsoft.com",
        "developer.microsoft.com",
        "aka.ms",
        "go.microsoft.com",
        "www.w3.org",
    }
)
"""Hosts that are the same for everybody: clouds, and those that tokens, schemas and error messages name."""

_PARTS = re.compile(
    r"(?P<scheme>[^:/?#]+:)?(?P<slashes>//)?"
    r"(?(slashes)(?P<userinfo>[^/?#]*@)?(?P<host>\[[^\]/?#]*\]|[^/?#:]*)(?P<port>:[^/?#]*)?)"
    r"(?P<path>[^?#]*)(?P<query>\?[^#]*)?(?P<fragment>#.*)?",
    re.DOTALL,
)  # as in RFC 3986 appendix B
_FORM = re.compile(r"[^\s=&]+=[^\s&]*(?:&[^\s=&]+=[^\s&]*)*")
_DIALLED = re.compile(
    r"(?:(?<![\w%])|(?<=%[0-9A-Fa-f]{2}))\+(?=[1-9](?:(?:[+().\-/]|%20|%28|%29|%2[fF]){0,2}\d){6})"
)
_WORD = re.compile(r"[^\s\"'<>]+")
_DEEPEST = 4
_IN_SEGMENT = "!$&'()*+,;=:@"


class Pieces(NamedTuple):
    """The pieces of a URL, empty where missing. Joined, they are the URL as sent.

    scheme ends in `:`, slashes are `//`, userinfo ends in `@`; port opens with `:`, query with `?`, fragment
    with `#`.
    """

    scheme: str
    slashes: str
    userinfo: str
    host: str
    port: str
    path: str
    query: str
    fragment: str

    def __str__(self) -> str:
        opening = f"{self.scheme}{self.slashes}{self.userinfo}{self.host}{self.port}"
        return f"{opening}{self.path}{self.query}{self.fragment}"

    @property
    def name(self) -> str:
        """The host in lower case, without brackets."""
        return self.host.strip("[]").lower()

    @property
    def has_port(self) -> bool:
        """Whether the port is a number that can be one, or left out."""
        digits = self.port[1:]
        return not digits or (digits.isascii() and digits.isdecimal() and int(digits[:9]) < 1 << 16)

    def each_segment(self, change: Callable[[str], str]) -> "Pieces":
        """The same URL with each segment of its path, percent-decoded, passed through `change`."""
        return self._replace(path="/".join([_segment(part, change) for part in self.path.split("/")]))

    def each_field(self, change: Callable[[str, str], str]) -> "Pieces":
        """The same URL with the value of each field of its query passed through `change(name, value)`."""
        return (
            self._replace(query=self.query[:1] + each_field(self.query[1:], change)) if self.query else self
        )


def pieces(url: str) -> Pieces:
    """The pieces of any text read as a URL."""
    return Pieces(*next(_PARTS.finditer(url)).groups(""))


def is_form(text: str) -> bool:
    """Whether a text looks like a form: fields with names, no white space."""
    return _FORM.fullmatch(text) is not None


def each_field(form: str, change: Callable[[str, str], str]) -> str:
    """A form (`a=1&b=2`) with each value, decoded, passed through `change(name, value)`.

    A name is passed through it as the value of no name. What `change` leaves alone keeps its spelling.
    A `+` before a telephone number is one, as who sent it meant, though for a server it is a space.
    """
    return "&".join(_field(part, change) for part in form.split("&"))


def fields(form: str) -> Iterator[tuple[str, str]]:
    """Names and values of a form, decoded as for `each_field`; an empty form has none."""
    for part in filter(None, form.split("&")):
        name, _, value = part.partition("=")
        yield unquote_plus(name), unquote_plus(_DIALLED.sub("%2B", value))


def _segment(part: str, change: Callable[[str], str]) -> str:
    old = unquote(part, errors="surrogateescape")
    new = change(old)
    return part if new == old else quote(new, safe=_IN_SEGMENT, errors="surrogateescape")


def _field(part: str, change: Callable[[str, str], str]) -> str:
    name, equals, value = part.partition("=")
    old_name = unquote_plus(name, errors="surrogateescape")
    new_name = change("", old_name)
    plus = _DIALLED.search(value) is not None
    old = unquote_plus(_DIALLED.sub("%2B", value), errors="surrogateescape")
    new = change(old_name, old)
    spelled = (
        quote(new, safe="+", errors="surrogateescape") if plus else quote_plus(new, errors="surrogateescape")
    )
    return "".join(
        (
            name if new_name == old_name else quote_plus(new_name, errors="surrogateescape"),
            equals,
            value if new == old else spelled,
        )
    )


def unquoted(text: str) -> str:
    """Text percent-decoded as long as anything is encoded in it, within reason."""
    for _ in range(_DEEPEST):
        text = unquote(text, errors="surrogateescape")
    return text


def requoted(text: str, change: Callable[[str], str]) -> str:
    """Text with each word in which something is percent-encoded, perhaps several times over, passed decoded
    through `change`. What `change` leaves alone keeps its spelling.
    """
    return _WORD.sub(lambda word: _requoted(word[0], change), text) if "%" in text else text


def _requoted(word: str, change: Callable[[str], str], depth: int = _DEEPEST) -> str:
    plain = unquote(word, errors="surrogateescape")
    if plain == word:
        return word
    new = _requoted(plain, change, depth - 1) if depth > 1 else plain
    new = change(plain) if new == plain else new
    bare = "".join(each for each in word if each.isascii() and each != "%")
    return word if new == plain else quote(new, safe=bare, errors="surrogateescape")


def is_public(host: str) -> bool:
    """Whether `host` is the same for everybody."""
    return host.lower().rstrip(".") in PUBLIC_HOSTS


@lru_cache(maxsize=1024)
def is_loopback(host: str) -> bool:
    """Whether `host` is the machine itself: `localhost` and names under it (RFC 6761), 127.0.0.0/8, ::1."""
    name = host.lower().strip("[]").rstrip(".")
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False
