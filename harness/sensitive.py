"""What of a message is sensitive: each kind of datum, where it stands, and how it is masked there.

The table and what its rows do to one text. How a message is gone through is in harness.redaction.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from harness.masks import ANY_GUID, KINDS, MAIL, NUMBER, SEPARATORS, Masks

REDACTED = "REDACTED"
"""What stands behind `Bearer`: a token is the one datum of which not even equality is kept."""


class Brush(Protocol):
    """What a row masks with. harness.redaction.Redactor is one."""

    masks: Masks

    def host(self, text: str) -> str:
        """A host, perhaps with a port, masked unless it is everybody's."""

    def url(self, url: str, *, of_bot: bool = False) -> str:
        """A URL with what it gives away masked. of_bot: it is the bot's own, on a loopback host as well."""

    def text(self, text: str) -> str:
        """Running text with what it gives away masked."""


type How = Callable[[Brush, str], str | None]
"""Masks a text. None: a header is dropped; a member is not what the row is about, and the next is asked."""


@dataclass(frozen=True, slots=True)
class Redaction:
    """One kind of datum: where it stands, and how it is masked there.

    headers: names of fields. members: names of JSON members, form fields and query fields, without case, `_`
    and `-`; what stands below such a member counts as well. pattern: how it looks in running text; its groups
    capture nothing.
    """

    datum: str
    mask: How
    headers: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    pattern: str = ""


def _dropped(brush: Brush, text: str) -> None:
    return None


def _kept(brush: Brush, text: str) -> str:
    return text


def _credentials(brush: Brush, text: str) -> str:
    scheme, _, value = text.strip().partition(" ")
    if scheme.lower() not in _SCHEMES:
        return REDACTED if scheme else text
    return f"{scheme} {REDACTED}" if value.strip() else scheme


def _secret(brush: Brush, text: str) -> str:
    return brush.masks.opaque(text)


def _labelled(brush: Brush, text: str) -> str:
    return _LABELLED.sub(lambda match: f"{match[1]}{brush.masks.opaque(match[2])}", text)


def _number(brush: Brush, text: str) -> str | None:
    exact = brush.masks.exact(text)
    if exact is None and (found := _TELEPHONE.fullmatch(text)):
        return f"{found[1]}{brush.masks.number(found[2])}{_parameters(brush, found[3])}"
    return exact


def _parameters(brush: Brush, tail: str) -> str:
    """Those of a tel URI, such as `;ext=12`: of each only the name stays (RFC 3966)."""
    return re.sub(
        r"(?<=[;=])[^;=]+(?=;|\Z)", lambda it: brush.masks.exact(it[0]) or brush.masks.opaque(it[0]), tail
    )


def _number_behind(brush: Brush, text: str) -> str:
    scheme, _, number = text.partition(":")
    return f"{scheme}:{brush.masks.number(number)}"


def _sip(brush: Brush, text: str) -> str:
    scheme, _, address = text.partition(":")
    user, _, host = address.partition("@")
    if _NUMBER_LIKE.fullmatch(user):
        return f"{scheme}:{brush.masks.number(user)}@{brush.host(host)}"
    return f"{scheme}:{brush.masks.mail(address)}"


def _thread(brush: Brush, text: str) -> str:
    """The id of a Teams thread: prefix and domain stay, ids of users in it are masked one by one."""

    def masked(match: re.Match[str]) -> str:
        exact = [brush.masks.exact(part) or "" for part in match[2].split("_")]
        return f"{match[1]}{'_'.join(exact) if all(exact) else brush.masks.opaque(match[2])}{match[3]}"

    return _THREAD_PARTS.sub(masked, text)


def _realm(brush: Brush, text: str) -> str:
    name, quote, host = text.partition('"')
    return f"{name}{quote}{brush.host(host)}"


def _name(brush: Brush, text: str) -> str:
    return _number(brush, text) or brush.masks.name(text)


def _guid(brush: Brush, text: str) -> str:
    return brush.masks.guid(text)


def _mail(brush: Brush, text: str) -> str:
    return brush.masks.mail(text)


def _host(brush: Brush, text: str) -> str:
    return ", ".join(brush.host(part.strip()) for part in text.split(","))


def _url(brush: Brush, text: str) -> str:
    url = text.rstrip(".,;:!?)")
    return brush.url(url) + text[len(url) :]


def _callback(brush: Brush, text: str) -> str:
    if "://" in text or text.startswith("/"):
        return brush.url(text, of_bot=True)
    if bare := _BARE_HOST.match(text):
        return brush.host(bare.group()) + brush.url(text[bare.end() :], of_bot=True)
    return brush.masks.opaque(text) if re.search(r"[.\\:@]", text) else brush.text(text)


_SCHEMES = {
    "basic",
    "bearer",
    "digest",
    "dpop",
    "hoba",
    "mutual",
    "negotiate",
    "ntlm",
    "oauth",
    "pop",
    "vapid",
}
_LABEL = (
    r"(?i:client_?secret|client_?assertion|access_?token|refresh_?token|id_?token|pass_?word|pass_?code|api_?key)"
    r"(?:[\"'\\]|%22|%5[cC])*\s*(?:[:=]|%3[aAdD])\s*(?:[\"'\\]|%22|%5[cC])*"
)
_LABELLED_VALUE = r"(?!null\b|true\b|false\b)[^\s\"'&,;<>\\{}\[\]]+"
_LABELLED = re.compile(rf"({_LABEL})({_LABELLED_VALUE})")
_THREAD_OPENING = r"(?<!\d)19(?::|%3[aA])"
_THREAD_DOMAIN = r"(?:@|%40)(?:thread\.\w+|unq\.gbl\.spaces)"
_THREAD_PARTS = re.compile(rf"({_THREAD_OPENING}(?:meeting_)?)([\w\-]+)({_THREAD_DOMAIN})")
_NATIONAL = rf"\s*+(?:\+|%2[bB])?(?:[{SEPARATORS}]*+\d){{3,}}[{SEPARATORS}]*+"
_NUMBER_LIKE = re.compile(_NATIONAL, re.ASCII)
_TELEPHONE = re.compile(rf"((?i:tel:|4:)?)({_NATIONAL})((?:;[^;]*)*)", re.ASCII)
_BARE_HOST = re.compile(r"(?=[^/?#:]*\.|localhost\b|[^/?#:]+:\d)[\w.\-]+(?::\d+)?(?=[/?#]|\Z)")
_PLACEHOLDER = re.compile(r"\{[^{}]*\}|<[^<>]*>")

_COMPACT = (
    r"(?<![\w\-])(?!(?<=%)[0-9A-Fa-f]{2})(?=[\w\-]*eyJ)[\w\-]++(?:\.|%2[eE])[\w\-]+(?:(?:\.|%2[eE])[\w\-]*)+"
    r"|(?<=%[0-9A-Fa-f]{2})(?=[\w\-]*eyJ)[\w\-]++(?:\.|%2[eE])[\w\-]+(?:(?:\.|%2[eE])[\w\-]*)+"
)
_HOST_NAME = r"(?:[\w\-]+\.)+[^\W\d_]{2,}"

REDACTIONS: tuple[Redaction, ...] = (
    Redaction("a mask", _kept, pattern="|".join(kind.pattern for kind in KINDS if kind.proof is bool)),
    Redaction(
        "credentials",
        _credentials,
        headers=("authorization", "authentication", "proxy-authorization"),
        members=("authorization", "authentication"),
        pattern=r"\b(?i:Bearer|Basic)\s+(?=[^\s\"]*\d)[\w.~+/\-]{16,}=*",
    ),
    Redaction("JSON web token", _secret, pattern=_COMPACT),
    Redaction(
        "secret",
        _secret,
        headers=(
            "api-key",
            "ocp-apim-subscription-key",
            "x-api-key",
            "x-functions-key",
            "x-ms-client-principal",
        ),
        members=(
            *("accesstoken", "apikey", "clientassertion", "clientsecret", "idtoken", "joinmeetingid"),
            *("passcode", "password", "refreshtoken", "secret", "sig", "token"),
        ),
    ),
    Redaction("secret behind its name", _labelled, pattern=_LABEL + _LABELLED_VALUE),
    Redaction("cookie", _dropped, headers=("cookie", "set-cookie")),
    Redaction(
        "address of somebody's machine",
        _dropped,
        headers=(
            *("cf-connecting-ip", "forwarded", "max-forwards", "true-client-ip", "via", "x-azure-clientip"),
            *("x-azure-socketip", "x-client-ip", "x-forwarded-for", "x-original-for", "x-real-ip"),
            *("client-ip", "disguised-host", "was-default-hostname", "x-cluster-client-ip"),
            *("x-envoy-external-address", "x-forwarded-server", "x-site-deployment-id"),
        ),
    ),
    Redaction(
        "fingerprint of a machine",
        _dropped,
        headers=(
            *("hostos", "runtimeenvironment", "x-client-cpu", "x-client-os", "x-microsoft-pma-instance"),
            *("x-ms-ags-diagnostic", "x-ms-gateway-serviceroot", "x-throwsite"),
        ),
    ),
    Redaction("host of the bot", _host, headers=("host", "x-forwarded-host", "x-original-host")),
    Redaction(
        "address of the bot",
        _callback,
        headers=("x-original-url", "x-rewrite-url", "x-waws-unencoded-url"),
        members=("callbackuri",),
    ),
    Redaction("thread", _thread, pattern=rf"{_THREAD_OPENING}[\w\-]+{_THREAD_DOMAIN}"),
    Redaction("sip address", _sip, pattern=r"(?i:\bsips?:)[^\s@\"'<>;,:]{1,64}+@[\w.\-]+(?::\d+)?"),
    Redaction(
        "phone number behind its scheme",
        _number_behind,
        pattern=rf"(?i:\btel:)(?:{NUMBER}|\d(?:[().\-]?\d){{2,}})|(?<![\w:.\-])4:\+?[1-9]\d{{6,14}}(?!\d)",
    ),
    Redaction("phone number", _number, members=("phone", "phonenumber"), pattern=NUMBER),
    Redaction(
        "name",
        _name,
        members=(
            *("displayname", "subject", "appdisplayname", "givenname", "familyname", "surname"),
            *("firstname", "lastname"),
            *("mail", "email", "upn", "userprincipalname", "preferredusername", "uniquename"),
        ),
    ),
    Redaction("URL", _url, pattern=r"[A-Za-z][A-Za-z0-9+.\-]{1,19}://[^\s\"'<>\\^`{|}]*"),
    Redaction("mail address", _mail, pattern=MAIL),
    Redaction("GUID", _guid, pattern=ANY_GUID),
    Redaction(
        "host of a tenant",
        _host,
        pattern=r"(?<![A-Za-z0-9\-])[A-Za-z0-9\-]++\.(?i:onmicrosoft\.(?:com|us|cn|de))\b"
        rf"|(?<=\d@)(?!thread\.|unq\.gbl\.spaces){_HOST_NAME}",
    ),
    Redaction("realm", _realm, pattern=r"(?i:\brealm)=\\?\"[\w\-]+(?:\.[\w\-]+)+(?::\d+)?"),
)
"""What is masked, where, and how. In running text and among members the first row that fits decides."""
