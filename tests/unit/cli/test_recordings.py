"""What the command line reads captures with."""

import pickle
from io import BytesIO
from pathlib import Path

import pytest

from harness.cli.recordings import Drawn, flows, recordings
from harness.errors import CassetteError, HarnessError
from harness.settings import KEY
from tests.unit.har import exports


def test_a_key_that_is_none_is_said_where_a_capture_is_masked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDIAL_KEY", "short")
    (tmp_path / "x.har").write_bytes(exports.har(exports.entry()))
    (recorded,) = recordings([tmp_path])
    with pytest.raises(HarnessError, match="shorter than"):
        list(recorded.entries())


def test_flows_are_read_by_mitmproxy() -> None:
    with pytest.raises(CassetteError, match="it is empty"):
        list(flows(BytesIO()))


def test_all_captures_of_a_run_are_masked_by_one_key_wherever_they_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(KEY, raising=False)
    drawn = Drawn()
    elsewhere = pickle.loads(pickle.dumps(drawn))
    assert drawn().key_id == drawn().key_id == elsewhere().key_id
    assert Drawn()().key_id != drawn().key_id


def test_that_there_is_no_key_is_said_elsewhere_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY, "short")
    elsewhere = pickle.loads(pickle.dumps(Drawn()))
    with pytest.raises(HarnessError, match="shorter than"):
        elsewhere()


def test_the_key_is_in_no_text_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY, "a key that nobody may see")
    drawn = Drawn()
    drawn()
    assert "nobody" not in f"{drawn!r} {vars(drawn)!r}"
