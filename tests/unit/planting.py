"""What tests plant in messages: made-up secrets of every kind, and the letters of a token in pieces.

A whole token in a source file would be found by those who look for leaks, this project among them.
"""

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

from hypothesis import strategies as st

from harness.exchange import Exchange, Request, Response, Way
from harness.headers import Headers
from harness.masks import is_mask
from harness.numbering import COUNTRY_CODES

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def token(**claims: Any) -> str:
    """An unsigned JSON web token with these claims."""
    parts = ({"alg": "RS256", "typ": "JWT"}, claims)
    encoded = [urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts]
    return ".".join((*encoded, "c2lnbmF0dXJl"))


def spelled(guid: str, spelling: str) -> str:
    """A GUID in one of SPELLINGS."""
    return SPELLINGS[spelling](guid)


SPELLINGS: dict[str, Callable[[str], str]] = {
    "lower": lambda guid: guid.lower(),
    "upper": lambda guid: guid.upper(),
    "bare": lambda guid: guid.replace("-", "").lower(),
    "bare upper": lambda guid: guid.replace("-", "").upper(),
}

guids = st.uuids(version=4).map(str)
numbers = st.builds(
    "+{}{}".format,
    st.sampled_from(sorted(COUNTRY_CODES)),
    st.text("23456789", min_size=7, max_size=11),
)
words = st.text(LETTERS, min_size=6, max_size=12).map(str.capitalize)
names = st.builds("{} {}".format, words, words)
hosts = st.builds("{}.{}.com".format, words.map(str.lower), words.map(str.lower))
mails = st.builds("{}@{}".format, words.map(str.lower), hosts)
tokens = st.builds(lambda name: token(sub=name), words)
opaque = st.text(LETTERS + "0123456789", min_size=12, max_size=30).filter(lambda text: not is_mask(text))

KINDS = {"guid": guids, "number": numbers, "name": names, "host": hosts, "mail": mails, "token": tokens}

CALL = "6b29fc40-ca47-4067-b31d-00dd010662da"
URL = f"https://graph.microsoft.com/v1.0/communications/calls/{CALL}/redirect"
type Fields = Mapping[str, str]
NONE: Fields = {}


def exchange(
    body: Any = b"", *, url: str = URL, way: Way = Way.TO_GRAPH, fields: Fields = NONE, **more: str
) -> Exchange:
    """An exchange with a body (JSON unless bytes) and header fields."""
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Exchange(Request("POST", url, Headers.of({**fields, **more}), sent), Response(202), way)


def with_response(body: bytes, **headers: str) -> Exchange:
    return replace(exchange({}), response=Response(404, Headers.of(headers), body))


def everything(whole: Exchange) -> str:
    """All that an exchange holds, as text: as sent, percent-decoded, and without the zeros of UTF-16."""
    parts = [
        whole.request.method,
        whole.request.url,
        whole.error or "",
        *sum(whole.request.headers.fields, ()),
    ]
    parts.append(whole.request.body.decode("latin-1"))
    if whole.response:
        parts += [whole.response.reason, *sum(whole.response.headers.fields, ())]
        parts.append(whole.response.body.decode("latin-1"))
    text = "\n".join(parts)
    return "\n".join((text, unquote(text), text.replace("\0", "")))
