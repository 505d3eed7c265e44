"""Whatever is sent and answered is kept: there is no message that the recorder stumbles over."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harness.redaction.redactor import Redactor
from proxy_addons.failure import Tally
from proxy_addons.options import Settings, Target
from proxy_addons.recorder import Recorder
from tests import _mitm
from tests.unit.proxy_addons.conftest import Seen

names = st.text("abcXYZ-_1", min_size=1, max_size=6) | st.sampled_from(
    ["Content-Encoding", "Content-Type", "Content-Length", "Authorization", "Host", "x-redial-origin"]
)
values = st.binary(max_size=12).map(
    lambda text: text.translate(None, b"\r\n\0").decode("latin-1")
) | st.sampled_from(
    [
        "gzip",
        "br",
        "zstd",
        "deflate, gzip",
        "application/json; charset=utf-16",
        "-1",
        "Bearer a.b.c",
        "chunked",
    ]
)
fields = st.lists(st.tuples(names, values), max_size=4)
bodies = st.binary(max_size=40) | st.sampled_from(
    [
        b"",
        b"\n\n",
        b"{}",
        b'{"a": 1, "a": "\\ud800"}',
        _mitm.BODY,
        _mitm.WEBHOOK,
        b"\xef\xbb\xbf{}",
        b"x\n\n\n",
    ]
)
paths = st.binary(max_size=12).map(lambda text: text.translate(None, b" \r\n\0#?"))


@pytest.mark.parametrize("mode", [_mitm.GRAPH, _mitm.BOTS, "regular"])
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=fields, answered=fields, sent=bodies, got=bodies, path=paths, status=st.integers(100, 999))
def test_any_message_is_kept(
    tmp_path_factory: pytest.TempPathFactory,
    redactor: Redactor,
    mode: str,
    asked: _mitm.Fields,
    answered: _mitm.Fields,
    sent: bytes,
    got: bytes,
    path: bytes,
    status: int,
) -> None:
    cassette: Path = tmp_path_factory.mktemp("any") / "calls.yaml"
    recorder = Recorder(Tally(), Seen())
    recorder.open(Settings(cassette=cassette, bot=Target("http", "127.0.0.1", 3978)), redactor)
    flow = _mitm.flow(content=sent, headers=asked, mode=mode, answer=_mitm.answer(status, got, answered))
    flow.request.data.path = b"/v1.0/communications/calls/" + path + b"/redirect"
    if mode == _mitm.BOTS:
        flow.request.headers["X-Microsoft-Skype-Chain-ID"] = "1"
    _mitm.sent(recorder, flow)
    _mitm.answered(recorder, flow)
    recorder.close()
    assert recorder.tally == Tally(kept=1, redirects=0 if mode == _mitm.BOTS else 1, failures=0)
    (kept,) = _mitm.kept(cassette)
    assert kept.request.method == "POST"
    assert kept.response is not None
    assert kept.response.status == status
