"""What goes wrong is counted, logged without a word of any message, and answered."""

import asyncio
import json
import logging

import pytest
from mitmproxy.addonmanager import traverse
from mitmproxy.hooks import all_hooks
from mitmproxy.http import HTTPFlow

from harness.errors import HarnessError
from proxy_addons.failure import Tally, closed, counted, reason
from proxy_addons.session import Session
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


def test_bytes_that_are_no_text_do_not_keep_a_refusal_from_being_sent() -> None:
    flow = _mitm.flow(headers=[("client-request-id", "\xff\xfe")])
    with Tally().closing(flow, "x"):
        fail(ValueError())
    assert flow.response is not None
    assert (b"client-request-id", b"\xff\xfe") in flow.response.headers.fields


LIFE = {"load", "configure", "running", "done"}
"""Hooks that mitmproxy has to hear of when they fail, or that have their own way to end."""


def test_every_hook_of_ours_is_counted_or_closed() -> None:
    hooks = {
        f"{addon.name}.{name}": getattr(type(addon), name)
        for addon in traverse([Session()])
        for name in all_hooks.keys() - LIFE
        if hasattr(addon, name)
    }
    assert {name for name, hook in hooks.items() if not hasattr(hook, "__wrapped__")} == set()
    assert len(hooks) >= 12, "they were found at all"


class Addon:
    """Fails at everything."""

    def __init__(self, *, go_on: bool) -> None:
        self.tally = Tally(go_on=go_on)

    @counted("count")
    def clientconnected(self, _: object) -> None:
        raise ZeroDivisionError

    @counted("await a count")
    async def error(self, flow: HTTPFlow) -> None:
        raise ZeroDivisionError

    @closed("close")
    def request(self, flow: HTTPFlow) -> None:
        raise ZeroDivisionError

    @closed("await a close")
    async def response(self, flow: HTTPFlow) -> None:
        raise ZeroDivisionError

    @closed("close always", always=True)
    async def always(self, flow: HTTPFlow) -> None:
        raise ZeroDivisionError


@pytest.mark.parametrize(
    ("hook", "go_on", "refused"),
    [
        *(("clientconnected", go_on, False) for go_on in (False, True)),
        *(("error", go_on, False) for go_on in (False, True)),
        *(("request", go_on, not go_on) for go_on in (False, True)),
        *(("response", go_on, not go_on) for go_on in (False, True)),
        *(("always", go_on, True) for go_on in (False, True)),
    ],
)
def test_a_hook_that_fails_is_counted_and_its_flow_refused_as_told(
    hook: str, go_on: bool, refused: bool
) -> None:
    addon, flow = Addon(go_on=go_on), _mitm.flow()

    async def called() -> None:
        if (waiting := getattr(addon, hook)(flow)) is not None:
            await waiting

    asyncio.run(called())
    assert addon.tally.failures == 1
    assert (flow.response is not None) is refused


def test_a_hook_that_does_not_fail_does_what_it_says() -> None:
    class Marking:
        tally = Tally()

        @closed("mark")
        def request(self, flow: HTTPFlow) -> None:
            flow.marked = ":x:"

    flow = _mitm.flow()
    Marking().request(flow)
    assert (flow.marked, Marking.tally.failures) == (":x:", 0)
