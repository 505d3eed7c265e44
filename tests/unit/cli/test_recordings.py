"""What the command line reads captures with."""

from io import BytesIO
from pathlib import Path

import pytest

from harness.cli.recordings import flows, masking, recordings
from harness.errors import CassetteError, HarnessError
from tests.unit.har import exports


def test_the_masks_are_the_projects_where_it_has_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIAL_KEY", "a key of the tests")
    assert masking().key_id == masking().key_id


def test_without_a_key_each_run_has_masks_of_its_own_and_makes_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REDIAL_KEY", raising=False)
    monkeypatch.chdir(tmp_path)
    assert masking().key_id != masking().key_id
    assert list(tmp_path.iterdir()) == []


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
