"""First asks its responders in order."""

from collections.abc import Iterator
from datetime import UTC, datetime

from harness.exchange import Origin, Request, Response
from harness.responder import Answer, First, FollowUp

NOW = datetime(2026, 1, 1, tzinfo=UTC)
REQUEST = Request("POST", "https://graph.microsoft.com/v1.0/communications/calls/1/redirect")


class Voice:
    """Answers with one status, or never; one webhook of its own is due."""

    def __init__(self, status: int | None) -> None:
        self.status = status

    def respond(self, request: Request, now: datetime) -> Answer | None:
        return None if self.status is None else Answer(Response(self.status), Origin.SIMULATED)

    def due(self, now: datetime) -> Iterator[FollowUp]:
        yield FollowUp(Request("POST", f"/{self.status}"), now)


def test_the_first_that_answers_is_heard() -> None:
    answer = First(Voice(None), Voice(202), Voice(204)).respond(REQUEST, NOW)
    assert answer is not None
    assert answer.response == Response(202)


def test_when_none_answers_nobody_does() -> None:
    assert First(Voice(None)).respond(REQUEST, NOW) is None
    assert First().respond(REQUEST, NOW) is None


def test_what_is_due_comes_from_all_of_them() -> None:
    assert [due.request.url for due in First(Voice(202), Voice(None)).due(NOW)] == ["/202", "/None"]
