"""What a person does to a request on its way is recorded as what it is."""

from pathlib import Path
from typing import Any

import pytest
from mitmproxy.http import HTTPFlow

from harness.exchange import Exchange, Origin
from proxy_addons.recorder import Recorder
from tests import _mitm

EDITED = _mitm.BODY.replace(b"30", b"25")


def edit(flow: HTTPFlow) -> None:
    """As a UI of mitmproxy does it."""
    flow.backup()
    flow.request.content = EDITED


def only(path: Path) -> Exchange:
    (exchange,) = _mitm.kept(path)
    return exchange


def test_a_request_that_was_edited_is_kept_as_the_service_got_it(recorder: Recorder, path: Path) -> None:
    flow = _mitm.flow(headers=[("Content-Length", "100")])
    _mitm.sent(recorder, flow)
    edit(flow)
    flow.response = _mitm.answer()
    _mitm.answered(recorder, flow)
    exchange = only(path)
    assert b'"timeout": 25' in exchange.request.body
    assert exchange.facts["by_hand"] == "edited"
    assert exchange.facts["length_counted"] == len(EDITED)


def test_what_was_edited_is_what_is_judged(recorder: Recorder, seen: Any) -> None:
    flow = _mitm.flow(answer=_mitm.answer())
    _mitm.sent(recorder, flow)
    edit(flow)
    _mitm.answered(recorder, flow)
    assert [exchange.request.body for exchange, _ in seen.exchanges] != [_mitm.BODY]


def test_an_edited_request_without_an_answer_is_kept_too(recorder: Recorder, path: Path) -> None:
    flow = _mitm.flow()
    _mitm.sent(recorder, flow)
    edit(flow)
    flow.error = _mitm.error("connection refused")
    _mitm.failed(recorder, flow)
    assert only(path).facts["by_hand"] == "edited"


def test_an_edited_request_that_is_under_way_at_the_end_is_kept_too(recorder: Recorder, path: Path) -> None:
    flow = _mitm.flow()
    _mitm.sent(recorder, flow)
    edit(flow)
    recorder.close()
    assert only(path).facts["by_hand"] == "edited"


def test_a_pause_alone_is_no_edit(recorder: Recorder, path: Path) -> None:
    flow = _mitm.flow(answer=_mitm.answer())
    _mitm.sent(recorder, flow)
    flow.backup()
    flow.comment = "look at this one"
    _mitm.answered(recorder, flow)
    assert "by_hand" not in only(path).facts


def test_what_is_sent_again_by_hand_is_not_taken_for_the_bots_own(recorder: Recorder, path: Path) -> None:
    flow = _mitm.flow(answer=_mitm.answer())
    flow.backup()
    flow.is_replay = "request"
    _mitm.sent(recorder, flow)
    _mitm.answered(recorder, flow)
    assert only(path).facts["by_hand"] == "repeated"


@pytest.mark.parametrize("origin", [Origin.RECORDED, Origin.ENFORCED])
def test_an_edit_behind_an_answer_in_the_services_place_reached_nobody(
    recorder: Recorder, path: Path, origin: Origin
) -> None:
    flow = _mitm.flow()
    _mitm.sent(recorder, flow)
    watch = recorder.watch(flow)
    assert watch is not None
    watch.origin = origin
    flow.response = _mitm.answer()
    edit(flow)
    _mitm.answered(recorder, flow)
    exchange = only(path)
    assert b'"timeout": 30' in exchange.request.body
    assert (exchange.origin, "by_hand" in exchange.facts) == (origin, False)
