"""At the desk of a server a request has its answer, or a refusal that says why; whoever counts is told."""

import pytest

from harness.body import value_of
from harness.errors import HarnessError
from harness.exchange import Request, Response
from harness.responder import Answer
from harness.server.server import Server
from tests._voices import Refused, Voice, get, says


def test_a_responder_that_breaks_is_told_and_leaves_no_traceback(capfd: pytest.CaptureFixture[str]) -> None:
    def breaks(_: Request) -> Answer:
        raise OverflowError("date value out of range")

    refused = Refused()
    with Server(Voice(breaks), refused=refused) as server:
        answer = get(server)
    assert answer.status == 500
    what = "redial failed at answering it, by OverflowError: this is a bug in redial"
    assert value_of(answer.content)["error"]["message"] == what
    assert [why for _, why in refused.told] == [f"redial refused it with 500 Internal Server Error: {what}"]
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("status", [100, 199, 600, 999])
def test_a_status_that_http_cannot_send_is_a_fault(status: int) -> None:
    with Server(says(Response(status))) as server:
        answer = get(server)
    assert answer.status == 502
    assert (b"x-redial-origin", b"fault") in answer.headers
    assert str(status) in value_of(answer.content)["error"]["message"]


def test_what_nobody_answers_is_graphs_404() -> None:
    with Server(Voice(lambda request: None)) as server:
        answer = get(server, "/nowhere?secret=1")
    assert answer.status == 404
    assert (b"x-redial-origin", b"fault") in answer.headers
    assert (b"content-type", b"application/json") in answer.headers
    assert value_of(answer.content)["error"]["message"] == "redial answers nothing at GET /nowhere"


def test_a_responder_that_cannot_go_on_is_a_500_with_one_sentence() -> None:
    def fail(request: Request) -> Answer:
        raise HarnessError("the file is gone", hint="bring it back")

    with Server(Voice(fail)) as server:
        answer = get(server)
    assert answer.status == 500
    assert value_of(answer.content)["error"]["message"] == "the file is gone; bring it back"
