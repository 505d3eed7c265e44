"""Where a datum may stand in a message: each place with the kinds that are recognised there."""

import json
from base64 import urlsafe_b64encode
from dataclasses import replace
from urllib.parse import quote

from harness.exchange import Response, Way
from harness.headers import Headers
from tests.unit.planting import KINDS, URL, asked, exchange, with_response

MEMBER = {"number": "phone", "name": "displayName", "host": "callbackUri", "token": "access_token"}


def told(kind: str, secret: str) -> str:
    """The secret as a bot writes it: a host stands in a URL."""
    return f"https://{secret}/api/calls" if kind == "host" else secret


def sentence(kind: str, secret: str) -> str:
    return f"No luck with {told(kind, secret)} today, nor with ({told(kind, secret)})."


def base64(kind: str, secret: str) -> str:
    return urlsafe_b64encode(json.dumps({MEMBER.get(kind, "id"): told(kind, secret)}).encode()).decode()


def part(name: str, text: str) -> str:
    return f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n--x--'


# Where a datum may stand: name of the place -> kinds that are recognised there -> the exchange.
ANYWHERE = set(KINDS)
BY_FORM = ANYWHERE - {"name"}
BARE = {"guid", "number", "mail", "token", "address", "mri", "tunnel"}
PLACES = {
    "path": (BARE, lambda kind, it: exchange(url=f"{URL}/{quote(it, safe='')}/x")),
    "path, unencoded": ({"guid", "number", "token"}, lambda kind, it: exchange(url=f"{URL}/{it}/x")),
    "query": (BY_FORM, lambda kind, it: exchange(url=f"{URL}?a={quote(told(kind, it), safe='')}&b")),
    "query of the bot": (
        ANYWHERE,
        lambda kind, it: exchange(url=f"https://b.com/?a={quote(it)}", way=Way.TO_BOT),
    ),
    "header": (BY_FORM, lambda kind, it: exchange(Note=sentence(kind, it))),
    "header name": ({"guid", "token"}, lambda kind, it: exchange(fields={f"X-{it}": "1"})),
    "host header": ({"host"}, lambda kind, it: exchange(way=Way.TO_BOT, Host=f"{it}:8443")),
    "URL of the bot": ({"host"}, lambda kind, it: exchange(url=f"https://{it}:1/api", way=Way.TO_BOT)),
    "credentials": (ANYWHERE, lambda kind, it: exchange(Authorization=f"Bearer {it}")),
    "misspelt credentials": (ANYWHERE, lambda kind, it: exchange(Authentication=it)),
    "cookie": (ANYWHERE, lambda kind, it: exchange(Cookie=f"a={it}")),
    "member": (ANYWHERE, lambda kind, it: exchange({"a": [{MEMBER.get(kind, "id"): told(kind, it)}]})),
    "member in a sentence": (BY_FORM, lambda kind, it: exchange({"message": sentence(kind, it)})),
    "member key": (BY_FORM, lambda kind, it: exchange({"a": {told(kind, it): 1}})),
    "JSON in a string": (
        ANYWHERE,
        lambda kind, it: exchange({"m": json.dumps({MEMBER.get(kind, "id"): told(kind, it)})}),
    ),
    "JSON with a trailing comma": (
        ANYWHERE,
        lambda kind, it: exchange(f'{{"{MEMBER.get(kind, "id")}": "{told(kind, it)}",}}'.encode()),
    ),
    "JSON in UTF-16": (
        ANYWHERE,
        lambda kind, it: exchange(f'{{"{MEMBER.get(kind, "id")}": "{told(kind, it)}"}}'.encode("utf-16-be")),
    ),
    "JSON in UTF-16 with its mark": (
        ANYWHERE,
        lambda kind, it: exchange(
            f'{{"{MEMBER.get(kind, "id")}": "{told(kind, it)}", "note": "\xfc {told(kind, it)}"}}'.encode(
                "utf-16"
            )
        ),
    ),
    "JSON in Latin-1": (
        ANYWHERE,
        lambda kind, it: exchange(
            f'{{"{MEMBER.get(kind, "id")}":"{told(kind, it)}","é":1}}'.encode("latin-1")
        ),
    ),
    "form": (
        ANYWHERE,
        lambda kind, it: exchange(f"{MEMBER.get(kind, 'id')}={quote(told(kind, it))}&b=1".encode()),
    ),
    "leaf of XML": (
        ANYWHERE,
        lambda kind, it: exchange(
            f"<a><{MEMBER.get(kind, 'id')}>{told(kind, it)}</{MEMBER.get(kind, 'id')}></a>".encode()
        ),
    ),
    "attribute of XML": (
        ANYWHERE,
        lambda kind, it: exchange(f"<a {MEMBER.get(kind, 'id')}='{told(kind, it)}'/>".encode()),
    ),
    "part of a form": (
        ANYWHERE,
        lambda kind, it: exchange(part(MEMBER.get(kind, "id"), told(kind, it)).encode()),
    ),
    "name of a file": (
        ANYWHERE,
        lambda kind, it: exchange(
            fields={"Content-Disposition": f'form-data; name="f"; filename="{it}.vcf"'}
        ),
    ),
    "JSON in a header": (
        ANYWHERE,
        lambda kind, it: exchange(Note=json.dumps({MEMBER.get(kind, "id"): told(kind, it)})),
    ),
    "percent-encoded three times": (
        BY_FORM,
        lambda kind, it: exchange(
            url=f"{URL}?a={quote(quote(quote(told(kind, it), safe=''), safe=''), safe='')}"
        ),
    ),
    "JSON percent-encoded twice": (
        ANYWHERE,
        lambda kind, it: exchange(
            url=f"{URL}?a={quote(quote(json.dumps({MEMBER.get(kind, 'id'): told(kind, it)})))}"
        ),
    ),
    "field named like a host": (
        {"host", "tunnel"},
        lambda kind, it: exchange(f"a=1&host={it}".encode(), fields={"X-Host": it}),
    ),
    "member named like a server": (
        {"host", "tunnel"},
        lambda kind, it: exchange({"server": it, "hostname": [it]}),
    ),
    "address without a scheme": (
        {"host", "tunnel"},
        lambda kind, it: exchange(Location=f"//{it}:1/x", Referer=f"{it}/x"),
    ),
    "host of the bot elsewhere": (
        {"host", "tunnel"},
        lambda kind, it: exchange(
            {"callbackUri": f"https://{it}/", it: f"{it.upper()}"},
            url=f"{URL}?h={it}",
            fields={f"X-{it}": f"Bot/1.0@{it}", "User-Agent": f"Bot/1.0 ({it})"},
        ),
    ),
    "host of an answer in the request": (
        {"host", "tunnel"},
        lambda kind, it: replace(
            exchange({"note": it.title()}), response=Response(302, Headers.of({"Location": f"https://{it}/"}))
        ),
    ),
    "name elsewhere in the message": (
        {"name"},
        lambda kind, it: replace(
            exchange(
                {"displayName": it, it: it.upper()},
                url=f"{URL}?a={quote(it)}",
                fields={"Note": it, "X-Name": quote(it)},
            ),
            response=Response(404, reason=f"no {it}"),
        ),
    ),
    "UTF-8 in a header": (
        {"mail"},
        lambda kind, it: exchange(fields={f"X-\xc3\xa4 {it}": f"\xc3\xa4{it}"}),
    ),
    "mail address in entities": (
        {"mail"},
        lambda kind, it: exchange(
            {"note": f"{it.replace('@', '&#64;')} {it.replace('@', chr(92) + 'u0040')} {it}"}
        ),
    ),
    "fragment": (ANYWHERE, lambda kind, it: exchange(url=f"{URL}#{quote(it)}")),
    "method": ({"guid", "number", "mail", "token"}, lambda kind, it: asked(it)),
    "realm": (
        {"mail", "host", "tunnel", "guid"},
        lambda kind, it: with_response(b"", **{"WWW-Authenticate": f'Digest realm="{it}"'}),
    ),
    "Base64 in a member": (ANYWHERE, lambda kind, it: exchange({"state": base64(kind, it)})),
    "Base64 in a query": (ANYWHERE, lambda kind, it: exchange(url=f"{URL}?a={quote(base64(kind, it))}")),
    "Base64 in a header": (ANYWHERE, lambda kind, it: exchange(Note=f"state {base64(kind, it)} is odd")),
    "Base64 in an error": (
        ANYWHERE,
        lambda kind, it: replace(exchange(), response=None, error=f"bad state {base64(kind, it)}"),
    ),
    "header named like a secret": (ANYWHERE, lambda kind, it: exchange(fields={"X-Auth-Token": it})),
    "member named like a secret": (ANYWHERE, lambda kind, it: exchange({"appSecret": [it]})),
    "id of somebody": (ANYWHERE, lambda kind, it: exchange({"guest": {"id": it}})),
    "media": (ANYWHERE, lambda kind, it: exchange({"mediaConfig": {"blob": it}})),
    "error about the host of the bot": (
        {"host", "tunnel"},
        lambda kind, it: replace(exchange({"callbackUri": f"https://{it}/"}), error=f"no {it}:443 there"),
    ),
    "text": (BY_FORM, lambda kind, it: exchange(sentence(kind, it).encode())),
    "other bytes": (BY_FORM, lambda kind, it: exchange(b"\xff\x00 " + sentence(kind, it).encode() + b"\xfe")),
    "response": (BY_FORM, lambda kind, it: with_response(sentence(kind, it).encode(), note=told(kind, it))),
    "reason": (BY_FORM, lambda kind, it: replace(exchange(), response=Response(400, reason=told(kind, it)))),
    "error": (BY_FORM, lambda kind, it: replace(exchange(), response=None, error=sentence(kind, it))),
    "error about a name in the body": (
        {"name"},
        lambda kind, it: replace(exchange({"displayName": it}), error=sentence(kind, it)),
    ),
    "response about a name in the request": (
        {"name"},
        lambda kind, it: replace(
            exchange({"displayName": it}), response=Response(404, Headers(), sentence(kind, it).encode())
        ),
    ),
}
PLANTINGS = [(kind, place) for place, (kinds, _) in PLACES.items() for kind in sorted(kinds)]
