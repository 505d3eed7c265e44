"""The disk fails while calls go on: traffic stops or continues as told, and what was written stays whole."""

import ctypes
import resource
import shutil
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import httpcore
import pytest
import vcr

from harness.exchange import Response
from harness.library import open_cassette
from harness.proxy.recording import Proxy
from harness.server.server import Server
from tests import _mitm, _upstream

pytestmark = pytest.mark.slow

UNLIMITED = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
PR_CAPBSET_DROP = 24
OVERRIDES = (1, 2)
"""CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH: what lets root write anywhere (capabilities(7))."""

linux = pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="prlimit is Linux's")


class Line:
    """A proxy before a service that counts what reaches it, and what the proxy has said."""

    def __init__(self, cassette: Path, on_error: str, confdir: Path) -> None:
        self.cassette = cassette
        self.asked = _upstream.Service(Response(202))
        self.server = Server(self.asked)
        self.said: list[str] = []
        self._settings = {"redial_on_error": on_error}
        self._confdir = confdir

    def __enter__(self) -> Self:
        self.server.__enter__()
        self.proxy = Proxy(
            self.cassette,
            upstream=self.server.url,
            settings=self._settings,
            confdir=self._confdir,
            say=self.said.append,
        )
        with ThreadPoolExecutor(1) as thread:
            thread.submit(self._start).result()
        return self

    def __exit__(self, *_: object) -> None:
        self.proxy.stop()
        self.server.stop()

    def _start(self) -> None:
        """Start the proxy from a thread whose children obey permissions, those of root too."""
        if (prctl := getattr(ctypes.CDLL(None), "prctl", None)) is not None:
            for override in OVERRIDES:
                prctl(PR_CAPBSET_DROP, override)  # nobody but root has them, or is let
        self.proxy.start()

    def redirect(self, call: str = _mitm.CALL, body: bytes = _mitm.BODY) -> int:
        """The status that a client sees."""
        headers = [("Content-Type", "application/json"), ("Authorization", "Bearer x")]
        url = f"{self.proxy.graph_url}{_mitm.PATH.replace(_mitm.CALL, call)}"
        return httpcore.request("POST", url, headers=headers, content=body).status

    @property
    def reached(self) -> int:
        """How many redirects reached the service."""
        return len(self.asked.requests)

    def complained(self, words: str) -> bool:
        """Whether a line says, by now or in a moment, that an exchange could not be recorded, and why."""
        end = time.monotonic() + 10
        while time.monotonic() < end:
            if any("redial could not record an exchange" in line and words in line for line in self.said):
                return True
            time.sleep(0.02)  # the line comes through a pipe
        return False


def whole(cassette: Path) -> int:
    """How many exchanges the file holds, as we and as stock vcrpy read it."""
    entries = list(open_cassette(cassette).entries())
    assert [entry.number for entry in entries] == list(range(1, len(entries) + 1))
    requests, _ = vcr.persisters.filesystem.FilesystemPersister.load_cassette(
        cassette, vcr.serializers.yamlserializer
    )
    assert len(requests) == len(entries)
    return len(entries)


@pytest.mark.parametrize(("on_error", "status", "reached"), [("stop", 502, 1), ("continue", 202, 3)])
@pytest.mark.parametrize("done", ["deleted", "moved"])
def test_a_cassette_that_is_gone_stops_or_lets_pass(
    project: Path, confdir: Path, on_error: str, status: int, reached: int, done: str
) -> None:
    cassette = project / "calls.yaml"
    with Line(cassette, on_error, confdir) as line:
        assert line.redirect() == 202
        kept = cassette.rename(project / "kept.yaml")
        if done == "deleted":
            kept.unlink()
        assert [line.redirect(), line.redirect()] == [status, status]
        assert line.reached == reached, "what could be seen beforehand was not sent on"
        assert line.complained(f"it was {done} while it was recorded"), "at once"
    assert line.proxy.tally is not None
    assert (line.proxy.tally.kept, line.proxy.tally.failures) == (1, 2)
    assert not cassette.exists()
    if done == "moved":
        assert whole(kept) == 1


@linux
@pytest.mark.parametrize(("on_error", "status"), [("stop", 502), ("continue", 202)])
def test_a_file_that_may_not_grow_stays_whole_and_grows_again_when_it_may(
    project: Path, confdir: Path, on_error: str, status: int
) -> None:
    cassette = project / "calls.yaml"
    with Line(cassette, on_error, confdir) as line:
        assert line.redirect() == 202
        size = cassette.stat().st_size
        _, hard = resource.prlimit(line.proxy.pid or 0, resource.RLIMIT_FSIZE)
        resource.prlimit(line.proxy.pid or 0, resource.RLIMIT_FSIZE, (size + 100, hard))
        assert line.redirect() == status
        assert line.complained(""), "at once"
        assert (cassette.stat().st_size, whole(cassette)) == (size, 1)
        resource.prlimit(line.proxy.pid or 0, resource.RLIMIT_FSIZE, (hard, hard))
        assert line.redirect() == 202
    assert whole(cassette) == 2
    assert line.proxy.tally is not None
    assert (line.proxy.tally.kept, line.proxy.tally.failures) == (2, 1)


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 KiB, where this machine lets us have one."""
    place = tmp_path / "small"
    place.mkdir()
    mount = shutil.which("mount")
    if (
        mount is None
        or subprocess.run([mount, "-t", "tmpfs", "-o", "size=64k", "tmpfs", place], check=False).returncode
    ):
        pytest.skip("no small disk can be mounted here")
    yield place
    subprocess.run([shutil.which("umount") or "umount", place], check=True)


@pytest.mark.parametrize(
    ("on_error", "status", "reached", "words"),
    [("stop", 502, 1, "No space left on device"), ("continue", 202, 2, "bytes could be written")],
)
def test_a_full_disk_stops_or_lets_pass_and_recording_goes_on_when_there_is_room(
    small: Path, project: Path, confdir: Path, on_error: str, status: int, reached: int, words: str
) -> None:
    longer_than_a_page = _mitm.BODY.replace(b"}]", b', "note": "%s"}]' % (b"x" * 8192))
    cassette = small / "calls.yaml"
    with Line(cassette, on_error, confdir) as line:
        assert line.redirect() == 202
        with (small / "filler").open("wb", buffering=0) as filler:
            try:
                while True:
                    filler.write(b"x" * 512)
            except OSError:
                pass
        assert line.redirect(body=longer_than_a_page) == status
        assert line.reached == reached
        assert line.complained(words), "at once"
        assert whole(cassette) == 1
        (small / "filler").unlink()
        assert line.redirect() == 202
    assert whole(cassette) == 2
    assert line.proxy.tally is not None
    assert (line.proxy.tally.kept, line.proxy.tally.failures) == (2, 1)


OTHER = "1b7e63d0-58a4-4c91-b2f6-9d3a0c85e74f"


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """A folder in which nothing can be made or removed for a while."""
    folder.chmod(0o555)
    try:
        yield
    finally:
        folder.chmod(0o755)


@linux
@pytest.mark.parametrize(("on_error", "status", "reached"), [("stop", 502, 0), ("continue", 202, 1)])
def test_a_folder_that_takes_no_file_stops_or_lets_pass_until_it_does(
    project: Path, confdir: Path, on_error: str, status: int, reached: int
) -> None:
    cassette = project / "calls" / "calls.yaml"
    with Line(cassette, on_error, confdir) as line:
        with read_only(cassette.parent):
            assert line.redirect() == status
            assert line.reached == reached, "what could be seen beforehand was not sent on"
            assert line.complained("Permission denied"), "at once"
        assert line.redirect() == 202
    assert whole(cassette) == 1
    assert line.proxy.tally is not None
    assert (line.proxy.tally.kept, line.proxy.tally.failures) == (1, 1)


@linux
def test_a_file_that_is_open_is_written_to_whatever_becomes_of_its_folder(
    project: Path, confdir: Path
) -> None:
    cassette = project / "calls" / "calls.yaml"
    with Line(cassette, "stop", confdir) as line:
        assert line.redirect() == 202
        with read_only(cassette.parent):
            cassette.chmod(0o444)
            assert line.redirect() == 202
            line.proxy.stop()
    assert whole(cassette) == 2
    assert line.proxy.tally is not None
    assert line.proxy.tally.failures == 0
    assert line.proxy._child is not None
    assert line.proxy._child.status == 0


@linux
@pytest.mark.parametrize(("on_error", "status", "reached"), [("stop", 502, 1), ("continue", 202, 2)])
def test_of_cassettes_for_each_call_none_can_begin_in_a_folder_that_takes_none(
    project: Path, confdir: Path, on_error: str, status: int, reached: int
) -> None:
    cassettes = project / "calls" / "{call}.yaml"
    with Line(cassettes, on_error, confdir) as line:
        assert line.redirect() == 202
        with read_only(cassettes.parent):
            assert line.redirect(OTHER) == status
            assert line.reached == reached
            assert line.complained("Permission denied"), "at once"
        assert line.redirect(OTHER) == 202
    assert [whole(file) for file in cassettes.parent.glob("*.yaml")] == [1, 1]
    assert line.proxy.tally is not None
    assert (line.proxy.tally.kept, line.proxy.tally.failures) == (2, 1)
    assert line.proxy._child is not None
    assert line.proxy._child.status == 1
