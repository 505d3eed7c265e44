"""Of what is too large to be masked and judged the recorder keeps the size."""

from pathlib import Path

from harness.exchange import Origin
from harness.facts import LARGEST
from harness.redaction.redactor import Redactor
from proxy_addons.failure import Tally
from proxy_addons.options import Settings
from proxy_addons.recorder import Recorder
from tests import _mitm
from tests.unit.proxy_addons.conftest import Seen


def test_of_a_body_that_is_too_large_only_the_size_is_kept(recorder: Recorder, path: Path) -> None:
    flow = _mitm.flow(content=b'{"a":"%s"}' % (b"a" * LARGEST), answer=_mitm.answer(content=b"b" * LARGEST))
    _mitm.sent(recorder, flow)
    _mitm.answered(recorder, flow)
    (exchange,) = _mitm.kept(path)
    assert exchange.request.body == b""
    assert exchange.facts["body_left_out"] == exchange.facts["length_counted"] == LARGEST + 8
    assert exchange.response is not None
    assert len(exchange.response.body) == LARGEST
    assert "answer_left_out" not in exchange.facts
    assert flow.request.content is not None
    assert len(flow.request.content) == LARGEST + 8


def test_of_an_answer_that_is_too_large_only_the_size_is_kept(recorder: Recorder, path: Path) -> None:
    flow = _mitm.flow(answer=_mitm.answer(content=b"b" * (LARGEST + 1)))
    _mitm.sent(recorder, flow)
    _mitm.answered(recorder, flow)
    (exchange,) = _mitm.kept(path)
    assert exchange.response is not None
    assert (exchange.response.body, exchange.facts["answer_left_out"]) == (b"", LARGEST + 1)


def test_a_body_that_is_too_large_to_judge_does_not_pass_where_the_contract_is_enforced(
    path: Path, redactor: Redactor
) -> None:
    recorder = Recorder(Tally(), Seen())
    recorder.open(Settings(cassette=path, enforce=True, on_error="continue"), redactor)
    flow = _mitm.flow(content=b"a" * (LARGEST + 1))
    _mitm.sent(recorder, flow)
    assert flow.response is not None
    assert flow.response.status_code == 502
    assert b"its body has %d bytes, too many to judge; send %d at most" % (LARGEST + 1, LARGEST) in (
        flow.response.content or b""
    )
    _mitm.answered(recorder, flow)
    recorder.close()
    assert [each.origin for each in _mitm.kept(path)] == [Origin.FAULT]
