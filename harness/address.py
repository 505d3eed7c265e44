"""The address of a call at Graph: which cloud, version, root, call and action a URL names.

One action has several spellings; this file knows all of them and judges none.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from harness.exchange import Request, split
from harness.remembering import remembered


@dataclass(frozen=True, slots=True)
class Cloud:
    """A national cloud: its Graph host and the host that issues its tokens.

    versions: of Graph, in which the cloud has the redirect of a call.
    """

    name: str
    graph: str
    login: str
    versions: tuple[str, ...] = ()


CLOUDS = (
    Cloud("Global", "graph.microsoft.com", "login.microsoftonline.com", ("v1.0", "beta")),
    Cloud("US Government L4", "graph.microsoft.us", "login.microsoftonline.us", ("v1.0",)),
    Cloud("US Government L5 (DoD)", "dod-graph.microsoft.us", "login.microsoftonline.us", ("v1.0",)),
    Cloud("China (21Vianet)", "microsoftgraph.chinacloudapi.cn", "login.chinacloudapi.cn"),
    Cloud("Germany (retired)", "graph.microsoft.de", "login.microsoftonline.de"),
    Cloud("Canary", "canary.graph.microsoft.com", "login.microsoftonline.com", ("v1.0", "beta")),
)
"""Graph's deployments: its page on national clouds, and the host lists of the Python and JavaScript SDKs.

Which has the action, the tables of national clouds on the published pages say."""

GRAPH_HOSTS = frozenset(cloud.graph for cloud in CLOUDS)
LOGIN_ALIASES = frozenset({"login.microsoft.com", "login.windows.net"})
"""Older names of the global cloud's login host."""

LOGIN_HOSTS = frozenset(cloud.login for cloud in CLOUDS) | LOGIN_ALIASES

PLATFORM_HOSTS = frozenset({"login.botframework.com", "api.aps.skype.com", "apigcch.botframework.azure.us"})
"""Hosts that tell with which keys the platform signs the tokens of its webhooks: Bot Framework's for bots,
that of Graph's calling samples, and GCC High's.
"""

QUALIFIER = "microsoft.graph."
"""OData lets an action be named with its namespace: `microsoft.graph.redirect`."""

NOTIFICATION_ROOTS = ("participantLeftNotification", "participantJoiningNotification")
"""Roots that reach a call without naming its id: listed by the reference edition only."""

_VERSION = re.compile(r"v\d+\.\d+\Z|beta\Z")
_GUID = re.compile(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}|[0-9A-Fa-f]{32}")
_BARE_ID = re.compile(r"[0-9a-f]{32}")
_KEYED = re.compile(r"calls\('(?P<call>[^']*)'\)\Z")

_CALLS = re.compile(r"(?:^|[/\\])calls?(?![\w-])", re.IGNORECASE)
_REDIRECT = re.compile(r"(?<![\w-])redirect(?![\w-])", re.IGNORECASE)
_DECODINGS = 4
"""How often a path is percent-decoded: a gateway on the way may do so once more than the client meant."""


@dataclass(frozen=True, slots=True)
class Address:
    """What a path names, in the spelling that all others reduce to.

    version: `v1.0`, `beta`, or empty where the path has none.
    root: `communications`, `app`, `applications`, or one of NOTIFICATION_ROOTS.
    call: the call's id as sent; empty under a notification root.
    action: `redirect`, `answer`, `reject`; empty for the call itself.
    qualified: whether the action was written with its namespace.
    """

    version: str
    root: str
    call: str
    action: str
    qualified: bool = False

    @property
    def template(self) -> str:
        """The route as a page lists it: `/communications/calls/{callId}/redirect`."""
        if self.root in NOTIFICATION_ROOTS:
            return f"/{self.root}/call/{self.action}"
        owner = "/{applicationId}" if self.root == "applications" else ""
        tail = f"/{self.action}" if self.action else ""
        return f"/{self.root}{owner}/calls/{{callId}}{tail}"


@lru_cache(maxsize=16384)
def address(url: str) -> Address | None:
    """The call that `url` (a whole URL or a path) names, or None when it names none, on any host."""
    parts = list(_request(url).segments)
    version = parts.pop(0) if parts and _VERSION.match(parts[0]) else ""
    if not parts:
        return None
    root = parts.pop(0)
    if root in NOTIFICATION_ROOTS:
        call = ""
        if parts[:1] != ["call"]:
            return None
        del parts[0]
    elif root in ("communications", "app"):
        keyed = _call(parts)
        if keyed is None:
            return None
        call = keyed
    elif root == "applications" and len(parts) > 1:
        del parts[0]
        keyed = _call(parts)
        if keyed is None:
            return None
        call = keyed
    else:
        return None
    if len(parts) > 1:
        return None
    action = parts[0] if parts else ""
    if not action and call.removeprefix(QUALIFIER) == "redirect":
        call, action = "", call  # `calls//redirect`: the id is what is missing, not the action
    qualified = action.startswith(QUALIFIER)
    return Address(version, root, call, action.removeprefix(QUALIFIER), qualified)


def login_of(host: str) -> str:
    """The host that issues tokens for a Graph host; a login host by its usual name; empty for any other."""
    wanted = _bare(host)
    if wanted in LOGIN_ALIASES:
        return CLOUDS[0].login
    return next((cloud.login for cloud in CLOUDS if wanted in (cloud.graph, cloud.login)), "")


def is_graph(host: str) -> bool:
    """Whether `host` is the Graph host of a known cloud."""
    return _bare(host) in GRAPH_HOSTS


def cloud_of(host: str) -> Cloud | None:
    """The cloud whose Graph host this is, or None."""
    return next((cloud for cloud in CLOUDS if cloud.graph == _bare(host)), None)


def is_login(host: str) -> bool:
    """Whether `host` issues tokens for a known cloud."""
    return _bare(host) in LOGIN_HOSTS


def is_platform(host: str) -> bool:
    """Whether `host` tells the keys of the platform's own tokens."""
    return _bare(host) in PLATFORM_HOSTS


@remembered
def is_redirect(url: str) -> bool:
    """Whether `url` asks for a call's redirect, in a known spelling or in one that only a mistake explains.

    What a service might take for one counts: in any case, percent-encoded more than once, with brackets,
    parameters or further segments behind it, with `..` and backslashes. A print job's redirect
    (`/print/.../jobs/{id}/redirect`) names no call and is none.
    """
    return _is_redirect(url)


@remembered
def _is_redirect(url: str) -> bool:
    path = decoded(_request(url).path)
    calls = _CALLS.search(path)
    return calls is not None and _REDIRECT.search(path, calls.end()) is not None


def decoded(path: str) -> str:
    """A path without its percent-encoding, however often it was encoded on the way."""
    for _ in range(_DECODINGS):
        if "%" not in path:
            break
        path = unquote(path)
    return path


def same_call(one: str, other: str) -> bool:
    """Whether two spellings name one call: ids compare without case and dashes."""
    return canonical_id(one) == canonical_id(other)


@lru_cache(maxsize=16384)
def canonical_id(identifier: str) -> str:
    """An id without case, and a GUID without its dashes: the 2018 pages write 32 upper-case digits."""
    bare = identifier.replace("-", "").lower()
    return bare if _BARE_ID.fullmatch(bare) else identifier.lower()


def is_guid(text: str) -> bool:
    """Whether a text is a GUID: with its dashes, or as the bare 32 digits of the 2018 pages."""
    return _GUID.fullmatch(text) is not None


def _request(url: str) -> Request:
    """A URL, or a path alone, taken apart."""
    return Request("", f"https://graph{url}" if url.startswith("/") else url)


def _bare(host: str) -> str:
    """A host without case, and without the dot that makes a name absolute (RFC 1034 section 3.1)."""
    return host.lower().rstrip(".")


def _call(parts: list[str]) -> str | None:
    """Take `calls/{id}` or `calls('{id}')` off the front of `parts`: the id, empty where it is missing."""
    if not parts:
        return None
    first = parts.pop(0)
    if keyed := _KEYED.match(first):
        return keyed["call"]
    if first != "calls" or not parts:
        return None
    return parts.pop(0)


def without_origin(url: str) -> str:
    """Path and query of a URL."""
    parts = split(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")
