"""The option --fault: what it takes, and what it says of the rest."""

from pathlib import Path

import pytest

from tests.unit.cli.terminal import Terminal, cassette
from tests.unit.recorded import forward


@pytest.mark.parametrize("command", ["replay", "simulate"])
@pytest.mark.parametrize(
    ("spec", "sentence"),
    [
        ("quake", "'quake' is no fault; there are 429, 5xx, silence, "),
        ("reset@x", "'reset@x' is not spelled KIND[:NAME=VALUE,...][@N|*N][~CHANCE]"),
        ("late:seconds=x", "seconds=x is not a number from 0 to 3600"),
    ],
)
def test_what_is_no_fault_is_one_sentence(
    command: str, spec: str, sentence: str, tmp_path: Path, redial: Terminal
) -> None:
    named = [cassette(tmp_path / "calls.yaml", forward())] if command == "replay" else []
    assert sentence in redial.refused(command, *named, "--port", 0, "--fault", "503", "--fault", spec)
