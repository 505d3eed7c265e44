"""Two recordings compared."""

import json
import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from harness.cassette import Entry
from harness.comparison import Comparison, Summary, compare
from harness.contract import editions
from harness.conversation import call_of
from harness.diff import Kind
from harness.exchange import Exchange, Request, Response, Way
from harness.headers import Headers
from harness.redaction.redactor import Redactor
from tests.unit.recorded import (
    CALLER,
    CALLS,
    KEY,
    MEGAN,
    OTHER_KEY,
    START,
    asked,
    forward,
    redirect,
    redirect_body,
    told,
)

DOCUMENTATION = editions.documentation()
GUID = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def entries(exchanges: Iterable[Exchange], redactor: Redactor | None = None) -> list[Entry]:
    masked = [redactor.exchange(exchange) if redactor else exchange for exchange in exchanges]
    return [Entry(number, number * 10, one, call_of(one)) for number, one in enumerate(masked, 1)]


def compared(old: Iterable[Exchange], new: Iterable[Exchange]) -> Comparison:
    return compare(entries(old), entries(new), DOCUMENTATION)


def told_of(found: Comparison) -> list[str]:
    return [f"{change.interaction} {change}" for change in found.differences]


def three(**last: object) -> list[Exchange]:
    """Three calls, the last one's redirect as given."""
    return [
        *forward(CALLS[0], at=0),
        *forward(CALLS[1], at=100),
        *forward(CALLS[2], at=200, **last),
    ]


def renamed(exchanges: Sequence[Exchange]) -> list[Exchange]:
    """The same conversation in another run: every GUID another one."""
    names: dict[bytes, bytes] = {}

    def other(match: re.Match[bytes]) -> bytes:
        return names.setdefault(match.group(), b"%08x-0000-4000-8000-000000000000" % (len(names) + 1))

    def request(one: Request) -> Request:
        url = GUID.sub(other, one.url.encode()).decode()
        return replace(one, url=url, body=GUID.sub(other, one.body))

    return [replace(exchange, request=request(exchange.request)) for exchange in exchanges]


def test_a_recording_does_not_differ_from_itself() -> None:
    found = compared(three(), three())
    assert found.differences == ()
    assert found.summary == Summary(calls=3)
    assert found.headline == "3 calls, 0 changed"


def test_one_changed_member_is_one_difference_of_one_call() -> None:
    found = compared(three(), three(timeout=5))
    assert told_of(found) == ["8 redirect.body.timeout: 45 -> 5 breaks RDQ041"]
    assert found.summary == Summary(calls=3, calls_changed=1, differences=1, breaks=1)
    assert found.headline == "3 calls, 1 changed: redirect.body.timeout: 45 -> 5 breaks RDQ041"
    (change,) = found.differences
    assert (change.call, change.kind, change.breaks) == (CALLS[2], Kind.CHANGED, ("RDQ041",))


def test_the_way_back_breaks_nothing_and_mends() -> None:
    (change,) = compared(three(timeout=5), three()).differences
    assert str(change) == "redirect.body.timeout: 5 -> 45 mends RDQ041"


def test_another_run_with_other_ids_is_no_difference() -> None:
    assert compared(three(), renamed(three())).differences == ()
    assert told_of(compared(three(), renamed(three(timeout=5)))) == [
        "8 redirect.body.timeout: 45 -> 5 breaks RDQ041"
    ]


def test_masked_by_any_key_or_not_at_all_it_is_one_conversation() -> None:
    sides = [entries(three()), entries(three(), KEY), entries(three(), OTHER_KEY)]
    for old in sides:
        for new in sides:
            assert compare(old, new, DOCUMENTATION).differences == ()


def test_an_id_of_both_recordings_stands_for_itself() -> None:
    old = [*forward(CALLS[0]), *forward(CALLS[1], at=60, user=CALLER)]
    new = [*forward(CALLS[0], user=CALLER), *forward(CALLS[1], at=60, user=CALLER)]
    (change,) = told_of(compared(old, new))
    assert change.startswith(f'2 redirect.body.targets[0].identity.user.id: "{MEGAN}" -> "{CALLER}" (')
    note = f"({CALLER} is itself elsewhere: {MEGAN} would merge with it)"
    assert change.endswith(f"{note} breaks RDC020"), "the call goes back to the caller"


def test_a_split_is_told() -> None:
    new = renamed(three())
    body = new[4].request.body
    new[4] = replace(
        new[4], request=replace(new[4].request, body=GUID.sub(b"ffffffff-0000-4000-8000-000000000000", body))
    )
    (change,) = compared(three(), new).differences
    assert change.path == "redirect.body.targets[0].identity.user.id"
    assert "would split it" in change.note


def test_an_added_retry_is_one_added_exchange() -> None:
    headers = Headers.of({"Retry-After": "0", "Content-Type": "application/json"})
    throttled = Response(429, headers, b'{"error": {"code": "TooManyRequests", "message": "Later."}}')
    old = forward()
    new = [old[0], asked(redirect(), at=0.5, response=throttled), *old[1:]]
    found = compared(old, new)
    assert told_of(found) == ['2 redirect: "POST /communications/calls/{callId}/redirect: 429" added']
    back = compared(new, old)
    assert told_of(back) == ['2 redirect: "POST /communications/calls/{callId}/redirect: 429" removed']


def test_an_added_exchange_breaks_what_it_breaks() -> None:
    old = forward()
    (change,) = compared(
        old, [*old[:2], asked(redirect(body=redirect_body(timeout=5)), at=2), old[2]]
    ).differences
    assert (change.kind, change.breaks) == (Kind.ADDED, ("RDC004", "RDQ041"))


def test_a_call_that_came_or_went_is_one_change() -> None:
    found = compared(three(), three()[:6])
    assert told_of(found) == ['7 call: "incoming 202, redirect 202, terminated 202" removed']
    assert (found.summary.calls, found.summary.calls_changed) == (3, 1)
    added = compared(three()[:6], three(timeout=5))
    assert told_of(added) == ['7 call: "incoming 202, redirect 202, terminated 202" added breaks RDQ041']


def test_the_call_that_is_gone_is_found_whichever_it_is() -> None:
    whole = [
        *forward(CALLS[0], timeout=20),
        *forward(CALLS[1], at=60, timeout=30),
        *forward(CALLS[2], at=90, timeout=40),
    ]
    for gone in range(3):
        kept = [exchange for exchange in whole if call_of(exchange) != CALLS[gone]]
        (change,) = compared(whole, renamed(kept)).differences
        assert (change.path, change.kind, change.interaction) == ("call", Kind.REMOVED, gone * 3 + 1)


def test_another_answer_of_the_bot_and_of_graph_is_told_by_name() -> None:
    old = forward()
    said = Response(400, Headers.of({"Retry-After": "1"}), json.dumps({"error": {"code": "8523"}}).encode())
    new = [replace(old[0], response=Response(500)), replace(old[1], response=said), old[2]]
    assert [change.path for change in compared(old, new).differences] == [
        "incoming.status",
        "redirect.status",
        "redirect.response.headers.retry-after",
        "redirect.response.body",
    ]


def test_noise_is_counted_and_not_told() -> None:
    headers = {"client-request-id": CALLER, "user-agent": "python-httpx/0.28.1"}
    old = [
        asked(redirect(headers=headers), response=Response(202, Headers.of({"Date": "a", "request-id": "1"})))
    ]
    new = [
        asked(
            redirect(headers={"client-request-id": MEGAN}), response=Response(202, Headers.of({"Date": "b"}))
        )
    ]
    assert compared(old, new).differences == ()
    assert compared(old, new).summary == Summary(calls=1, noise=4)


def test_another_spelling_is_equivalent_and_never_counts() -> None:
    old, new = forward(), forward(maskCallee=None)
    body = new[1].request.body.replace(MEGAN.encode(), MEGAN.upper().encode())
    new[1] = replace(new[1], request=replace(new[1].request, body=body))
    found = compared(old, new)
    assert [change.kind for change in found.differences] == [Kind.EQUIVALENT] * 2
    assert found.summary == Summary(calls=1, equivalent=2)


def test_another_spelling_that_breaks_the_contract_is_a_difference() -> None:
    documentation = editions.documentation("v1.0")
    found = compare(entries(forward()), entries(forward(maskCallee=False)), documentation)
    (change,) = found.differences
    assert (change.path, change.kind) == ("redirect.body.maskCallee", Kind.ADDED)
    assert change.breaks
    assert (found.summary.differences, found.summary.equivalent, found.summary.breaks) == (1, 0, 1)


def test_recordings_without_webhooks_are_compared_by_what_is_done() -> None:
    old = [asked(redirect(CALLS[0])), asked(redirect(CALLS[1]))]
    new = renamed([asked(redirect(CALLS[0])), asked(redirect(CALLS[1], redirect_body(timeout=50)))])
    assert told_of(compared(old, new)) == ["2 redirect.body.timeout: 45 -> 50"]


def test_another_version_is_a_difference_of_the_same_call() -> None:
    beta = asked(replace(redirect(), url=redirect().url.replace("/v1.0/", "/beta/")))
    assert [change.path for change in compared([asked(redirect())], [beta]).differences] == [
        "redirect.version"
    ]


def test_what_names_no_call_is_compared_on_its_own() -> None:
    me = Request("GET", "https://graph.microsoft.com/v1.0/me")
    found = compared([asked(me), *forward()], [asked(me, 404), *forward()])
    assert told_of(found) == ["1 request.status: 202 -> 404"]
    assert found.summary == Summary(calls=1, differences=1, outside=1)
    assert found.calls[0].call is None
    assert told_of(compared(forward(), [asked(me), *forward()])) == ['1 exchanges: "request 202" added']


def test_token_fetches_are_not_compared() -> None:
    token = Exchange(
        Request("POST", "https://login.microsoftonline.com/t/oauth2/v2.0/token"), None, Way.TO_LOGIN
    )
    assert compared([token, *forward()], forward()).differences == ()


def test_an_empty_recording_is_compared_too() -> None:
    assert compared([], []).headline == "0 calls, 0 changed"
    assert compared([], forward()).summary.differences == 1


def test_the_order_of_concurrent_calls_is_no_difference() -> None:
    old = [*forward(CALLS[0], timeout=20), *forward(CALLS[1], at=0.1, timeout=30)]
    new = [old[0], old[3], old[4], old[1], old[5], old[2]]
    assert compared(old, renamed(new)).differences == ()


@settings(max_examples=30)
@given(st.randoms(use_true_random=False))
def test_any_conversation_is_the_same_under_other_ids_and_masks(rng: random.Random) -> None:
    recording: list[Exchange] = []
    for n in range(rng.randint(1, 5)):
        call = f"{n + 1}{CALLS[0][1:]}"
        recording.append(
            told("created", "incoming", call, at=10.0 * n, caller=f"{rng.randint(1, 3)}{CALLER[1:]}")
        )
        for attempt in range(rng.randint(0, 3)):
            body = redirect_body(f"{rng.randint(1, 3)}{MEGAN[1:]}", timeout=rng.choice([15, 45]))
            recording.append(
                asked(redirect(call, body), rng.choice([202, 429, None]), at=10.0 * n + 1 + attempt)
            )
    later = [
        replace(one, started_at=(one.started_at or START) + timedelta(days=9)) for one in renamed(recording)
    ]
    for new in (entries(later), entries(later, KEY), entries(recording, KEY), entries(recording)):
        found = compare(entries(recording), new, DOCUMENTATION)
        assert told_of(found) == []


def test_how_many_ids_changed_consistently_is_counted_and_no_difference() -> None:
    both = [*forward(), *forward(CALLS[1], at=60)]
    assert compared(both, both).summary.renamed == 0
    ids = {match for one in both for match in GUID.findall(one.request.url.encode() + one.request.body)}
    assert compared(both, renamed(both)).summary == Summary(calls=2, renamed=len(ids))
