"""One redirect in the spellings of real clients, and near misses of it."""

import gzip
import json
from typing import Any

CALL = "57dab8b1-894c-409a-b240-bd8beae78896"
USER = "8d1f6b2c-5e4a-4c3d-9b8a-7f6e5d4c3b2a"
HOST = "https://graph.microsoft.com"
URL = f"{HOST}/v1.0/communications/calls/{CALL}/redirect"


def body(**changes: Any) -> dict[str, Any]:
    plain = {
        "targets": [{"identity": {"user": {"id": USER, "displayName": "Megan"}}, "endpointType": "default"}],
        "timeout": 45,
        "callbackUri": "https://bot.contoso.com/api/calls",
    }
    return {name: value for name, value in (plain | changes).items() if value is not ...}


def typed() -> dict[str, Any]:
    user = {"@odata.type": "#microsoft.graph.identity", "id": USER, "displayName": "Megan"}
    identity = {"@odata.type": "#microsoft.graph.communicationsIdentitySet", "user": user}
    target = {
        "@odata.type": "#microsoft.graph.invitationParticipantInfo",
        "identity": identity,
        "endpointType": "default",
    }
    return body(targets=[target])


def text(value: Any, **options: Any) -> bytes:
    return json.dumps(value, **options).encode()


PLAIN = text(body())

BODIES = {
    "kiota for Python: spaces, members in order of name": text(body(), sort_keys=True),
    "JavaScript: compact": text(body(), separators=(",", ":")),
    "JavaScript: explicit nulls": text(body(maskCallee=None, targetDisposition=None)),
    "beta SDK for Python: masks always": text(body(maskCallee=False, maskCaller=False)),
    "communications SDK: every type written out": text(typed()),
    "types without their hash sign": text(typed()).replace(b'"#', b'"'),
    "disposition written out": text(body(targetDisposition="default")),
    "laid out, one member a line": text(body(), indent=2),
    "line ends of Windows": text(body(), indent=2).replace(b"\n", b"\r\n"),
    "a byte order mark": b"\xef\xbb\xbf" + PLAIN,
    "escapes": PLAIN.replace(b"Megan", b"\\u004degan").replace(b"/api/calls", b"\\/api\\/calls"),
    "an id in upper case": PLAIN.replace(USER.encode(), USER.upper().encode()),
    "an id of the 2018 pages": PLAIN.replace(USER.encode(), USER.replace("-", "").upper().encode()),
    "a number with a fraction of nothing": PLAIN.replace(b": 45", b": 45.0"),
    "a number with an exponent": PLAIN.replace(b": 45", b": 4.5e1"),
}
"""client -> bytes that say what PLAIN says."""

COMPRESSED = gzip.compress(PLAIN)
"""kiota for Go compresses requests."""

OTHER_BODIES = {
    "another timeout": text(body(timeout=5)),
    "the timeout as text": text(body(timeout="45")),
    "no timeout": text(body(timeout=...)),
    "a timeout of null": text(body(timeout=None)),
    "another user": PLAIN.replace(USER.encode(), b"0a0b0c0d-1111-4222-8333-444455556666"),
    "another name": PLAIN.replace(b"Megan", b"Adele"),
    "another host to call back": PLAIN.replace(b"bot.contoso.com", b"bot.fabrikam.com"),
    "no target": text(body(targets=[])),
    "the target twice": text(body(targets=body()["targets"] * 2)),
    "a null target besides": text(body(targets=[*body()["targets"], None])),
    "the target as an object": text(body(targets=body()["targets"][0])),
    "masks on": text(body(maskCallee=True)),
    "masks as a number": text(body(maskCallee=0)),
    "another disposition": text(body(targetDisposition="simultaneousRing")),
    "an unknown member": text(body(routingPolicies=["disableForwarding"])),
    "a false that is no default": text(body(muted=False)),
    "a member in another case": PLAIN.replace(b'"timeout"', b'"Timeout"'),
    "the old Python sample's member": PLAIN.replace(b'"id"', b'"@odata_type": "x", "id"'),
    "nothing": b"",
    "an empty object": b"{}",
    "no JSON": PLAIN[:-1],
    "its text as JSON": text(PLAIN.decode()),
}
"""difference -> bytes that do not say what PLAIN says."""

URLS = {
    "msgraph-sdk: a doubled slash": URL.replace("/communications", "//communications"),
    "communications SDK: the qualified action": URL.replace("/redirect", "/microsoft.graph.redirect"),
    "OData: the key in brackets": URL.replace(f"/{CALL}", f"('{CALL}')"),
    "percent-encoding": URL.replace("-", "%2D"),
    "a query": f"{URL}?$select=id",
    "the id in upper case": URL.replace(CALL, CALL.upper()),
    "the id of the 2018 pages": URL.replace(CALL, CALL.replace("-", "").upper()),
    "a slash at the end": f"{URL}/",
    "another cloud": URL.replace(HOST, "https://graph.microsoft.us"),
    "a reverse proxy": URL.replace(HOST, "http://127.0.0.1:8008"),
    "aiohttp with a base_url": URL.removeprefix(HOST),
}
"""spelling -> a URL that names what URL names."""

OTHER_URLS = {
    "beta": URL.replace("/v1.0/", "/beta/"),
    "no version": URL.replace("/v1.0/", "/"),
    "the deprecated root": URL.replace("/communications/", "/app/"),
    "another action": URL.replace("/redirect", "/reject"),
    "the call itself": URL.removesuffix("/redirect"),
    "another call": URL.replace(CALL, USER),
    "no call": URL.replace(CALL, ""),
    "no address of Graph": f"{HOST}/v1.0/me",
}
"""difference -> a URL that names something else."""
