"""The commands do to the chosen flows what the addon does to flows as they pass."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from mitmproxy import types
from mitmproxy.exceptions import CommandError
from mitmproxy.flow import Flow
from mitmproxy.log import ALERT
from mitmproxy.test import taddons, tflow

from harness.exchange import Origin, Way
from harness.library import open_cassette
from harness.redaction.redactor import Redactor
from proxy_addons.checker import LINES
from proxy_addons.commands import Commands
from proxy_addons.options import OptionsAddon, Settings, Target
from proxy_addons.recorder import Recorder
from tests import _mitm

KEY = "a key for tests alone"
REDIRECT = _mitm.flow(answer=_mitm.answer())
OTHER = _mitm.flow("/v1.0/me", answer=_mitm.answer())


@pytest.fixture
def mitm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[taddons.context]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REDIAL_KEY", KEY)
    with _mitm.running(OptionsAddon(), Commands(), redial_bot=_mitm.BOT) as context:
        yield context


def save(flows: Sequence[Flow], path: str = "saved.yaml") -> None:
    Commands().save(flows, types.Path(path))


def test_findings_are_those_of_the_chosen_flows_in_their_order() -> None:
    one, two, none = _mitm.flow(), _mitm.flow(), tflow.ttcpflow()
    one.metadata[LINES], two.metadata[LINES] = ["a", "    fix   b"], ["c"]
    assert Commands().findings([two, none, one]) == ["c", "a", "    fix   b"]


def test_where_nothing_is_wrong_that_is_said_and_where_nothing_was_judged_that() -> None:
    clean = _mitm.flow()
    clean.metadata[LINES] = []
    assert Commands().findings([OTHER, clean]) == ["no findings"]
    for flows in ([], [OTHER]):
        with pytest.raises(CommandError, match="none of these flows was judged"):
            Commands().findings(flows)


def test_mitmproxy_knows_both_commands_with_their_arguments_and_their_help(mitm: taddons.context) -> None:
    known = mitm.master.commands.commands
    assert [known[name].signature_help() for name in ("redial.findings", "redial.save")] == [
        "redial.findings flows -> str[]",
        "redial.save flows path",
    ]
    assert all(known[name].help for name in ("redial.findings", "redial.save"))


def test_what_is_saved_is_what_is_recorded(mitm: taddons.context, tmp_path: Path, recorder: Recorder) -> None:
    """A whole conversation, its redirect sent before the webhook was acknowledged; chosen in any order."""
    claims = "eyJ0aWQiOiAiYTFmMGMyZDQtNWI2ZS00Nzg4LTlhMGItMWMyZDNlNGY1YTZiIn0"  # {"tid": the call's tenant}
    token = _mitm.flow(
        "/t/oauth2/v2.0/token",
        b"client_secret=hush",
        mode="regular",
        url="https://login.microsoftonline.com",
        answer=_mitm.answer(200, b'{"access_token": "top-secret"}'),
    )
    webhook = _mitm.flow("/api/calls", _mitm.WEBHOOK, mode=_mitm.BOTS, answer=_mitm.answer())
    redirect = _mitm.flow(
        headers=[("Authorization", f"Bearer e30.{claims}.x")],
        answer=_mitm.answer(headers=[("x-redial-origin", "simulated")]),
        server="127.0.0.1",
    )
    failed = _mitm.flow(_mitm.PATH.replace("redirect", "reject"))
    failed.error = _mitm.error("connection refused")
    for seconds, flow in enumerate((token, webhook, redirect, failed)):
        flow.request.timestamp_start += seconds
    assert webhook.response is not None
    webhook.response.timestamp_end = _mitm.BEGAN + 3.5
    assert redirect.response is not None
    redirect.response.timestamp_end = _mitm.BEGAN + 3
    assert failed.error is not None
    failed.error.timestamp += 4

    recorded = tmp_path / "recorded.yaml"
    recorder.open(Settings(cassette=recorded, bot=Target("http", "127.0.0.1", 3978)), Redactor(KEY.encode()))
    for flow in (token, webhook, redirect, failed):
        _mitm.sent(recorder, flow)
    for flow in (token, redirect, webhook):
        _mitm.answered(recorder, flow)
    _mitm.failed(recorder, failed)

    for flow in (token, webhook, redirect, failed):
        flow.live = False
    save([failed, OTHER, redirect, webhook, token])
    assert (tmp_path / "saved.yaml").read_bytes() == recorded.read_bytes()
    kept = _mitm.kept(recorded)
    assert [each.way for each in kept] == [Way.TO_LOGIN, Way.TO_GRAPH, Way.TO_BOT, Way.TO_GRAPH]
    assert (kept[1].origin, kept[1].facts["token_tenant_matches"]) == (Origin.SIMULATED, True)


def test_nothing_that_identifies_a_call_is_saved(mitm: taddons.context, tmp_path: Path) -> None:
    save([REDIRECT])
    assert _mitm.CALL not in (tmp_path / "saved.yaml").read_text("utf-8")


def test_how_many_were_saved_is_shown(mitm: taddons.context, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(ALERT, "redial"):
        save([REDIRECT, OTHER])
    assert [(record.levelno, record.getMessage()) for record in caplog.records] == [
        (ALERT, "saved.yaml holds 1 of 2 flows")
    ]


@pytest.mark.parametrize(
    "flows", [[], [OTHER], [tflow.ttcpflow()], [_mitm.flow()]], ids=["none", "other", "tcp", "under way"]
)
def test_without_a_flow_of_a_call_nothing_is_written(
    mitm: taddons.context, tmp_path: Path, flows: list[Flow]
) -> None:
    with pytest.raises(CommandError, match="none of these flows is part of a call"):
        save(flows)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_exists_stays_as_it_is(mitm: taddons.context, tmp_path: Path) -> None:
    (tmp_path / "saved.yaml").write_text("mine")
    with pytest.raises(CommandError, match=r"saved\.yaml: it exists already; give another file"):
        save([REDIRECT])
    assert [path.name for path in tmp_path.iterdir()] == ["saved.yaml"]
    assert (tmp_path / "saved.yaml").read_text() == "mine"


def test_a_place_that_cannot_be_written_is_a_sentence(mitm: taddons.context, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CommandError, match=r"file/saved\.yaml: "):
        save([REDIRECT], "file/saved.yaml")


def test_a_key_is_made_where_the_project_has_none(
    mitm: taddons.context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REDIAL_KEY")
    save([REDIRECT])
    (entry,) = open_cassette(tmp_path / "saved.yaml").entries()
    assert entry.key == Redactor((tmp_path / ".redial/key").read_bytes().strip()).key_id
