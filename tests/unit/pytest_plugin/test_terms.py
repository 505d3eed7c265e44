"""On what terms a tape plays where nobody says otherwise."""

from harness.contract.editions import documentation
from harness.findings import Severity
from harness.pytest_plugin.terms import Terms
from harness.replay.playback import OF_THE_BOT


def test_errors_of_the_bot_fail_a_test_that_waits_for_nothing() -> None:
    usual = Terms()
    assert usual.documentation.chosen == documentation().chosen
    assert (usual.codes, usual.level) == (OF_THE_BOT, Severity.ERROR)
    assert not usual.pace.gap(60)
    assert not usual.strict
