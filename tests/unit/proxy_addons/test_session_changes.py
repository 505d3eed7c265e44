"""What a run of the proxy makes of options that change under way."""

from pathlib import Path

import pytest
from mitmproxy.exceptions import OptionsError

from harness.library import open_cassette
from proxy_addons import session
from proxy_addons.session import Session
from tests import _mitm

pytestmark = pytest.mark.usefixtures("project")


async def test_an_option_changed_under_way_holds_from_then_on(project: Path) -> None:
    whole = Session()
    with _mitm.running(whole) as mitm:
        whole.running()
        mitm.options.update(redial_cassette="late.yaml")
        flow = _mitm.flow(answer=_mitm.answer())
        await _mitm.arrived(whole.recorder, flow)
        await whole.recorder.response(flow)
        whole.done()
    assert len(list(open_cassette(project / "late.yaml").entries())) == 1


async def test_an_option_changed_for_the_worse_is_rolled_back() -> None:
    whole = Session()
    with _mitm.running(whole) as mitm:
        whole.running()
        with pytest.raises(OptionsError, match="unknown edition"):
            mitm.configure(whole, redial_contract="v2")
        assert mitm.options.redial_contract == ""
        whole.done()


@pytest.mark.parametrize(("option", "value"), [("redial_contract", "v2"), ("redial_only", "some")])
async def test_a_change_that_is_refused_does_not_end_the_run_so_far(
    project: Path, capsys: pytest.CaptureFixture[str], option: str, value: str
) -> None:
    whole = Session()
    with _mitm.running(whole, redial_cassette="calls.yaml") as mitm:
        whole.running()
        for _ in range(2):
            flow = _mitm.flow(answer=_mitm.answer())
            await _mitm.arrived(whole.recorder, flow)
            await whole.recorder.response(flow)
            with pytest.raises(OptionsError):
                mitm.options.update(**{option: value})
        whole.done()
    assert "in total: 1 call, 2 redirects" in capsys.readouterr().out
    assert len(list(open_cassette(project / "calls.yaml").entries())) == 2


async def test_a_cassette_that_is_refused_leaves_the_one_before_open(project: Path) -> None:
    (project / "taken.yaml").write_text("old")
    whole = Session()
    with _mitm.running(whole, redial_cassette="calls.yaml") as mitm:
        whole.running()
        with pytest.raises(OptionsError, match="it exists already"):
            mitm.options.update(redial_cassette="taken.yaml")
        flow = _mitm.flow(answer=_mitm.answer())
        await _mitm.arrived(whole.recorder, flow)
        await whole.recorder.response(flow)
        whole.done()
    assert len(list(open_cassette(project / "calls.yaml").entries())) == 1


async def test_a_fault_of_ours_at_a_change_is_counted_and_the_change_rolled_back(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Session()
    with _mitm.running(whole) as mitm:
        whole.running()
        with monkeypatch.context() as broken:
            broken.delattr(session, "redactor")
            with pytest.raises(OptionsError, match="redial could not open what an option names"):
                mitm.configure(whole, redial_only="redirects")
        assert mitm.options.redial_only == "all"
        whole.done()
    assert whole.tally.failures >= 1
