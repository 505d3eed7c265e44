"""Entries for the tests of verification: as a cassette of ours holds them, masked or not."""

from collections.abc import Iterable
from dataclasses import replace

from harness.cassette import Entry
from harness.exchange import Exchange, Request, Response, Way
from harness.headers import Headers
from harness.redaction.redactor import Redactor
from harness.verification import Planned
from tests.unit.recorded import CALLS, asked, redirect, redirect_body

KEY = Redactor(b"the key of this project")
NUMBER = "+4930901820"


def entries(exchanges: Iterable[Exchange], redactor: Redactor | None = KEY) -> list[Entry]:
    """The exchanges as a file holds them, numbered from 1."""
    masked = [redactor.exchange(exchange) if redactor else exchange for exchange in exchanges]
    key = redactor.key_id if redactor else None
    return [Entry(number, number, exchange, None, key) for number, exchange in enumerate(masked, 1)]


def phoning(call: str = CALLS[0], number: str = NUMBER) -> Request:
    """A redirect to a telephone."""
    target = {"identity": {"phone": {"id": number}}}
    return redirect(call, redirect_body(targets=[target]))


def answered(status: int, body: bytes = b"", **headers: str) -> Response:
    """An answer. `_` in a header's name stands for `-`."""
    fields = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Response(status, Headers(fields), body)


def one(status: int = 202, response: Response | None = None, request: Request | None = None) -> Planned:
    """One redirect as it was recorded, masked."""
    (entry,) = entries([asked(request or redirect(), status, response=response)])
    return Planned("calls.yaml", entry)


def now(response: Response | None, **members: object) -> Exchange:
    """What came this time."""
    exchange = Exchange(redirect(), response, Way.TO_GRAPH, seconds=0.2)
    return replace(exchange, **members)  # type: ignore[arg-type]
