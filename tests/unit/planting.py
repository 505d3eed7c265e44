"""What tests plant in messages: made-up secrets of every kind, and the letters of a token in pieces.

A whole token in a source file would be found by those who look for leaks, this project among them.
"""

import json
import re
from base64 import b64encode, urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any
from urllib.parse import quote, unquote

from hypothesis import strategies as st

from harness.exchange import Exchange, Request, Response, Way
from harness.headers import Headers
from harness.redaction.masks import is_mask
from harness.redaction.numbering import COUNTRY_CODES

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

addresses = st.builds("203.0.113.{}".format, st.integers(10, 255)) | st.builds(
    "2001:db8::{:x}:{:x}".format, st.integers(4096, 65535), st.integers(4096, 65535)
)
mris = st.builds("8:live:{}".format, words.map(str.lower)) | st.builds("8:orgid:{}".format, guids)
tunnels = st.builds("{}.ngrok-free.app".format, words.map(str.lower))

KINDS = {
    "guid": guids,
    "number": numbers,
    "name": names,
    "host": hosts,
    "mail": mails,
    "token": tokens,
    "address": addresses,
    "mri": mris,
    "tunnel": tunnels,
}

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


def asked(method: str) -> Exchange:
    """An exchange whose request has this method."""
    whole = exchange()
    return replace(whole, request=replace(whole.request, method=method))


def with_response(body: bytes, **headers: str) -> Exchange:
    return replace(exchange({}), response=Response(404, Headers.of(headers), body))


def everything(whole: Exchange) -> str:
    """All that an exchange holds, as text: as sent, percent-decoded up to three times, without the zeros of
    UTF-16, and what is text in Base64.
    """
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
    plain = [text, unquote(text), unquote(unquote(text)), unquote(unquote(unquote(text)))]
    return "\n".join((*plain, text.replace("\0", ""), *encoded(plain[1])))


def encoded(text: str) -> Iterator[str]:
    """What is text in Base64."""
    for run in re.findall(r"[\w+/\-]{16,}", text, re.ASCII):
        with suppress(ValueError):
            told = urlsafe_b64decode(run.replace("+", "-").replace("/", "_") + "=" * (-len(run) % 4)).decode()
            if told.isprintable():
                yield told


def disguises(secret: str) -> Iterator[bytes]:
    """How a secret may stand in a file: as it is, percent-encoded, in Base64 at each offset, in UTF-16."""
    yield from (secret.encode(), quote(secret, safe="").encode(), secret.encode("utf-16-le")[:-1])
    for offset in range(3):
        yield b64encode(b"\0" * offset + secret.encode())[(0, 2, 3)[offset] : -4].rstrip(b"=")
