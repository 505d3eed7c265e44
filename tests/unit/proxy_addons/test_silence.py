"""A listener that nothing reaches is named, and so is a client that does not trust the proxy."""

import asyncio
import json
import logging
import os
from types import SimpleNamespace
from typing import Any

import pytest
from mitmproxy.proxy.mode_specs import ProxyMode

from harness.traffic import STATUS
from proxy_addons import silence
from proxy_addons.failure import Tally
from proxy_addons.options import Settings, Target
from proxy_addons.silence import LOOK_AT, NAMES, Silence
from tests import _mitm

BOT = Target("http", "127.0.0.1", 3978)
GRAPH_MODE, BOT_MODE = ProxyMode.parse(_mitm.GRAPH), ProxyMode.parse(_mitm.BOTS)


@pytest.fixture(autouse=True)
def listeners(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two listeners, and seconds that pass in a moment."""
    found = [(GRAPH_MODE, ("127.0.0.1", 8080)), (BOT_MODE, ("127.0.0.1", 8081))]
    monkeypatch.setattr(silence, "listening", lambda: iter(found))
    slept = asyncio.sleep
    monkeypatch.setattr(asyncio, "sleep", lambda seconds: slept(0.001 * seconds))


async def waited(quiet: Silence, **settings: Any) -> None:
    quiet.open(Settings(bot=BOT, **settings))
    await asyncio.sleep(60)
    quiet.close()


async def test_a_listener_that_nothing_reached_is_named_with_what_to_look_at(
    caplog: pytest.LogCaptureFixture,
) -> None:
    quiet = Silence(Tally())
    quiet.requestheaders(_mitm.flow(mode=_mitm.GRAPH))
    await waited(quiet, silence=30)
    (said,) = caplog.messages
    assert said.startswith(
        "the listener in front of the bot, http://127.0.0.1:8081, was not reached for 30 s: "
    )
    assert "the webhook in the bot's registration" in said
    assert caplog.records[0].levelno == logging.WARNING


async def test_one_that_was_connected_to_without_a_request_is_told_apart(
    caplog: pytest.LogCaptureFixture,
) -> None:
    quiet = Silence(Tally())
    client: Any = SimpleNamespace(proxy_mode=GRAPH_MODE)
    quiet.client_connected(client)
    quiet.requestheaders(_mitm.flow(mode=_mitm.BOTS))
    await waited(quiet, silence=30)
    assert "http://127.0.0.1:8080, was connected to, but not asked anything for 30 s" in caplog.text


async def test_a_proxy_through_which_only_tokens_are_fetched_is_silent(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = ProxyMode.parse("regular")
    monkeypatch.setattr(silence, "listening", lambda: iter([(proxy, ("127.0.0.1", 8080))]))
    quiet = Silence(Tally())
    client: Any = SimpleNamespace(proxy_mode=proxy)
    quiet.client_connected(client)
    quiet.requestheaders(_mitm.flow(mode=_mitm.REGULAR, url="https://login.microsoftonline.com"))
    await waited(quiet, silence=30)
    assert "the proxy, http://127.0.0.1:8080, was connected to, but not asked for Graph" in caplog.text
    caplog.clear()
    quiet.requestheaders(_mitm.flow(mode=_mitm.REGULAR, url="https://graph.microsoft.com"))
    await waited(quiet, silence=30)
    assert caplog.messages == []


async def test_silence_is_not_looked_at_where_nobody_asks(caplog: pytest.LogCaptureFixture) -> None:
    await waited(Silence(Tally()), silence=0)
    assert caplog.messages == []


def test_every_kind_of_listener_has_a_name_and_advice() -> None:
    assert set(NAMES) == set(LOOK_AT)


async def test_a_client_that_does_not_trust_the_proxy_is_told_of_at_once_and_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    quiet = Silence(Tally())
    quiet.open(Settings(silence=30))
    data: Any = SimpleNamespace(conn=SimpleNamespace(sni="graph.microsoft.com"))
    quiet.tls_failed_client(data)
    quiet.tls_failed_client(data)
    quiet.close()
    assert len(caplog.messages) == 1
    assert "for graph.microsoft.com: does it trust the proxy's certificate? set SSL_CERT_FILE" in caplog.text


def test_whoever_asks_from_this_machine_is_told_how_each_listener_fares() -> None:
    quiet = Silence(Tally())
    quiet.open(Settings(bot=BOT))
    quiet.requestheaders(_mitm.flow(mode=_mitm.GRAPH))
    flow = _mitm.flow(STATUS, method="GET", mode=_mitm.GRAPH)
    quiet.requestheaders(flow)
    assert flow.response is not None
    told = json.loads(flow.response.content or b"")
    assert told["pid"] == os.getpid()
    assert [(each["for"], each["requests"]) for each in told["listeners"]] == [("graph", 1), ("bot", 0)]


def test_a_stranger_who_asks_is_told_nothing() -> None:
    flow = _mitm.flow(STATUS, method="GET", mode=_mitm.GRAPH)
    flow.client_conn.peername = ("192.0.2.7", 1)
    Silence(Tally()).requestheaders(flow)
    assert flow.response is None
