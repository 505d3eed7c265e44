"""A recorded request as it is sent again: to another origin, with another token, all else as it stands.

Of what was masked nothing comes back: what that means for whoever is asked, `masked` helps to say.
"""

from dataclasses import replace

from harness.address import without_origin
from harness.cassette import Entry
from harness.exchange import Request, split
from harness.facts import INVENTED
from harness.headers import FRAMING, Headers
from harness.redaction.masks import kind_of, masks
from harness.tokens import bearer
from harness.tokens.grant import ROLES
from harness.traffic import SERVICE

MADE_UP = bearer.unsigned({"aud": SERVICE, "tid": INVENTED, "roles": ROLES})
"""A token that opens nothing. What plays Graph on this machine wants to see one."""

_CREDENTIALS = ("authorization", "authentication")
"""The header of a token, and how it is misspelt: where the token stood, the new one stands."""

_GONE = ("cookie", "proxy-authorization", "retry-attempt")
"""Headers of which a recording keeps no value that could be sent; and the count of an attempt that is the
first now.
"""

_NONE = ("bearer", "")
"""Credentials without any: a request that carried no token carries none now."""


def sent(entry: Entry, base: str, token: str) -> Request:
    """The request of an entry with `base` (an origin, perhaps with a path, without a slash at its end) in
    place of its origin.

    token: stands where the recorded one stood, and where it was taken out of a foreign cassette, header and
    all; empty: there is none.
    """
    recorded = entry.exchange.request
    fields = [("Host", split(base).netloc)]
    for name, value in recorded.headers.without(*FRAMING, *_GONE):
        if name.lower() not in _CREDENTIALS:
            fields.append((name, value))
        elif token or value.strip().lower() in _NONE:
            fields.append((name, _credentials(value, token)))
    if token and not entry.marked and not any(name in recorded.headers for name in _CREDENTIALS):
        fields.append(("Authorization", f"Bearer {token}"))
    fields.append(("Content-Length", str(len(recorded.body))))
    return replace(recorded, url=base + without_origin(recorded.url), headers=Headers(tuple(fields)))


def masked(request: Request) -> frozenset[str]:
    """The kinds of masks that stand in the path, the query or the body of a request: `guid`, `number`, ..."""
    said = f"{without_origin(request.url)}\n{request.body.decode('utf-8', 'replace')}"
    return frozenset(kind_of(mask) or "" for mask in masks(said))


def _credentials(recorded: str, token: str) -> str:
    """The credentials in the scheme that was recorded."""
    if recorded.strip().lower() in _NONE:
        return recorded
    scheme, _, rest = recorded.strip().partition(" ")
    return f"{scheme if rest else 'Bearer'} {token}"
