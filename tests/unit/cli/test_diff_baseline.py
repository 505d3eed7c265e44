"""`redial diff --baseline`: what two recordings of the old side differ in."""

import json
from pathlib import Path

from tests.unit.cli.terminal import Terminal, cassette
from tests.unit.recorded import CALLS, forward


def test_what_two_recordings_of_the_old_side_differ_in_is_noise(tmp_path: Path, redial: Terminal) -> None:
    old = cassette(tmp_path / "a.yaml", forward(note="monday"))
    other = cassette(tmp_path / "b.yaml", forward(note="tuesday"))
    new = cassette(tmp_path / "c.yaml", forward(note="friday", timeout=5))
    printed = redial("diff", old, new, "--baseline", other)
    assert printed.out.splitlines()[0] == "1 call, 1 changed: redirect.body.timeout: 45 -> 5 breaks RDQ041"
    assert printed.out.splitlines()[-1] == "left out: 1 difference that the baseline has too"
    noise = json.loads(redial("diff", old, other, "--baseline", other, "--format", "json").out)["summary"]
    assert (noise["differences"], noise["varying"]) == (0, 1)


def test_a_baseline_without_an_exchange_is_refused(tmp_path: Path, redial: Terminal) -> None:
    """It would have every call that is gone be noise."""
    old = cassette(tmp_path / "a.yaml", [*forward(), *forward(CALLS[1], at=60)])
    new = cassette(tmp_path / "b.yaml", forward())
    nothing = tmp_path / "c.yaml"
    nothing.write_text("version: 1\ninteractions: []\n")
    said = redial.refused("diff", old, new, "--baseline", nothing)
    assert said.startswith(f"redial: {nothing} holds no exchange, as if all calls had gone; give another")
