"""What goes wrong is counted, logged without a word of any message, and answered."""

import json
import logging

import pytest

from harness.errors import HarnessError
from proxy_addons.failure import Tally, reason
from tests import _mitm

SECRET = "eyJhbGciOi.secret"


def fail(error: Exception) -> None:
    raise error


def test_what_cannot_be_done_is_answered_in_graphs_shape(caplog: pytest.LogCaptureFixture) -> None:
    tally, flow = Tally(), _mitm.flow(answer=_mitm.answer(), headers=[("Client-Request-Id", "mine")])
    with tally.closing(flow, "record an exchange"):
        fail(OSError(28, "No space left on device"))
    assert flow.response is not None
    told = json.loads(flow.response.content or b"")["error"]
    assert (flow.response.status_code, told["code"]) == (502, "redialFailed")
    assert told["message"] == (
        "This answer is redial's, not the service's: redial could not "
        "record an exchange: No space left on device"
    )
    assert told["innerError"]["client-request-id"] == "mine"
    assert flow.response.headers["content-type"] == "application/json"
    assert tally.failures == 1
    assert caplog.record_tuples == [
        ("redial", logging.ERROR, "redial could not record an exchange: No space left on device")
    ]


def test_what_nobody_waits_for_is_counted_alone(caplog: pytest.LogCaptureFixture) -> None:
    tally = Tally()
    with tally.counting("judge an exchange"):
        fail(HarnessError("no rule", hint="try again"))
    assert tally.failures == 1
    assert caplog.messages == ["redial could not judge an exchange: no rule; try again"]


def test_what_goes_well_is_left_alone() -> None:
    tally, flow = Tally(), _mitm.flow()
    with tally.closing(flow, "x"), tally.counting("y"):
        pass
    assert (tally.failures, flow.response) == (0, None)


def test_the_reason_names_the_place_and_not_the_value() -> None:
    try:
        raise KeyError(SECRET)
    except KeyError as error:
        told = reason(error)
    assert told.startswith("KeyError at test_failure.py:")
    assert SECRET not in told


def test_an_error_that_was_never_raised_has_no_place() -> None:
    assert reason(ValueError(SECRET)) == "ValueError"


def test_the_end_of_the_process_is_no_failure_of_ours() -> None:
    with pytest.raises(SystemExit), Tally().closing(_mitm.flow(), "x"):
        raise SystemExit(1)
