"""What of a message is sensitive: each kind of datum, where it stands, and how it is masked there.

The table. What its rows do to one text is in harness.redaction.masking, how a message is gone through in
harness.redaction.redactor.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from harness.body import steps
from harness.redaction.masking import (
    FILE_NAME,
    IP,
    LABEL,
    LABELLED_VALUE,
    MRI,
    PRIVATE_HOST,
    THREAD_DOMAIN,
    THREAD_OPENING,
    How,
    address,
    callback,
    credentials,
    dropped,
    file_name,
    full_name,
    guid,
    host,
    hosts_within,
    identity,
    ip,
    kept,
    labelled,
    mail,
    mri,
    name,
    named_server,
    number,
    number_behind,
    platform,
    realm,
    secret,
    server,
    sip,
    thread,
    url,
)
from harness.redaction.masks import ANY_GUID, DIALLED, KINDS, MAIL, NUMBER
from harness.remembering import remembered


@dataclass(frozen=True, slots=True)
class Redaction:
    """One kind of datum: where it stands, and how it is masked there.

    headers: names of fields. members: names of JSON members, form fields and query fields, without case, `_`
    and `-`, or the last names of a path of them; what stands below such a member counts as well. fields: the
    same of form fields and query fields alone: in JSON `code` says what failed. named: a
    pattern of names of either, spelled like `members`. pattern: how it looks in running text; its groups
    capture nothing. holds: characters of which every text that the pattern finds has one; empty: any text.
    """

    datum: str
    mask: How
    headers: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    named: str = ""
    pattern: str = ""
    holds: str = ""


_COMPACT = (
    r"(?<![\w\-])(?!(?<=%)[0-9A-Fa-f]{2})(?=[\w\-]*eyJ)[\w\-]++(?:\.|%2[eE])[\w\-]+(?:(?:\.|%2[eE])[\w\-]*)+"
    r"|(?<=%[0-9A-Fa-f]{2})(?=[\w\-]*eyJ)[\w\-]++(?:\.|%2[eE])[\w\-]+(?:(?:\.|%2[eE])[\w\-]*)+"
)
_IDENTITIES = (
    *("application", "applicationinstance", "assertedidentity", "azurecommunicationservicesuser"),
    *("device", "encrypted", "guest", "onpremises", "user"),
)
_SUFFIXES = (
    r"onmicrosoft\.(?:com|us|cn|de)|ngrok(?:-free)?\.(?:app|dev|io)|devtunnels\.ms|trycloudflare\.com|loca\.lt"
    r"|localhost\.run|lhr\.life|serveo\.net|bore\.pub|azurewebsites\.(?:net|us)|azurecontainerapps\.io"
    r"|azurestaticapps\.net|azurefd\.net|azure-api\.net|cloudapp\.(?:azure\.com|net)|trafficmanager\.net"
    r"|(?:servicebus|vault|blob\.core)\.(?:windows|azure)\.net"
)
"""Domains under which somebody's own host stands: tenants, tunnels, and where bots are hosted."""

_SERVERS = ("authority", "backend", "domain", "domainname", "endpoint", "server", "servername", "upstream")
_HOST_NAME = r"(?:[\w\-]+\.)+[^\W\d_]{2,}"

REDACTIONS: tuple[Redaction, ...] = (
    Redaction("a mask", kept, pattern="|".join(kind.pattern for kind in KINDS if kind.proof is bool)),
    Redaction(
        "credentials",
        credentials,
        headers=("authorization", "authentication", "proxy-authorization"),
        members=("authorization", "authentication"),
        pattern=r"\b(?i:Bearer|Basic)\s+(?=[^\s\"]*\d)[\w.~+/\-]{16,}=*|\b(?i:Negotiate|NTLM)\s+[\w+/]{20,}=*",
    ),
    Redaction("JSON web token", secret, pattern=_COMPACT, holds=".%"),
    Redaction(
        "secret",
        secret,
        headers=(
            "api-key",
            "ocp-apim-subscription-key",
            "sec-websocket-protocol",
            "x-api-key",
            "x-functions-key",
            "x-ms-client-principal",
            "x-ms-client-principal-name",
        ),
        members=(
            *("accesstoken", "apikey", "clientassertion", "clientsecret", "idtoken", "joinmeetingid"),
            *("passcode", "password", "refreshtoken", "secret", "sig", "token"),
            *("mediaconfig.blob", "apphostedmediaconfig.blob"),
        ),
        named=r".*(?:token|secret|pass(?:word|code|phrase)|pwd|assertion|connectionstring|zumoauth|signature\d*"
        r"|(?:access|account|api|app|auth|bot|functions?|host|master|private|shared|subscription|websocket)key"
        r"|cookies?\d*|credentials?|jwt|sessionid)|sid",
    ),
    Redaction("secret of a grant", secret, fields=("code", "codeverifier", "devicecode", "usercode")),
    Redaction("secret behind its name", labelled, pattern=LABEL + LABELLED_VALUE, holds=":=%"),
    Redaction("cookie", dropped, headers=("cookie", "set-cookie")),
    Redaction(
        "address of somebody's machine",
        dropped,
        headers=(
            *("cf-connecting-ip", "forwarded", "max-forwards", "true-client-ip", "via", "x-azure-clientip"),
            *("x-azure-socketip", "x-client-ip", "x-forwarded-for", "x-original-for", "x-real-ip"),
            *("client-ip", "disguised-host", "was-default-hostname", "x-cluster-client-ip"),
            *("x-envoy-external-address", "x-forwarded-server", "x-site-deployment-id"),
            *("x-arr-log-id", "x-arr-ssl", "x-azure-ref", "x-client-cert", "x-forwarded-client-cert"),
        ),
        named="ngrok.*",
    ),
    Redaction(
        "fingerprint of a machine",
        dropped,
        headers=(
            *("hostos", "runtimeenvironment", "x-client-cpu", "x-client-os", "x-microsoft-pma-instance"),
            *("x-ms-ags-diagnostic", "x-ms-gateway-serviceroot", "x-throwsite"),
        ),
    ),
    Redaction("platform of a client", platform, headers=("sdkversion", "user-agent", "x-ms-useragent")),
    Redaction("host of the bot", server, named=r".*(?:host(?:name)?|fqdn)"),
    Redaction("server, where it is named by its host", named_server, members=_SERVERS),
    Redaction("address", address, headers=("content-location", "location", "origin", "referer")),
    Redaction(
        "hosts on the way",
        hosts_within,
        headers=("alt-svc", "refresh", "warning", "x-cache", "x-cache-lookup", "x-served-by"),
    ),
    Redaction("name of a file", file_name, pattern=FILE_NAME, holds="="),
    Redaction(
        "address of the bot",
        callback,
        headers=("x-original-url", "x-rewrite-url", "x-waws-unencoded-url"),
        members=("callbackuri",),
    ),
    Redaction("thread", thread, pattern=rf"{THREAD_OPENING}[\w\-]+{THREAD_DOMAIN}", holds="@%"),
    Redaction(
        "id of somebody",
        identity,
        members=tuple(f"{who}.id" for who in _IDENTITIES),
    ),
    Redaction("MRI", mri, pattern=MRI, holds=":%"),
    Redaction("sip address", sip, pattern=r"(?i:\bsips?:)[^\s@\"'<>;,:]{1,64}+@[\w.\-]+(?::\d+)?", holds="@"),
    Redaction(
        "phone number behind its scheme",
        number_behind,
        pattern=rf"(?i:\btel:)(?:{NUMBER}|\d(?:[().\-]?\d){{2,}})|(?<![\w:.\-])4:\+?[1-9]\d{{6,14}}(?!\d)",
        holds=":",
    ),
    Redaction("phone number as it is dialled", number, pattern=DIALLED, holds="0"),
    Redaction("phone number", number, members=("phone", "phonenumber"), pattern=NUMBER, holds="+%"),
    Redaction(
        "name",
        name,
        members=(
            *("displayname", "subject", "appdisplayname", "givenname", "familyname", "surname"),
            *("firstname", "lastname", "fullname", "nickname", "username"),
            *("mail", "email", "upn", "userprincipalname", "preferredusername", "uniquename"),
        ),
    ),
    Redaction("name of several words", full_name, members=("name",)),
    Redaction("URL", url, pattern=r"[A-Za-z][A-Za-z0-9+.\-]{1,19}://[^\s\"'<>\\^`{|}]*", holds=":"),
    Redaction("mail address", mail, pattern=MAIL, holds="@%&\\"),
    Redaction("GUID", guid, pattern=ANY_GUID),
    Redaction("IP address", ip, pattern=IP, holds=".:"),
    Redaction(
        "host of a tenant or a bot",
        host,
        pattern=rf"(?<![A-Za-z0-9\-])[A-Za-z0-9\-]++(?:\.[A-Za-z0-9\-]++){{0,3}}?\.(?i:{_SUFFIXES})\b"
        rf"|{PRIVATE_HOST}|(?<=\d@)(?!thread\.\w+(?!\.?[\w\-])|unq\.gbl\.spaces){_HOST_NAME}",
        holds=".",
    ),
    Redaction("realm", realm, pattern=r"(?i:\brealm)=\\?\"?(?=[^\s\"\\,;]*[.@])[^\s\"\\,;]+", holds="="),
)
"""What is masked, where, and how. In running text and among members the first row that fits decides."""

WORD = re.compile(r"[A-Za-z_/\-]{0,19}")
"""No row sees anything in so few letters: most names of fields and members are such."""

_INDEX = re.compile(r"\[\d+\]")
_HEADERS = {name: row.mask for row in REDACTIONS for name in row.headers}
_FIELDS = {name: row.mask for row in REDACTIONS for name in row.fields}
_TAILS = tuple((tuple(name.split(".")), row) for row in REDACTIONS for name in row.members)
_NAMED = tuple((re.compile(row.named), row) for row in REDACTIONS if row.named)


@lru_cache(maxsize=1024)
def of_header(name: str) -> How | None:
    """How the value of a field, whose name is in lower case, is masked; None where no row knows it."""
    plain = name.replace("-", "").replace("_", "")
    named = (row.mask for pattern, row in _NAMED if pattern.fullmatch(plain))
    return _HEADERS.get(name) or next(named, None)


def of_field(name: str) -> How | None:
    """How the value of a field of a form or a query is masked; None where no row knows it as one."""
    return _FIELDS.get(re.sub(r"[_\-]", "", name).lower())


class Place(NamedTuple):
    """What a path says of its member. names: those in it, spelled as in the table; key: the last one as sent,
    empty for an index; is_word: whether that is a WORD and none of several. rows: those that know the member.
    """

    names: tuple[str, ...]
    key: str
    is_word: bool
    rows: tuple[Redaction, ...]


@remembered
def place_of(path: str) -> Place:
    """What a path says of its member."""
    # a long array is one path: a name between quotes may look like an index
    return _place(path if '"' in path else _INDEX.sub("[0]", path))


@remembered
def _place(path: str) -> Place:
    sent = ["" if isinstance(step, int) else step for step in steps(path)]
    names = tuple(re.sub(r"[_\-]", "", name).lower() for name in sent if name)
    key = sent[-1] if sent else ""
    return Place(names, key, WORD.fullmatch(key) is not None and key.isalnum(), _of_names(names))


def _of_names(names: tuple[str, ...]) -> tuple[Redaction, ...]:
    ends = {
        names[start:end] for end in range(1, len(names) + 1) for start in (end - 1, end - 2) if start >= 0
    }
    found = {row.datum for tail, row in _TAILS if tail in ends}
    found |= {row.datum for pattern, row in _NAMED if any(map(pattern.fullmatch, names))}
    return tuple(row for row in REDACTIONS if row.datum in found)
