"""What is recorded is uploaded while mitmproxy runs, and at its end, in bounded time."""

import asyncio
import json
from pathlib import Path

import pytest

from harness.upload import slip as slips
from proxy_addons import uploading
from proxy_addons.session import Session
from tests import _mitm
from tests.unit.upload.stores import Memory, recorded

pytestmark = pytest.mark.usefixtures("project")


async def recorded_through(whole: Session) -> None:
    flow = _mitm.flow(answer=_mitm.answer())
    await _mitm.arrived(whole.recorder, flow)
    whole.recorder.responseheaders(flow)
    await whole.recorder.response(flow)


async def ended(whole: Session) -> None:
    """As mitmproxy ends: `done` is awaited where it may be."""
    await whole._finish()


async def test_a_recording_is_uploaded_at_the_end_with_what_an_earlier_one_left(project: Path) -> None:
    store, whole, ready = Memory(), Session(), project / "ready.json"
    slips.write(recorded(project / "left.yaml"), slips.Slip(store.url))
    with _mitm.running(whole, redial_cassette="calls.yaml", redial_upload=store.url, redial_ready=str(ready)):
        whole.running()
        await recorded_through(whole)
        await ended(whole)
    told = json.loads(ready.read_text())["done"]
    assert (told["sent"], told["unsent"]) == (2, 0)
    assert store.objects == {name: (project / name).read_bytes() for name in ("calls.yaml", "left.yaml")}


async def test_a_store_that_does_not_answer_is_waited_for_in_bounded_time(
    project: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def failing(*_: object, **__: object) -> None:
        raise ConnectionError

    store, whole = Memory(), Session()
    monkeypatch.setattr(type(store.files), "put_file", failing)
    monkeypatch.setattr(uploading, "_SOON", 0.1)
    monkeypatch.setattr(uploading, "_PATIENCE", 0.3)
    with _mitm.running(whole, redial_cassette="calls.yaml", redial_upload=store.url):
        whole.running()
        await recorded_through(whole)
        await ended(whole)
        await asyncio.sleep(0)
    assert (whole.tally.sent, whole.tally.unsent) == (0, 1)
    assert [record.getMessage().partition(":")[0] for record in caplog.records] == [
        "an upload failed and is tried again",
        "uploading what was recorded, which may take up to 0 s",
    ]


async def test_without_an_upload_there_is_none(project: Path) -> None:
    whole = Session()
    with _mitm.running(whole, redial_cassette="calls.yaml"):
        whole.running()
        assert not whole.uploading.busy
        await recorded_through(whole)
        await ended(whole)
    assert slips.read(project / "calls.yaml") is None
