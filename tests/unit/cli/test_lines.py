"""A line is told as far as it can be, and ends nothing where it cannot."""

import io
import sys

import pytest

from harness.cli.lines import say


def test_a_line_goes_where_it_is_to_and_steers_no_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    say("one\x1b[2J")
    say("two", err=False)
    assert capfd.readouterr() == ("two\n", "one\\x1b[2J\n")


@pytest.mark.parametrize("failure", [BrokenPipeError(), OSError(28, "No space left on device")])
def test_a_terminal_that_is_gone_and_a_full_disk_end_nothing(
    failure: OSError, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Lost(io.StringIO):
        def write(self, _: str) -> int:
            raise failure

    monkeypatch.setattr(sys, "stderr", Lost())
    say("lost")
