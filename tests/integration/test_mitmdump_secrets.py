"""Secrets of every kind, each planted once, in nothing that a real mitmdump leaves behind or says."""

import json
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import httpcore
import pytest

from harness.exchange import Way
from harness.proxy.announced import Tally
from harness.proxy.recording import Proxy
from harness.server.server import Server
from tests import _mitm, _upstream
from tests.unit.planting import disguises, token

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("project")]

EVENTS = """
import logging
logging.getLogger().addHandler(logging.FileHandler({path!r}))
"""
"""A script for mitmdump: its own event log, in a file."""

TENANT = "8d1f6b2c-5e4a-4c3d-9b8a-7f6e5d4c3b2a"
USER = "5b0f9a3e-7d41-4c86-9e27-f1c8d2a6b054"
GUEST = "1f8c3e5a-6b7d-4e9f-8a0b-2c4d6e8f0a1b"
SECRETS = {
    "bearer": token(tid=TENANT, appid=USER),
    "cookie": "fpc-q8xw2kvb01",
    "api key": "q8xw2kvb02",
    "client secret": "q8xw2kvb03",
    "passcode": "q8xw2kvb04",
    "blob": "q8xw2kvb05",
    "encrypted": "q8xw2kvb06",
    "query": "q8xw2kvb07",
    "member key": "+493023125001",
    "number": "+493023125002",
    "seconds": "+493023125003",
    "reason": "+493023125004",
    "path": "+493023125005",
    "header name": "5e93a1c8-f04d-4762-9bd8-a20f6c75e3aa",
    "name": "Ines Marlowe",
    "mail": "otto.newman@contoso.com",
    "mri": "8:live:gunnar.marlowe",
    "thread": "Tm90QVJlYWxPbmU",
    "host": "calls.fabrikam-bot.com",
    "inner host": "srv-one.contoso",
    "second name": "Berta Imaginary",
    "session": "q8xw2kvb08",
    "file": "q8xw2kvb09",
    "realm": "q8xw2kvb10.contoso.com",
    "element": "q8xw2kvb11",
    "deep": "carl.deep@contoso.com",
    "method": "9c41f0d2-7b3e-4a65-8f12-c3d4e5f60718",
    "tunnel": "abc12x-3978.euw.devtunnels.ms",
    "address": "203.0.113.77",
    "other address": "2001:db8:0:1::77",
    "encoded": "Carla Imaginary",
    "other bytes": "ada.lovelace@contoso.com",
    "tenant": TENANT,
    "user": USER,
    "guest": GUEST,
}
"""Kind -> what is planted. All of it is made up."""


def redirect() -> bytes:
    """A redirect that breaks rules, which quote what they find."""
    it = SECRETS
    target = {
        "user": {"id": USER, "displayName": it["name"]},
        "guest": {"id": GUEST, "email": it["mail"]},
        "encrypted": {"id": it["encrypted"]},
        "phone": {"id": it["number"]},
        it["member key"]: {"id": it["mri"]},
    }
    body = {
        "targets": [{"identity": target}],
        "timeout": it["seconds"],
        "note": f"{it['second name']} at {it['inner host']}",
        "answeredAt": quote(quote(quote(it["deep"], safe=""), safe=""), safe=""),
        "log": f"<a><password>{it['element']}</password></a>",
        "monitorUri": f"https://{it['inner host']}/",
        "callbackUri": f"http://{it['host']}/api/calls?code={it['query']}",
        "tenantId": TENANT,
        "meetingInfo": {"passcode": it["passcode"]},
        "mediaConfig": {"blob": it["blob"]},
        "chatInfo": {"threadId": f"19:meeting_{it['thread']}@thread.v2"},
        "clientContext": b64encode(json.dumps({"displayName": it["encoded"]}).encode()).decode(),
    }
    return json.dumps(body).encode()


def headers() -> dict[str, str]:
    it = SECRETS
    return {
        "Content-Type": "application/json",
        "Authorization": f"Bearer {it['bearer']}",
        "Cookie": it["cookie"],
        "X-Api-Key": it["api key"],
        "X-Forwarded-For": it["address"],
        f"X-{it['header name']}": "1",
        f"X-{it['inner host']}": "1",
        "X-Host": it["inner host"],
        "User-Agent": f"Bot/1.0@{it['inner host']} (for {it['second name']})",
        "X-Session-Id": it["session"],
        "X-Note": json.dumps({"displayName": it["second name"]}),
        "Content-Disposition": f'form-data; name="a"; filename="{it["file"]}.json"',
    }


def answer() -> bytes:
    """An error whose reason, headers and body tell more than they should; not all of it is UTF-8."""
    it = SECRETS
    body = (
        f"no {it['name']} <{it['other bytes']}> at {it['other address']}, {it['tunnel']} ".encode()
        + b"\xff\xfe"
    )
    head = (
        f"HTTP/1.1 404 no {it['reason']}\r\nSet-Cookie: {it['cookie']}; path=/\r\nContent-Length: {len(body)}"
        f"\r\nLocation: //{it['inner host']}/x\r\nX-Cache: HIT from {it['inner host']}"
        f'\r\nWWW-Authenticate: Bearer realm="users@{it["realm"]}"'
    )
    return head.encode() + b"\r\n\r\n" + body


def left_behind(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.name, path.read_bytes()


def test_nothing_that_is_written_or_said_holds_a_secret(
    project: Path, confdir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = project / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", None)
    monkeypatch.setenv("TMPDIR", str(scratch))
    script = project / "events.py"
    script.write_text(EVENTS.format(path=str(project / "events.log")), encoding="utf-8")
    said: list[str] = []
    seen: dict[str, bytes] = {}
    it = SECRETS
    with (
        _upstream.raw(answer()) as (url, _),
        Server(_upstream.Service()) as bot,
        Proxy(
            project / "calls.yaml",
            upstream=url,
            bot=bot.url,
            confdir=confdir,
            say=said.append,
            arguments=("-s", str(script)),
        ) as proxy,
        httpcore.ConnectionPool() as pool,
    ):
        place = f"{proxy.graph_url}{_mitm.PATH}?phone={quote(it['number'])}&access_token={it['query']}"
        assert pool.request("POST", place, headers=[*headers().items()], content=redirect()).status == 404
        odd = _mitm.PATH.replace(_mitm.CALL, quote(it["path"]))
        form = (
            f"client_id={USER}&client_secret={it['client secret']}&displayName={quote(it['name'])}".encode()
        )
        assert (
            pool.request("POST", f"{proxy.graph_url}{odd}", headers=[*headers().items()], content=form).status
            == 404
        )
        odd_method = pool.request(
            it["method"], f"{proxy.graph_url}{_mitm.PATH}", headers=[*headers().items()]
        )
        assert odd_method.status == 404
        hook = headers() | {"Host": it["tunnel"], "X-Forwarded-Proto": "https"}
        webhook = _mitm.WEBHOOK.replace(b"a1f0c2d4-5b6e-4788-9a0b-1c2d3e4f5a6b", TENANT.encode())
        assert (
            pool.request("POST", f"{proxy.bot_url}/{USER}", headers=[*hook.items()], content=webhook).status
            == 202
        )
        seen |= {f"while it ran: {name}": content for name, content in left_behind(scratch)}
    assert proxy.tally == Tally(kept=4, redirects=3, failures=0)
    assert [each.way for each in _mitm.kept(project / "calls.yaml")] == [
        Way.TO_GRAPH,
        Way.TO_GRAPH,
        Way.TO_GRAPH,
        Way.TO_BOT,
    ]
    assert any("RDQ040" in line for line in said)
    seen |= {"said": "\n".join(said).encode(), **dict(left_behind(project)), **dict(left_behind(confdir))}
    assert {"calls.yaml", "events.log"} <= set(seen)
    found = {
        (kind, place)
        for kind, secret in SECRETS.items()
        for place, content in seen.items()
        for disguise in disguises(secret)
        if disguise.lower() in content.lower()
    }
    assert found == set()
