"""One run of the proxy: it opens its parts, says when it listens, and ends with the status it earned."""

import asyncio
import json
import logging
import os
from pathlib import Path

import pytest

from harness.cassette import HEADER
from harness.library import open_cassette
from proxy_addons import leash, session
from proxy_addons.session import Session, leave_with
from tests import _mitm

pytestmark = pytest.mark.usefixtures("project")


def said(path: Path) -> object:
    return json.loads(path.read_text())


async def test_it_says_when_and_where_it_listens_and_at_the_end_what_it_did(project: Path) -> None:
    whole, ready = Session(), project / "ready.json"
    with _mitm.running(whole, redial_cassette="calls.yaml", redial_ready=str(ready)):
        whole.running()
        assert said(ready) == {"pid": os.getpid(), "listeners": [], "ui": None}
        flow = _mitm.flow(answer=_mitm.answer())
        await _mitm.arrived(whole.recorder, flow)
        whole.recorder.responseheaders(flow)
        await whole.recorder.response(flow)
        whole.done()
    counts = {"kept": 1, "redirects": 1, "failures": 0, "sent": 0, "unsent": 0}
    assert said(ready) == {"done": {**counts, "lost": ""}}
    assert len(list(open_cassette(project / "calls.yaml").entries())) == 1


@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [
        ("redial_contract", "v2", "unknown edition 'v2'"),
        ("redial_cassette", "taken.yaml", "it exists already"),
        ("redial_cassette", "taken.yaml/calls.yaml", "taken.yaml"),
    ],
)
async def test_what_keeps_it_from_starting_is_one_error_that_mitmproxy_exits_by(
    project: Path, caplog: pytest.LogCaptureFixture, option: str, value: str, sentence: str
) -> None:
    (project / "taken.yaml").write_text("old")
    ready = project / "ready.json"
    whole = Session()
    with _mitm.running(whole, redial_ready=str(ready), **{option: value}):
        whole.running()
        whole.done()
    told = said(ready)
    assert isinstance(told, dict)
    assert set(told["error"]) == {"message", "hint"}
    assert sentence in told["error"]["message"]
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    assert caplog.records[0].exc_info is None
    assert (project / "taken.yaml").read_text() == "old"


async def test_a_name_that_would_steer_a_terminal_is_spelled_out_in_the_log(
    project: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (project / "a\x1b[2J.yaml").write_text("old")
    whole = Session()
    with _mitm.running(whole, redial_cassette="a\x1b[2J.yaml"):
        whole.running()
        whole.done()
    assert "a\\x1b[2J.yaml: it exists already" in caplog.text
    assert "\x1b" not in caplog.text


async def test_a_mistyped_option_keeps_it_from_starting(caplog: pytest.LogCaptureFixture) -> None:
    whole = Session()
    with _mitm.running(whole) as mitm:
        mitm.options.set("redial_casette=x", defer=True)
        whole.running()
    assert "redial_casette is no option of redial" in caplog.text


async def test_with_options_that_were_refused_nothing_passes(caplog: pytest.LogCaptureFixture) -> None:
    class Nobody:
        pass

    whole = Session()
    with _mitm.running(Nobody()) as mitm:
        mitm.options.set("redial_casette=x", defer=True)
        mitm.master.addons.add(whole)
        whole.running()
        flow = _mitm.flow()
        await _mitm.arrived(whole.recorder, flow)
        assert flow.response is not None
        assert flow.response.status_code == 502
        whole.done()
    assert "redial_casette is no option of redial" in caplog.text


async def test_without_a_cassette_no_key_is_made(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REDIAL_KEY")
    whole = Session()
    with _mitm.running(whole):
        whole.running()
        whole.done()
    assert os.listdir(project) == []  # noqa: PTH208 - iterdir is for threads, says ASYNC240


async def test_it_ends_when_standard_input_does(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    monkeypatch.setattr(leash, "INPUT", reading)
    whole = Session()
    with _mitm.running(whole, redial_leash=True) as mitm:
        whole.running()
        os.write(writing, b"not yet")
        await asyncio.sleep(0.01)
        assert not mitm.master.should_exit.is_set()
        os.close(writing)
        await asyncio.wait_for(mitm.master.should_exit.wait(), 5)
        whole.done()
    os.close(reading)


async def test_a_terminal_that_is_hung_up_is_an_end_too(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    monkeypatch.setattr(leash, "INPUT", reading)
    whole = Session()
    with _mitm.running(whole, redial_leash=True) as mitm:
        whole.running()

        def hung_up(file: int, size: int) -> bytes:
            raise OSError(5, "Input/output error")

        monkeypatch.setattr(os, "read", hung_up)
        os.write(writing, b"not heard")
        await asyncio.wait_for(mitm.master.should_exit.wait(), 5)
        whole.done()
    os.close(reading)
    os.close(writing)


async def test_what_is_being_kept_at_the_end_is_counted(project: Path) -> None:
    whole, ready = Session(), project / "ready.json"
    with _mitm.running(whole, redial_cassette="calls.yaml", redial_ready=str(ready)) as mitm:
        whole.running()
        flow = _mitm.flow(answer=_mitm.answer())
        await _mitm.arrived(whole.recorder, flow)
        keeping = asyncio.create_task(whole.recorder.response(flow))
        await asyncio.sleep(0)
        mitm.master.should_exit.set()
        ending = whole.done()
        assert ending is not None
        await ending
        await keeping
    counts = {"kept": 1, "redirects": 1, "failures": 0, "sent": 0, "unsent": 0}
    assert said(ready) == {"done": {**counts, "lost": ""}}


async def test_what_is_being_kept_when_the_script_is_taken_out_is_kept(project: Path) -> None:
    whole = Session()
    with _mitm.running(whole, redial_cassette="calls.yaml"):
        whole.running()
        flow = _mitm.flow(answer=_mitm.answer())
        await _mitm.arrived(whole.recorder, flow)
        keeping = asyncio.create_task(whole.recorder.response(flow))
        await asyncio.sleep(0.001)
        assert whole.done() is None
        await keeping
    assert flow.response is not None
    assert flow.response.status_code == 202
    assert len(list(open_cassette(project / "calls.yaml").entries())) == 1


async def test_a_torn_tail_that_was_moved_is_told(project: Path, caplog: pytest.LogCaptureFixture) -> None:
    (project / "calls.yaml").write_bytes(HEADER + b"- torn")
    whole = Session()
    with _mitm.running(whole, redial_cassette="calls.yaml", redial_append=True):
        whole.running()
        whole.done()
    record, _ = caplog.records
    assert record.levelno == logging.WARNING
    assert "calls.yaml.torn" in record.getMessage()


def test_a_run_with_a_failure_ends_the_process_with_status_1_after_everybody_is_done() -> None:
    told: list[str] = []

    async def main() -> None:
        whole = Session()
        with _mitm.running(whole) as mitm:
            whole.running()
            whole.tally.failures += 1
            mitm.master.should_exit.set()
            whole.done()
            told.append("the addons behind us")

    with pytest.raises(SystemExit) as ended:
        asyncio.run(main())
    assert ended.value.code == 1
    assert told == ["the addons behind us"]


def test_a_run_without_one_ends_as_mitmproxy_does() -> None:
    async def main() -> None:
        whole = Session()
        with _mitm.running(whole) as mitm:
            whole.running()
            mitm.master.should_exit.set()
            whole.done()

    asyncio.run(main())


async def test_a_fault_of_ours_keeps_it_from_starting_and_is_told(
    project: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    whole, ready = Session(), project / "ready.json"
    monkeypatch.delattr(session, "redactor")
    with _mitm.running(whole, redial_ready=str(ready)):
        whole.running()
    told = said(ready)
    assert isinstance(told, dict)
    assert told["error"]["message"].startswith("NameError at session.py:")
    assert [record.levelno for record in caplog.records] == [logging.ERROR]


async def test_what_cannot_be_closed_or_announced_is_counted(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Session()
    with _mitm.running(whole, redial_cassette="calls.yaml", redial_ready=str(project / "r" / "ready.json")):
        (project / "r").mkdir()
        whole.running()
        (project / "r" / "ready.json").unlink()
        (project / "r").rmdir()

        def late() -> None:
            raise OSError(5, "Input/output error")

        monkeypatch.setattr(whole.recorder._recording, "close", late)
        whole.done()
    assert whole.tally.failures == 2


def test_a_script_that_is_loaded_anew_does_not_end_the_process() -> None:
    async def main() -> None:
        whole = Session()
        with _mitm.running(whole):
            whole.running()
            whole.tally.failures += 1
            whole.done()

    asyncio.run(main())


def test_a_status_is_left_with_when_the_main_task_is_over() -> None:
    async def main() -> str:
        leave_with(3)
        return "whole"

    with pytest.raises(SystemExit) as ended:
        asyncio.run(main())
    assert ended.value.code == 3
