"""How each kind of datum is masked where it stands: what one text becomes.

Which kinds there are and where they stand is the table's matter, harness.redaction.sensitive.
"""

import re
from collections.abc import Callable
from ipaddress import ip_address
from typing import Protocol

from harness.redaction.masks import SEPARATORS, Masks

REDACTED = "REDACTED"
"""What stands behind `Bearer`: a token is the one datum of which not even equality is kept."""


class Brush(Protocol):
    """What a row masks with. harness.redaction.redactor.Redactor is one."""

    masks: Masks

    def host(self, text: str) -> str:
        """A host, perhaps with a port, masked unless it is everybody's."""

    def url(self, url: str, *, of_bot: bool = False) -> str:
        """A URL with what it gives away masked. of_bot: it is the bot's own, on a loopback host as well."""

    def text(self, text: str) -> str:
        """Running text with what it gives away masked."""


type How = Callable[[Brush, str], str | None]
"""Masks a text. None: a header is dropped; a member is not what the row is about, and the next is asked."""

LABEL = (
    r"(?i:client_?secret|client_?assertion|access_?token|refresh_?token|id_?token|pass_?word|pass_?code|api_?key"
    r"|(?:app|bot|shared)_?secret|auth_?token|(?:account|shared_?access|subscription)_?key)"
    r"(?:[\"'\\]|%22|%5[cC])*\s*(?:[:=]|%3[aAdD])\s*(?:[\"'\\]|%22|%5[cC])*"
)
"""The name of a secret in running text, up to its value."""

LABELLED_VALUE = r"(?!null\b|true\b|false\b)[^\s\"'&,;<>\\{}\[\]]+"
THREAD_OPENING = r"(?<!\d)19(?::|%3[aA])"
THREAD_DOMAIN = r"(?:@|%40)(?:thread\.\w+|unq\.gbl\.spaces)"
MRI = (
    r"(?<![\w:.\-])(?:(?:8|28|29|48)(?::|%3[aA])(?i:orgid|live|teamsvisitor|acs|spool|dod|gcch|sfb)(?::|%3[aA])"
    r"|(?:8|28)(?::|%3[aA])(?=[A-Za-z]))[\w.\-]++(?!:|%3[aA])"
)
"""The id of a user (8) or a bot (28) of Skype and Teams; a kind of account may stand before it."""

_OCTET = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
_V4 = rf"{_OCTET}(?:\.{_OCTET}){{3}}(?!\w|\.\d)"
_GROUP = r"[0-9A-Fa-f]{1,4}"
_V6 = (
    rf"(?:{_GROUP}(?::{_GROUP}){{7}}|(?:{_GROUP}(?::{_GROUP}){{0,6}})?::(?:[0-9A-Fa-f:.]*[0-9A-Fa-f])?)"
    r"(?![\w:])"
)
IP = (
    rf"(?<![\w.\-])(?<![vV]ersion[=: ])(?:(?<![A-Za-z]/)|(?={_V4}:\d)){_V4}"
    rf"|\[{_V6}\]|(?<![\w.:\[]){_V6}"
)
"""An IP address. Four numbers behind a word and a slash, without a port, are the version of a product."""

_DOMAINS = (
    r"com|net|org|io|dev|app|cloud|biz|info|eu|de|at|ch|li|fr|nl|be|lu|uk|ie|it|es|pt|pl|cz|se|dk|fi|gr|hu|ro|ru"
    r"|ua|tr|us|ca|mx|br|au|nz|jp|cn|kr|in|za|local|lan|corp|internal|intern|intranet|home"
)
_OWN = r"local|localdomain|lan|corp|internal|intern|intranet|home\.arpa"
_LABELS = r"[A-Za-z0-9\-]++\."
PRIVATE_HOST = (
    rf"(?<![\w.#\-])(?:(?:{_LABELS}){{2,}}(?:{_DOMAINS}|{_DOMAINS.upper()})|(?:{_LABELS})+(?i:{_OWN}))"
    r"(?!\.?[\w\-])"
)
"""A host by its form: three labels or more, the last one a domain that hosts are found under, in small
letters alone or in capitals alone; or any name under a domain that is its owner's alone. Two labels and other
endings may be the name of a type, a file or a version.
"""

FILE_NAME = r"(?i:\bfilename\*?)=(?:\\?\"[^\"\\\r\n]+|[^\s\"\\;,&]+)"
"""The name of a file in a field of a header, up to the quote that ends it."""

_METHOD = re.compile(r"[A-Za-z_\-]{1,20}")  # the longest of IANA's registry has 17 letters
_SCHEMES = {
    *("basic", "bearer", "digest", "dpop", "hoba", "mutual", "negotiate", "ntlm", "oauth", "pop", "vapid"),
}
_LABELLED = re.compile(rf"({LABEL})({LABELLED_VALUE})")
_THREAD_PARTS = re.compile(rf"({THREAD_OPENING}(?:meeting_)?)([\w\-]+)({THREAD_DOMAIN})")
_NATIONAL = rf"\s*+(?:\+|%2[bB])?(?:[{SEPARATORS}]*+\d){{3,}}[{SEPARATORS}]*+"
_NUMBER_LIKE = re.compile(_NATIONAL, re.ASCII)
_TELEPHONE = re.compile(rf"((?i:tel:|4:)?)({_NATIONAL})((?:;[^;]*)*)", re.ASCII)
_FIGURE = re.compile(
    r"(?P<sign>-?)(?P<whole>\d+)(?P<point>\.?)(?P<rest>\d*)(?P<power>(?:[eE][+\-]?\d+)?)", re.ASCII
)
_BARE_HOST = re.compile(r"(?=[^/?#:]*\.|localhost\b|[^/?#:]+:\d)[\w.\-]+(?::\d+)?(?=[/?#]|\Z)")
_HOST_WITHIN = re.compile(r"(?<![\w.\-/@])(?:[a-z0-9\-]++\.)+[a-z]{2,}(?::\d+)?(?![\w.\-])")
_TEMPLATE = re.compile(r"\{[^{}]*\}|<[^<>]*>")
_SYSTEM = r"(?i:windows|linux|darwin|mac ?os|macintosh|android|ubuntu|x86_64|amd64|aarch64|arm64)"
_PLATFORM = re.compile(rf" ?\((?=[^()]*{_SYSTEM})[^()]*\)|\b{_SYSTEM}[/ \-]v?\d[\w.\-]*")


def dropped(brush: Brush, text: str) -> None:
    """Nothing: the header goes."""
    return


def kept(brush: Brush, text: str) -> str:
    """What is a mask already."""
    return text


def method(text: Callable[[str], str], masks: Masks, sent: str) -> str:
    """The method of a request. What is longer than any, or has more than letters, was never meant as one: a
    token in capitals, which is how mitmproxy has a method, is known by nothing else. text: masks a text.
    """
    masked = text(sent)
    return masked if masked != sent or _METHOD.fullmatch(sent) else masks.opaque(sent)


def credentials(brush: Brush, text: str) -> str:
    """Credentials: only their scheme stays."""
    scheme, _, value = text.strip().partition(" ")
    if scheme.lower() not in _SCHEMES:
        return REDACTED if scheme else text
    return f"{scheme} {REDACTED}" if value.strip() else scheme


def secret(brush: Brush, text: str) -> str:
    """A secret, or what nobody needs to read."""
    return brush.masks.opaque(text)


def labelled(brush: Brush, text: str) -> str:
    """A secret behind its name, in running text."""
    return _LABELLED.sub(lambda match: f"{match[1]}{brush.masks.opaque(match[2])}", text)


def number(brush: Brush, text: str) -> str | None:
    """A telephone number, bare or as a tel URI, and what else has a form of its own; None when it is none."""
    exact = brush.masks.exact(text)
    if exact is None and (found := _TELEPHONE.fullmatch(text)):
        return f"{found[1]}{brush.masks.number(found[2])}{_parameters(brush, found[3])}"
    return exact


def _parameters(brush: Brush, tail: str) -> str:
    """Those of a tel URI, such as `;ext=12`: of each only the name stays (RFC 3966)."""
    return re.sub(
        r"(?<=[;=])[^;=]+(?=;|\Z)", lambda it: brush.masks.exact(it[0]) or brush.masks.opaque(it[0]), tail
    )


def figure(brush: Brush, digits: str) -> str:
    """A telephone number that stands as a number of JSON, and stays one."""
    found = _FIGURE.fullmatch(digits)
    if found is None:
        return digits
    bare = (found["whole"] + found["rest"].rstrip("0")).lstrip("0")
    masked = brush.masks.number(bare)
    if masked == bare:
        return digits
    return f"{found['sign']}{masked}{'.0' if found['point'] else ''}{'e0' if found['power'] else ''}"


def number_behind(brush: Brush, text: str) -> str:
    """A telephone number behind the scheme that tells it."""
    scheme, _, number = text.partition(":")
    return f"{scheme}:{brush.masks.number(number)}"


def identity(brush: Brush, text: str) -> str:
    """The id of somebody: a GUID, a number, a mail address or an MRI as that, any other opaque."""
    if re.fullmatch(MRI, text):
        return mri(brush, text)
    return brush.text(text) if _TEMPLATE.fullmatch(text) else number(brush, text) or brush.masks.opaque(text)


def mri(brush: Brush, text: str) -> str:
    """The id of a user or a bot: what kind it is of stays; ids in it are masked one by one."""
    prefix, colon, own = _parted(text)
    exact = [brush.masks.exact(part) or "" for part in own.split("_")]
    return f"{prefix}{colon}{'_'.join(exact) if all(exact) else brush.masks.opaque(own)}"


def _parted(text: str) -> tuple[str, str, str]:
    """An MRI at its last colon."""
    *_, last = re.finditer(":|%3[aA]", text)
    return text[: last.start()], last.group(), text[last.end() :]


def ip(brush: Brush, text: str) -> str:
    """An IP address as a host, unless it is the machine's own. Spellings of one get the same mask."""
    try:
        address = ip_address(text.strip("[]"))
    except ValueError:
        return text
    return text if address.is_loopback or address.is_unspecified else brush.masks.host(str(address))


def platform(brush: Brush, text: str) -> str:
    """What clients call themselves, without the machine that they run on."""
    return brush.text(_PLATFORM.sub("", text))


def sip(brush: Brush, text: str) -> str:
    """A sip address: of a number, or of a user."""
    scheme, _, address = text.partition(":")
    user, _, host = address.partition("@")
    if _NUMBER_LIKE.fullmatch(user):
        return f"{scheme}:{brush.masks.number(user)}@{brush.host(host)}"
    return f"{scheme}:{brush.masks.mail(address)}"


def thread(brush: Brush, text: str) -> str:
    """The id of a Teams thread: prefix and domain stay, ids of users in it are masked one by one."""

    def masked(match: re.Match[str]) -> str:
        exact = [brush.masks.exact(part) or "" for part in match[2].split("_")]
        return f"{match[1]}{'_'.join(exact) if all(exact) else brush.masks.opaque(match[2])}{match[3]}"

    return _THREAD_PARTS.sub(masked, text)


def realm(brush: Brush, text: str) -> str:
    """The realm of a challenge: a host as that, what else has a form of its own as such, any other opaque."""
    value = text.partition("=")[2].lstrip('\\"')
    opening = text.removesuffix(value)
    if _BARE_HOST.fullmatch(value):
        return f"{opening}{brush.host(value)}"
    masked = brush.text(value)
    return f"{opening}{brush.masks.opaque(value) if masked == value and '@' in value else masked}"


def name(brush: Brush, text: str) -> str:
    """A name, in the place of which a number or an address may stand."""
    return number(brush, text) or brush.masks.name(text)


def guid(brush: Brush, text: str) -> str:
    """A GUID."""
    return brush.masks.guid(text)


def mail(brush: Brush, text: str) -> str:
    """A mail address."""
    return brush.masks.mail(text)


def host(brush: Brush, text: str) -> str:
    """Hosts, one or more by comma."""
    return ", ".join(brush.host(part.strip()) for part in text.split(","))


def server(brush: Brush, text: str) -> str:
    """A host where one is named, whatever it looks like; perhaps as an address."""
    return callback(brush, text) if "/" in text else host(brush, text)


def named_server(brush: Brush, text: str) -> str | None:
    """A host, where the name says that one may stand there; None for what does not look like one."""
    return server(brush, text) if _BARE_HOST.match(text) and re.search(r"[^\W\d_]", text) else None


def address(brush: Brush, text: str) -> str:
    """An address, which may lack its scheme."""
    if bare := _BARE_HOST.match(text):
        return brush.host(bare.group()) + brush.url(text[bare.end() :])
    return brush.url(text) if text.startswith("//") else brush.text(text)


def hosts_within(brush: Brush, text: str) -> str:
    """Running text in which hosts of two labels are hosts, too."""
    return brush.text(_HOST_WITHIN.sub(lambda it: brush.host(it[0]), text))


def file_name(brush: Brush, text: str) -> str:
    """The name of a file: its ending stays."""
    value = text.partition("=")[2].lstrip('\\"')
    stem, ending = re.fullmatch(r"(.*?)(\.\w{1,5})?", value, re.DOTALL).groups("")  # type: ignore[union-attr]
    return f"{text.removesuffix(value)}{brush.masks.opaque(stem)}{ending}"


def full_name(brush: Brush, text: str) -> str | None:
    """A name of somebody, where anything may be named; None for a single word."""
    return name(brush, text) if len(text.split()) > 1 else None


def url(brush: Brush, text: str) -> str:
    """A URL in running text; the punctuation behind it is not its own."""
    url = text.rstrip(".,;:!?)")
    return brush.url(url) + text[len(url) :]


def callback(brush: Brush, text: str) -> str:
    """The bot's own address: a URL, a path, or a host with or without one."""
    if "://" in text or text.startswith("/"):
        return brush.url(text, of_bot=True)
    if bare := _BARE_HOST.match(text):
        return brush.host(bare.group()) + brush.url(text[bare.end() :], of_bot=True)
    return brush.masks.opaque(text) if re.search(r"[.\\:@]", text) else brush.text(text)
