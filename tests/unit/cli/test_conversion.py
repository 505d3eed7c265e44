"""`redial record --from`: a capture becomes the same cassette as a live recording."""

from pathlib import Path

import httpcore
import pytest

from harness.contract import editions
from harness.library import open_cassette
from harness.proxy.recording import Proxy
from harness.server.server import Server
from harness.simulator.simulator import Simulator
from tests import _mitm
from tests.unit.cli.terminal import Terminal


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.slow
def test_a_capture_of_a_live_recording_makes_the_same_cassette(
    elsewhere: Path, redial: Terminal, tmp_path_factory: pytest.TempPathFactory
) -> None:
    live, flows, har = elsewhere / "live.yaml", elsewhere / "flows.mitm", elsewhere / "flows.har"
    saving = ("-w", str(flows), "--set", f"hardump={har}")
    home = tmp_path_factory.mktemp("home")
    with (
        Server(Simulator(editions.documentation())) as graph,
        Proxy(live, upstream=graph.url, confdir=home, arguments=saving) as proxy,
    ):
        headers = [("Content-Type", "application/json"), ("Authorization", "Bearer x")]
        for body in (b'{"targets": [], "timeout": "30"}', b"{}"):
            httpcore.request("POST", f"{proxy.graph_url}{_mitm.PATH}", headers=headers, content=body)
    for capture in (flows, har):
        made = capture.with_suffix(capture.suffix + ".yaml")
        printed = redial("record", "--from", capture, "-o", made)
        assert (printed.status, printed.out) == (0, f"{made}: 2 exchanges, 2 redirects\n")
    assert Path(f"{flows}.yaml").read_bytes() == live.read_bytes()
    timed = [entry.exchange for entry in open_cassette(live).entries()]
    again = [entry.exchange for entry in open_cassette(Path(f"{har}.yaml")).entries()]
    assert [each.request.body for each in again] == [each.request.body for each in timed]
    assert [each.response and each.response.body for each in again] == [
        each.response and each.response.body for each in timed
    ]


def test_a_capture_takes_no_proxy(elsewhere: Path, redial: Terminal) -> None:
    for option in (("--bot", "http://127.0.0.1:1"), ("--simulate",), ("--enforce",), ("--mode", "regular")):
        said = redial.refused("record", "--from", "x.har", *option)
        assert f"--from takes no {option[0]}; a capture is over" in said
    assert "--from takes no COMMAND" in redial.refused("record", "--from", "x.har", "--", "python")


def test_a_capture_that_is_not_there_is_one_sentence(elsewhere: Path, redial: Terminal) -> None:
    assert "x.har: there is no such file" in redial.refused("record", "--from", "x.har", "-o", "x.yaml")
    assert not (elsewhere / "x.yaml").exists()


@pytest.mark.parametrize("content", [b"hello world\n", b"\x89PNG\xff", b"", b"a: [\n"])
def test_what_is_no_capture_is_called_none(content: bytes, elsewhere: Path, redial: Terminal) -> None:
    (elsewhere / "odd.txt").write_bytes(content)
    said = redial.refused("record", "--from", "odd.txt", "-o", "x.yaml")
    assert said.startswith("redial: odd.txt is no capture: neither a HAR nor a file of mitmproxy's flows; ")
    assert "cassette" not in said
    assert not (elsewhere / "x.yaml").exists()


def test_of_a_torn_capture_the_cause_comes_first(elsewhere: Path, redial: Terminal) -> None:
    (elsewhere / "torn.har").write_text('{"log": {"entries": [{"startedDateTime": "2026-')
    printed = redial("record", "--from", "torn.har", "-o", "x.yaml")
    assert (printed.status, printed.out) == (2, "")
    cause, consequence = printed.err.splitlines()
    assert cause.startswith("redial: torn.har cannot be read to its end; ")
    assert consequence == "redial: NO REDIRECT is in what was read of torn.har"
