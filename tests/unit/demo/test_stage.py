"""The stage: who talks to whom on it, what is recorded, and what is left when it cannot be set up."""

import socket
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from harness.demo import stage as subject
from harness.demo.stage import Stage
from harness.errors import HarnessError
from harness.exchange import Origin, Way
from harness.faults import Scripted, throttled
from harness.library import open_cassette

pytestmark = pytest.mark.slow


def test_a_call_is_recorded_whole_with_what_the_bot_answered(tmp_path: Path) -> None:
    said: list[str] = []
    path = tmp_path / "calls.yaml"
    script = Scripted({1: throttled(0)})
    with Stage(path, directory=tmp_path, edition="v1.0", script=script, say=said.append) as stage:
        call = stage.call("forward")
        told = [event for event in stage.bot.events if event.call == call]
    assert {event.kind for event in told} == {"incoming", "throttled", "redirected", "terminated"}
    assert not any(line.startswith("    ") for line in said), "there is nothing to find"
    assert [line.split()[2] for line in said if " 429 " in line or " 202 " in line] == [
        "answered",
        "answered",
    ]
    exchanges = [entry.exchange for entry in open_cassette(path).entries()]
    assert [(each.way, each.response and each.response.status) for each in exchanges] == [
        (Way.TO_BOT, 202),
        (Way.TO_GRAPH, 429),
        (Way.TO_GRAPH, 202),
        (Way.TO_BOT, 202),
    ]
    assert {each.origin for each in exchanges if each.way is Way.TO_GRAPH} == {Origin.SIMULATED}


def test_what_the_proxy_finds_is_told(tmp_path: Path) -> None:
    said: list[str] = []
    with Stage(tmp_path / "calls.yaml", directory=tmp_path, say=said.append) as stage:
        stage.call("mistake")
    assert any(line.lstrip().startswith("error RDQ040 request.body.timeout: ") for line in said)


def test_a_call_that_does_not_end_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subject, "PATIENCE", 0.5)
    with (
        socket.create_server(("127.0.0.1", 0)) as deaf,
        Stage(tmp_path / "calls.yaml", directory=tmp_path) as stage,
    ):
        stage.bot.graph = f"http://127.0.0.1:{deaf.getsockname()[1]}"
        with pytest.raises(HarnessError, match="the call forward did not come to its end"):
            stage.call("forward")


def test_a_stage_that_cannot_be_set_up_is_taken_down(tmp_path: Path) -> None:
    path = tmp_path / "calls.yaml"
    path.write_text("mine")
    stage = Stage(path, directory=tmp_path)
    with pytest.raises(HarnessError, match="it exists already"), stage:
        pass
    assert path.read_text() == "mine"
    for url in (stage.graph.url, stage.bot.url):
        split = urlsplit(url)
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection((str(split.hostname), split.port or 0), 1)
