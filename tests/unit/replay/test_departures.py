"""What the bot sent now is compared with what it sent then: by meaning, whatever its ids are, and masked."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from harness.cassette import HEADER, Entry, block, read
from harness.exchange import Exchange, Response
from harness.headers import Headers
from harness.redaction.redactor import Redactor
from harness.replay.account import Departure
from harness.replay.copies import copied
from harness.replay.departures import departures
from tests.unit.recorded import CALLS, KEY, MEGAN, OTHER_KEY, asked, redirect, redirect_body, told

SCENARIO = {"scenario-id": "0f3d9a52-6c1e-4b87-9d20-5a7e8c4b1f36"}
SECRET = "kQ8vT2xLm9ZrW4pYbN7cJd3sFh6gAe1u"

REDACTORS = pytest.mark.parametrize("redactor", [KEY, OTHER_KEY, None], ids=["own", "other", "none"])


def recorded(exchange: Exchange, redactor: Redactor | None = KEY) -> Entry:
    """An exchange as a cassette has it; without a redactor, in clear."""
    masked = redactor.exchange(exchange) if redactor else exchange
    written = block(masked, 1, key=redactor.key_id if redactor else None)
    (entry,) = read((HEADER + written).splitlines(keepends=True))
    return entry


def found(
    then: Exchange, *now: Exchange, redactor: Redactor | None = KEY, file: Redactor | None = KEY
) -> list[str]:
    """How exchanges differ from a recorded one."""
    entry = recorded(then, file)
    return [str(each.told) for each in departures([("a.yaml", entry, one) for one in now], redactor)]


def sent(call: str = CALLS[0], headers: dict[str, str] | None = None, **members: Any) -> Exchange:
    return asked(redirect(call, redirect_body(**members), headers=headers))


def replied(status: int, body: bytes = b"") -> Exchange:
    return replace(told("created", "incoming"), response=Response(status, body=body))


@REDACTORS
@pytest.mark.parametrize("file", [KEY, None], ids=["masked", "in clear"])
def test_the_same_differs_in_nothing_whatever_its_ids(
    redactor: Redactor | None, file: Redactor | None
) -> None:
    then = sent(headers=SCENARIO)
    fresh = sent(CALLS[1], {"scenario-id": CALLS[2]})
    assert found(then, then, fresh, redactor=redactor, file=file) == []


@REDACTORS
def test_the_host_and_headers_that_say_nothing_are_no_difference(redactor: Redactor | None) -> None:
    noisy = {"User-Agent": "python-requests/2.31", "client-request-id": CALLS[2], "Content-Length": "9"}
    there = replace(
        sent().request, url=f"http://127.0.0.1:8080/v1.0/communications/calls/{CALLS[0]}/redirect"
    )
    now = asked(replace(there, headers=Headers((*there.headers, *noisy.items()))))
    assert found(sent(), now, redactor=redactor) == []


@REDACTORS
@pytest.mark.parametrize(
    ("then", "now", "differs"),
    [
        (sent(), sent(headers={"Accept": "*/*"}), 'redirect.headers.accept: null -> "*/*"'),
        (sent(headers={"Accept": "*/*"}), sent(), 'redirect.headers.accept: "*/*" -> null'),
        (
            sent(),
            sent(headers={"Content-Type": "text/plain"}),
            'redirect.headers.content-type: "application/json" -> "text/plain"',
        ),
        (sent(), sent(headers={"Authorization": ""}), 'redirect.headers.authorization: "Bearer" -> ""'),
        (sent(timeout=45), sent(timeout=45.0), "redirect.body.timeout: 45 -> 45.0"),
        (sent(), sent(maskCallee=False), "redirect.body.maskCallee: false added"),
    ],
)
def test_what_made_no_miss_is_told_with_its_path(
    then: Exchange, now: Exchange, differs: str, redactor: Redactor | None
) -> None:
    if "maskCallee" in differs:
        differs = "redirect.body.maskCallee: null -> false"
    assert found(then, now, redactor=redactor) == [differs]


def test_null_and_what_is_left_out_differ_in_nothing_that_could_be_shown() -> None:
    assert found(sent(), sent(maskCaller=None)) == found(replied(202), replied(202, b"null")) == []


def test_what_means_the_same_is_of_that_kind() -> None:
    pairs = [("a.yaml", recorded(sent(timeout=45)), sent(timeout=45.0))]
    assert [str(each.kind) for each in departures(pairs, KEY)] == ["equivalent"]


@pytest.mark.parametrize("redactor", [KEY, OTHER_KEY])
def test_what_is_told_is_masked(redactor: Redactor) -> None:
    secrets = {
        "X-Api-Key": SECRET,
        "X-Caller": "+4930901820416",
        "X-Mail": "megan.bowen@contoso.com",
        "X-User": MEGAN,
    }
    page = f"<p>Megan Bowen, +4930901820416, {SECRET}: password={SECRET}</p>".encode()
    lines = [
        *found(sent(), sent(headers=secrets), redactor=redactor),
        *found(replied(202), replied(500, page), redactor=redactor),
    ]
    assert [line.partition(":")[0] for line in lines] == [
        *(f"redirect.headers.{name.lower()}" for name in secrets),
        "incoming.status",
        "incoming.response.text",
    ]
    shown = "".join(lines[:5])
    assert not any(secret in shown for secret in secrets.values())
    assert not any(secret in lines[5] for secret in ("+4930901820416", f"password={SECRET}"))


@REDACTORS
def test_the_status_and_the_body_of_a_reply_are_compared_and_its_headers_are_not(
    redactor: Redactor | None,
) -> None:
    then = replace(replied(202), response=Response(202, Headers.of({"X-Powered": "a"})))
    body = json.dumps({"error": "no"}).encode()
    assert found(then, replied(202), redactor=redactor) == []
    assert found(then, replied(500, body), redactor=redactor) == [
        "incoming.status: 202 -> 500",
        'incoming.response.body: {"error": "no"} added',
    ]


@pytest.mark.parametrize(
    ("then", "now", "refuses"),
    [(202, 500, True), (200, 401, True), (202, 204, False), (500, 202, False), (500, 503, False)],
)
def test_a_webhook_that_was_taken_is_refused_with_400_and_more(then: int, now: int, refuses: bool) -> None:
    (one,) = departures([("a.yaml", recorded(replied(then)), replied(now))])
    assert (one.path, one.refuses) == ("incoming.status", refuses)


def test_a_webhook_without_a_reply_then_or_now_is_compared_with_nothing() -> None:
    silent = replace(replied(202), response=None, error="nobody listens")
    assert found(silent, replied(500)) == found(replied(202), silent) == []


def test_several_attempts_at_one_interaction_are_told_once_with_their_count() -> None:
    now = [sent(headers={"scenario-id": call}) for call in CALLS] + [sent(), sent(headers={"Accept": "*/*"})]
    pairs = [("a.yaml", recorded(sent()), one) for one in now]
    assert [(each.path, each.count) for each in departures(pairs, KEY)] == [
        ("redirect.headers.scenario-id", 3),
        ("redirect.headers.accept", 1),
    ]


def test_the_same_in_each_copy_is_told_once_with_its_count_as_the_recording_has_it() -> None:
    entry = recorded(sent(headers=SCENARIO))
    pairs = [("a.yaml", copy, sent(call)) for call, copy in zip(CALLS, copies(entry), strict=True)]
    (one,) = departures(pairs, KEY)
    assert (one.path, one.count, one.call) == ("redirect.headers.scenario-id", 3, entry.call)
    assert one.old == entry.exchange.request.headers.get("scenario-id")


def copies(entry: Entry) -> Iterator[Entry]:
    for number in range(3):
        yield from copied([entry], number)


def test_they_stand_in_order_of_files_and_interactions() -> None:
    entry, now = recorded(sent()), sent(headers={"Accept": "*/*"})
    pairs = [(file, replace(entry, number=number), now) for file, number in (("b", 1), ("a", 7), ("a", 2))]
    assert [(each.file, each.interaction) for each in places(pairs)] == [("a", 2), ("a", 7), ("b", 1)]


def places(pairs: Iterable[tuple[str, Entry, Exchange]]) -> tuple[Departure, ...]:
    return departures(pairs, KEY)
