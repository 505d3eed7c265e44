"""A recorder whose recordings go to an object store: whole, also after it was killed while it sent one."""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from harness.upload import slip as slips
from tests._store import BUCKET, Store, serving
from tests.unit.cli.program import Program

pytestmark = pytest.mark.slow

URL = f"s3://{BUCKET}/fleet"

ASKING = """
import json, os, sys, urllib.request
calls = os.environ["REDIAL_GRAPH_URL"] + "/v1.0/communications/calls"
target = {"identity": {"user": {"id": "5b0f9a3e-7d41-4c86-9e27-f1c8d2a6b054"}}}
for number in range(int(sys.argv[1])):
    request = urllib.request.Request(
        f"{calls}/57dab8b1-894c-409a-b240-bd8beae7{number:04x}/redirect",
        json.dumps({"targets": [target]}).encode(),
        {"Authorization": "Bearer any", "Content-Type": "application/json"},
    )
    urllib.request.urlopen(request, timeout=30).close()
"""


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    with serving(monkeypatch) as store:
        yield store


@pytest.fixture
def calls(tmp_path: Path) -> Path:
    return tmp_path / "calls"


def recorder(tmp_path: Path, *more: object, calls: int = 2, **environment: str) -> Program:
    (tmp_path / "asking.py").write_text(ASKING)
    command = ("record", "--simulate", "--upload", URL, "-o", "calls/{call}.yaml", *more)
    return Program(
        *command,
        "--",
        sys.executable,
        "asking.py",
        calls,
        cwd=tmp_path,
        **(environment or {"HOME": str(tmp_path)}),
    )


def in_the_store(store: Store) -> dict[str, bytes]:
    return {key.removeprefix("fleet/"): content for key, content in store.objects.items()}


def here(calls: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in calls.glob("[!.]*.yaml")}


def test_each_call_stands_in_the_store_at_the_end(store: Store, tmp_path: Path, calls: Path) -> None:
    with recorder(tmp_path) as program:
        printed = program.ended()
    assert printed.status == 0, printed.err
    assert printed.out == "calls/{call}.yaml: 2 exchanges, 2 redirects\n"
    assert printed.err.endswith(f"uploaded 2 recordings to {URL}\n")
    assert "hunter2" not in printed.err
    assert len(here(calls)) == 2
    assert in_the_store(store) == here(calls)


def test_a_store_that_is_away_costs_no_recording_and_the_next_recorder_makes_up_for_it(
    store: Store, tmp_path: Path, calls: Path
) -> None:
    with recorder(tmp_path, AWS_ENDPOINT_URL="http://127.0.0.1:9", HOME=str(tmp_path)) as program:
        printed = program.ended()
    assert printed.status == 1
    assert printed.out == "calls/{call}.yaml: 2 exchanges, 2 redirects\n"
    assert "an upload failed and is tried again: " in printed.err
    assert f"redial: 2 recordings could not be uploaded to {URL} yet; " in printed.err
    assert in_the_store(store) == {}
    with recorder(tmp_path, "--append", calls=0) as program:
        assert program.ended().status == 0
    assert len(here(calls)) == 2
    assert in_the_store(store) == here(calls)


class Stalling(BaseHTTPRequestHandler):
    """A store that takes the beginning of an object, and no more."""

    taking = threading.Event()
    ending = threading.Event()

    def do_HEAD(self) -> None:
        self.send_response(404)
        self.end_headers()

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"<ListBucketResult><KeyCount>0</KeyCount></ListBucketResult>")

    def do_PUT(self) -> None:
        self.rfile.read(10)
        self.taking.set()
        self.ending.wait(60)

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def stalling() -> Iterator[str]:
    Stalling.taking.clear()
    Stalling.ending.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Stalling)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    Stalling.ending.set()
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_recorder_that_is_killed_while_it_sends_leaves_nothing_half_and_is_made_up_for(
    store: Store, tmp_path: Path, calls: Path, stalling: str
) -> None:
    with recorder(tmp_path, AWS_ENDPOINT_URL=stalling, HOME=str(tmp_path)) as program:
        assert Stalling.taking.wait(60)
        os.kill(program.child("redial_cassette"), signal.SIGKILL)
        assert program.ended().status == 1
    assert [slips.read(calls / name) for name in here(calls)] == [slips.Slip(URL)] * 2
    with recorder(tmp_path, "--append", calls=0) as program:
        assert program.ended().status == 0
    assert in_the_store(store) == here(calls)
    for name in here(calls):
        noted = slips.read(calls / name)
        assert noted is not None
        assert noted.covers(calls / name)


def test_recorders_of_a_fleet_do_not_take_each_others_place(store: Store, tmp_path: Path) -> None:
    machines = [tmp_path / name for name in ("one", "other")]
    for machine in machines:
        machine.mkdir()
        (machine / ".redial").mkdir()
        (machine / ".redial" / "key").write_text("the key of the project\n")
    programs = [recorder(machine) for machine in machines]
    for program in programs:
        with program:
            assert program.ended().status == 0
    stored = sorted(in_the_store(store).values())
    assert stored == sorted(content for machine in machines for content in here(machine / "calls").values())
    assert len(stored) == 4
