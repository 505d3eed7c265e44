"""The demonstration bot, talking to the simulated Graph over real sockets."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import httpcore
import pytest

from harness import notification
from harness.body import value_of
from harness.contract import editions
from harness.demo.bot import Bot, Event
from harness.demo.plans import PLANS, TURNS, Plan
from harness.exchange import Exchange, Request
from harness.faults import Scripted, throttled
from harness.redaction.masks import GUID
from harness.responder import First, FollowUp, Responder
from harness.server.server import Server
from harness.simulator.choices import Choices
from harness.simulator.simulator import Simulator
from harness.tokens import bearer
from harness.webhooks.webhook import deliver


@contextmanager
def stage(
    *before: Responder, edition: str = "reference", **options: Any
) -> Iterator[tuple[Server, Bot, list[Exchange]]]:
    """A simulated Graph and a bot that know each other, and what is said to Graph."""
    heard: list[Exchange] = []
    graph = First(*before, Simulator(editions.documentation(edition), choices=Choices(ending=0.05)))
    with Bot("", **options) as bot, Server(graph, bot=bot.url, answered=heard.append) as server:
        bot.graph = server.url
        yield server, bot, heard


def ring(server: Server) -> str:
    answer = httpcore.request("POST", f"{server.url}/redial/ring")
    assert answer.status == 201
    call: str = value_of(answer.content)["call"]
    return call


def ringing(call: str) -> FollowUp:
    """The incoming notification of a call."""
    party = notification.Party("user", "u")
    told = notification.Call(call, "chain", "tenant", "https://bot.example/api/calls", party, party)
    body = notification.write("created", "incoming", told)
    return FollowUp(Request("POST", "/api/calls", body=body), datetime.now(UTC))


def redirects(heard: list[Exchange]) -> list[Request]:
    return [exchange.request for exchange in heard if exchange.request.path.endswith("/redirect")]


def test_calls_are_acknowledged_redirected_by_the_next_plan_and_end() -> None:
    with stage() as (server, bot, heard):
        first = ring(server)
        assert bot.wait_terminated(first)
        second = ring(server)
        assert bot.wait_terminated(second)
        third = ring(server)
        assert bot.wait_for("refused")
        assert bot.wait_for("redirected", 2)
        assert {event for event in bot.events if event.call == first} == {
            Event("incoming", first),
            Event("redirected", first, "204"),
            Event("terminated", first),
        }
        assert Event("redirected", second, "204") in bot.events
        assert Event("refused", third, "400") in bot.events
    sent = redirects(heard)
    assert [value_of(request.body) for request in sent] == [PLANS[plan].redirect for plan in TURNS]
    (tenant,) = {str(bearer.claims(request)["tid"]) for request in sent}
    assert re.fullmatch(GUID, tenant), "the tenant that the notifications name"
    assert [request.path for request in sent] == [
        f"/v1.0/communications/calls/{call}/redirect" for call in (first, second, third)
    ]


def test_a_plan_may_take_its_time_and_the_token_of_another_tenant(monkeypatch: pytest.MonkeyPatch) -> None:
    own = "0ad7c36f-82e4-4b59-a91d-3e75c08fb2d4"
    slow = Plan(PLANS["forward"].redirect, delay_s=0.3, tenant=own)
    monkeypatch.setattr("harness.demo.bot.PLANS", {**PLANS, "slow": slow})
    with stage(plans=["slow"]) as (server, bot, heard):
        call = ring(server)
        assert bot.wait_for("incoming")
        assert not bot.wait_settled(call, 0)
        assert bot.wait_settled(call)
    (sent,) = redirects(heard)
    assert bearer.claims(sent)["tid"] == own


def test_a_throttled_redirect_is_sent_again_when_graph_says() -> None:
    with stage(Scripted({1: throttled(0), 2: throttled(0)}), plans=["forward"]) as (server, bot, heard):
        call = ring(server)
        assert bot.wait_terminated(call)
        assert bot.wait_for("redirected")
    assert [(event.kind, event.detail) for event in bot.events if event.detail] == [
        ("throttled", "429"),
        ("throttled", "429"),
        ("redirected", "204"),
    ]
    sent = redirects(heard)
    assert [request.headers.get("retry-attempt") for request in sent] == [None, "1", "2"]
    assert len({request.headers.get("client-request-id") for request in sent}) == 1


def test_a_redirect_that_stays_throttled_is_given_up() -> None:
    script = Scripted(dict.fromkeys(range(1, 9), throttled(0)))
    with stage(script, plans=["forward"]) as (server, bot, heard):
        call = ring(server)
        assert bot.wait_settled(call)
        assert not bot.wait_terminated(call, 0)
    assert [event.kind for event in bot.events if event.detail] == [*["throttled"] * 3, "refused"]
    assert len(redirects(heard)) == 4


def test_the_same_call_ringing_again_is_redirected_once() -> None:
    with stage(plans=["forward"]) as (server, bot, heard):
        call = ring(server)
        assert bot.wait_terminated(call)
        for _ in range(2):
            answer = deliver(ringing(call), bot.url).response
            assert answer is not None
            assert answer.status == 202
        assert bot.wait_for("incoming", 3)
    assert len(redirects(heard)) == 1


@pytest.mark.parametrize("body", [b"", b"nonsense", b"[]", b'{"value": 1}', b'{"value": ["a", {}]}'])
def test_a_webhook_that_says_nothing_is_acknowledged(body: bytes) -> None:
    with Bot("http://127.0.0.1:9") as bot:
        answer = deliver(FollowUp(Request("POST", "", body=body), datetime.now(UTC)), bot.url).response
        assert answer is not None
        assert answer.status == 202
    assert [event for event in bot.events if event.kind] == []


def test_another_path_is_not_the_bots() -> None:
    with Bot("http://127.0.0.1:9") as bot:
        for path in ("/other", "/", "/api/callsign", "/api/calls/a/b"):
            answer = deliver(FollowUp(Request("POST", path), datetime.now(UTC)), bot.url).response
            assert answer is not None
            assert answer.status == 404


@pytest.mark.parametrize("graph", ["http://127.0.0.1:9", "nowhere"])
def test_a_graph_that_is_not_there_is_noted(graph: str) -> None:
    with Bot(graph) as bot:
        deliver(ringing("one"), bot.url)
        assert bot.wait_for("failed")


def test_a_taken_port_is_an_os_error() -> None:
    with Bot("http://127.0.0.1:9") as bot, pytest.raises(OSError, match="in use"):
        Bot("http://127.0.0.1:9", port=int(bot.url.split(":")[2].partition("/")[0]))


@pytest.mark.slow
def test_it_runs_as_a_program_of_its_own() -> None:
    command = [sys.executable, "-m", "harness.demo.bot", "--port", "0", "--plan", "forward"]
    with Server(Simulator(editions.documentation())) as server:
        environment = {**os.environ, "REDIAL_GRAPH_URL": server.url}
        with subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as program:
            assert program.stdout
            deliver(ringing("one"), program.stdout.readline().strip())
            lines = [program.stdout.readline().strip() for _ in range(2)]
            os.kill(program.pid, signal.SIGTERM)
            out, err = program.communicate(timeout=20)
    assert lines == ["incoming one", "redirected one 204"]
    assert (out, err, program.returncode) == ("", "", 0)


def test_a_line_of_its_own_has_a_plan_of_its_own() -> None:
    with stage(plans=["forward"]) as (server, bot, heard):
        answer = httpcore.request(
            "POST", f"{server.url}/redial/ring", content=b'{"path": "/api/calls/ring-two"}'
        )
        assert bot.wait_settled(json.loads(answer.content)["call"])
    (sent,) = redirects(heard)
    assert json.loads(sent.body)["timeout"] == 45


def test_a_call_is_settled_when_its_redirect_is_refused_for_good() -> None:
    with stage(plans=["mistake"]) as (server, bot, _):
        answer = httpcore.request("POST", f"{server.url}/redial/ring")
        call = json.loads(answer.content)["call"]
        assert bot.wait_settled(call)
        assert not bot.wait_terminated(call, 0)
