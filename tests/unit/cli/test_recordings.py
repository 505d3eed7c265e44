"""What the command line reads captures with."""

from io import BytesIO
from pathlib import Path

import pytest

from harness.cli.recordings import flows, recordings
from harness.errors import CassetteError, HarnessError
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
