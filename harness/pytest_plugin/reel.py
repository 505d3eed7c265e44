"""The reel: vcrpy's cassette with a tape in it. Only vcrpy's public methods are used and overridden.

Which clients there are and how they are patched is vcrpy's; which answer a request gets is the tape's.
"""

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from typing import Any

import vcr
from vcr.cassette import Cassette
from vcr.errors import CannotOverwriteExistingCassetteException, UnhandledHTTPRequestError
from vcr.request import Request as VcrRequest

from harness.exchange import Request, Response
from harness.matching import Miss, register, request_of, told_request
from harness.pytest_plugin.tape import Tape


@contextmanager
def playing(tape: Tape) -> Iterator[None]:
    """Answer the clients of this process from `tape`, and let no socket leave it."""
    with nullcontext() if tape.online else tape.guard.closed(), tape.kiota.restored(), inserted(tape):
        yield


def inserted(tape: Tape) -> AbstractContextManager[Any]:
    """While it is entered, the clients that vcrpy patches get their answers from `tape`."""

    class Inserted(Reel):
        source = tape

    mine = register(vcr.VCR(record_mode="none"))
    mine.register_persister(_Shelf())
    config = partial(mine.get_merged_config, path=str(tape.path), allow_playback_repeats=False)
    manager: AbstractContextManager[Any] = Inserted.use_arg_getter(config)
    return manager


class NotRecordedError(CannotOverwriteExistingCassetteException):  # type: ignore[misc]
    """A request that the tape has no answer to: all that vcrpy's error is, but for its words, whose advice is
    on settings that a tape has not. asked: the request as it may be told.
    """

    def __init__(self, cassette: Cassette, request: Any, miss: Miss, asked: str) -> None:
        self.cassette, self.failed_request = cassette, request
        self.similar_requests: list[tuple[Any, list[str], list[tuple[str, str]]]] = []
        self.reason = "nothing_similar"
        if miss.nearest is not None:
            failed = [("redial", miss.why)] if miss.differences else []
            self.similar_requests = [(_request(miss.nearest.exchange.request), ["redial_route"], failed)]
            self.reason = "no_match" if failed else "already_played"
        Exception.__init__(self, f"redial: {asked} is not recorded: {miss.why}")


class Reel(Cassette):  # type: ignore[misc]
    """A cassette of vcrpy whose answers the tape finds: each once, with the ids of whoever asks."""

    source: Tape
    _looked_at: tuple[Any, Request] | None = None
    """The request that an answer was looked for last: it is played right after, and read once."""

    def __len__(self) -> int:
        """How many answers there are."""
        return len(self.source.playable)

    def can_play_response_for(self, request: Any) -> bool:
        """Whether the tape has an answer."""
        self._looked_at = request, (ours := request_of(request))
        return not self.source.lets_pass(ours) and self.source.can_answer(ours)

    def filter_request(self, request: Any) -> Any:
        """The request as it came, where it may not be sent; None where it may."""
        return None if self.source.lets_pass(request_of(request)) else request

    def append(self, request: Any, response: Any) -> None:
        """Nothing: what was let pass is not kept."""

    def play_response(self, request: Any) -> dict[str, Any]:
        """The answer of the tape, in the shape of vcrpy."""
        looked_at, self._looked_at = self._looked_at, None
        ours = looked_at[1] if looked_at is not None and looked_at[0] is request else request_of(request)
        answered = self.source.answer(ours)
        number, answer = answered or (None, None)
        if answer is not None and answer.response is None:
            raise ConnectionError(f"{request.method} {request.uri}: the service sent no answer")
        if answer is None or answer.response is None:
            told = told_request(ours, self.source.teller)
            raise UnhandledHTTPRequestError(f"{told.method} {told.url} is not recorded")
        if number is not None:
            self.play_counts[self.source.places[number]] += 1
        if answer.delivery.delay:
            time.sleep(answer.delivery.delay)
        return _response(answer.response)

    def find_requests_with_most_matches(
        self, request: Any
    ) -> list[tuple[Any, list[str], list[tuple[str, str]]]]:
        """Nothing but NotRecordedError: vcrpy asks for it when it is about to say that there is no answer."""
        __tracebackhide__ = True
        sent = request_of(request)
        told = told_request(sent, self.source.teller)
        raise NotRecordedError(self, request, self.source.miss(sent), f"{told.method} {told.url}")


class _Shelf:
    """vcrpy's persister: neither reads nor writes. What is recorded the tape knows."""

    def load_cassette(self, path: Any, serializer: Any) -> tuple[list[Any], list[dict[str, Any]]]:
        """Nothing: the tape reads what is asked for."""
        return [], []

    def save_cassette(self, path: Any, cassette_dict: Any, serializer: Any) -> None:
        """Nothing: a replay leaves its recording as it is."""


def _request(request: Request) -> Any:
    return VcrRequest(request.method, request.url, request.body, request.headers.lists())


def _response(response: Response) -> dict[str, Any]:
    return {
        "status": {"code": response.status, "message": response.phrase},
        "headers": response.headers.lists(),
        "body": {"string": response.body},
    }
