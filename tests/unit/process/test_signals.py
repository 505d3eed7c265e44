"""What asks us to end is marked, not obeyed, and our own handlers are back afterwards."""

import os
import signal

import pytest

from harness.process.signals import ENDING, stop_signals, taken


@pytest.mark.parametrize("name", ENDING)
def test_the_first_signal_that_asks_to_end_is_known(name: str) -> None:
    number = getattr(signal, name)
    before = signal.getsignal(number)
    with stop_signals() as told:
        assert not told
        os.kill(os.getpid(), number)
        os.kill(os.getpid(), signal.SIGTERM)
        assert told
        assert told.by == number
    assert signal.getsignal(number) == before


def test_a_hang_up_that_nohup_ignores_stays_ignored() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    heard: list[int] = []
    try:
        with taken(ENDING, heard.append):
            os.kill(os.getpid(), signal.SIGHUP)
            assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)
    assert heard == []
