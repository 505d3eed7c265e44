"""The addon in a mitmdump that users start themselves: its options, its marks, its answers, its status."""

import json
import subprocess
import sys
from pathlib import Path

import httpcore
import pytest
from mitmproxy.http import HTTPFlow
from mitmproxy.io import FlowReader

from harness.exchange import Origin, Response
from harness.headers import Headers
from harness.library import open_cassette
from harness.ports import free_ports
from harness.process.child import Child
from harness.proxy.announced import Tally
from harness.proxy.mitmdump import addon_path
from harness.proxy.recording import Proxy
from harness.server.server import Server
from tests import _mitm, _upstream

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("project")]

MITMDUMP = [sys.executable, "-c", "from mitmproxy.tools.main import mitmdump; mitmdump()"]
JSON = [("Content-Type", "application/json"), ("Authorization", "Bearer x.y.z")]
WRONG = _mitm.BODY.replace(b"30", b'"30"')


def mitmdump(confdir: Path, *arguments: str) -> Child:
    return Child([*MITMDUMP, "-s", str(addon_path()), "--set", f"confdir={confdir}", *arguments])


def post(url: str, body: bytes = _mitm.BODY) -> httpcore.Response:
    with httpcore.ConnectionPool() as pool:
        return pool.request("POST", url, headers=JSON, content=body)


@pytest.mark.parametrize(
    ("setting", "sentence"),
    [
        ("redial_casette=x.yaml", "redial_casette is no option of redial"),
        ("redial_only=some", "choose one of all, redirects"),
        ("redial_contract=v2", "unknown edition 'v2'"),
        ("redial_bot=ftp://x", "give it as http://HOST:PORT"),
        ("redial_replay=x.yaml", "--set connection_strategy=lazy --set upstream_cert=false"),
        ("redial_append=maybe", "redial_append"),
        ("redial_ready=/nope/x", "redial_ready: /nope/x cannot be written: No such file or directory; "),
    ],
)
def test_an_option_that_means_nothing_ends_it_with_status_1(
    confdir: Path, setting: str, sentence: str
) -> None:
    (port,) = free_ports("127.0.0.1", 1)
    with mitmdump(
        confdir, "--set", setting, "--listen-port", str(port), "--listen-host", "127.0.0.1"
    ) as child:
        assert child.wait(60) == 1
    assert any(sentence in line for line in child.tail), child.tail
    assert not any("fault of redial's" in line for line in child.tail), child.tail


@pytest.mark.parametrize("kept", ["redial_cassette=x.yaml", "redial_enforce=true"])
def test_a_mode_through_which_no_http_is_seen_ends_it_with_status_1(confdir: Path, kept: str) -> None:
    (port,) = free_ports("127.0.0.1", 1)
    with mitmdump(confdir, "--set", kept, "--mode", f"reverse:tcp://127.0.0.1:1@127.0.0.1:{port}") as child:
        assert child.wait(60) == 1
    assert any("no HTTP is seen through the mode reverse:tcp://" in line for line in child.tail), child.tail


def test_a_leash_without_anybody_who_could_hold_it_ends_it_with_status_1(confdir: Path) -> None:
    (port,) = free_ports("127.0.0.1", 1)
    command = [
        *MITMDUMP,
        "-s",
        str(addon_path()),
        "--set",
        f"confdir={confdir}",
        "--set",
        "redial_leash=true",
    ]
    ended = subprocess.run(
        [*command, "--listen-host", "127.0.0.1", "--listen-port", str(port)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    said = ended.stdout + ended.stderr
    assert ended.returncode == 1
    assert "redial_leash: standard input is nothing that ends with whoever started the proxy; " in said
    assert "fault of redial's" not in said


def test_modules_of_the_current_folder_shadow_nothing(project: Path, confdir: Path) -> None:
    for name in ("options", "flows", "recorder", "session", "redirect"):
        (project / f"{name}.py").write_text("raise SystemExit('shadowed')")
    with (
        Server(_upstream.Service()) as service,
        Proxy(None, upstream=service.url, confdir=confdir) as proxy,
    ):
        assert post(f"{proxy.graph_url}{_mitm.PATH}").status == 202
    assert proxy.tally == Tally(0, 1, 0)


def test_marks_are_in_what_mitmproxy_saves_and_a_saved_file_is_checked_offline(
    project: Path, confdir: Path
) -> None:
    said: list[str] = []
    saved = project / "flows.mitm"
    with (
        Server(_upstream.Service(Response(204))) as service,
        Proxy(
            None, upstream=service.url, confdir=confdir, say=said.append, arguments=("-w", str(saved))
        ) as proxy,
    ):
        post(f"{proxy.graph_url}{_mitm.PATH}", WRONG)
        post(f"{proxy.graph_url}/v1.0/me", b"{}")
    with saved.open("rb") as file:
        marked, other = [flow for flow in FlowReader(file).stream() if isinstance(flow, HTTPFlow)]
    assert (marked.marked, marked.metadata["redial"]) == (":x:", ["RDQ040", "RDR009"])
    assert marked.comment.startswith("[simulated] RDQ040 request.body.timeout")
    assert (other.marked, other.comment, "redial" in other.metadata) == ("", "", False)
    live = [line for line in said if line.lstrip().startswith("error")]

    cassette = project / "calls.yaml"
    arguments = ("-n", "-r", str(saved), "--set", f"redial_cassette={cassette}", "--set", "flow_detail=3")
    with mitmdump(confdir, *arguments) as child:
        assert child.wait(60) == 0
    assert [line for line in child.tail if line.lstrip().startswith("error")] == live
    assert any("# error RDQ040 request.body.timeout" in line for line in child.tail), "the content view"
    assert not cassette.exists()


def test_a_cassette_answers_in_the_services_place_and_nothing_goes_upstream(
    project: Path, confdir: Path
) -> None:
    old, new = project / "old.yaml", project / "new.yaml"
    answer = Response(202, Headers((("request-id", "r"), ("Retry-After", "7"))), b'{"a": 1}')
    with (
        Server(_upstream.Service(answer, Origin.LIVE)) as service,
        Proxy(old, upstream=service.url, confdir=confdir) as recording,
    ):
        post(f"{recording.graph_url}{_mitm.PATH}")
    missing = _mitm.PATH.replace("v1.0", "beta")
    with (
        Server(_upstream.Service(Response(500))) as service,
        Proxy(
            new, upstream=service.url, confdir=confdir, arguments=("--set", f"redial_replay={old}")
        ) as replaying,
    ):
        played = post(f"{replaying.graph_url}{_mitm.PATH}")
        again = post(f"{replaying.graph_url}{_mitm.PATH}", WRONG)
        missed = post(f"{replaying.graph_url}{missing}")
        upstream = list(service.responder.requests)  # type: ignore[attr-defined]
        passed = post(f"{replaying.graph_url}/v1.0/me")
    assert (played.status, dict(played.headers)[b"retry-after"]) == (202, b"7")
    assert json.loads(played.content) == {"a": 1}
    assert (again.status, missed.status, passed.status) == (501, 501, 500)
    assert "error" in json.loads(missed.content)
    assert upstream == []
    assert [entry.exchange.origin for entry in open_cassette(new).entries()] == [
        Origin.RECORDED,
        Origin.FAULT,
        Origin.FAULT,
    ]


def test_a_cassette_that_cannot_be_replayed_keeps_it_from_starting(project: Path, confdir: Path) -> None:
    lazy = ("--set", "connection_strategy=lazy", "--set", "upstream_cert=false")
    port = str(free_ports("127.0.0.1", 1)[0])
    with mitmdump(confdir, "--set", "redial_replay=none.yaml", *lazy, "--listen-port", port) as child:
        assert child.wait(60) == 1
    assert any("none.yaml: there is no such file" in line for line in child.tail), child.tail
