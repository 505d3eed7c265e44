"""What becomes of a notification on its way to the bot."""

from datetime import UTC, datetime, timedelta

from harness.exchange import Request
from harness.faults import notifications
from harness.responder import FollowUp
from tests.unit.recorded import CALLS, told

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def follow_up(number: int, call: str = CALLS[0], seconds: float = 0) -> FollowUp:
    request = told("updated", "establishing", call).request
    return FollowUp(request, NOW + timedelta(seconds=seconds), number)


FIRST, OTHER, NEXT = follow_up(1, seconds=1), follow_up(2, CALLS[1], 2), follow_up(3, seconds=3)


def test_a_late_one_holds_back_what_follows_in_its_call() -> None:
    sent, rest = notifications.late(FIRST, [OTHER, NEXT], {"seconds": 5})
    assert [each.due - NOW for each in (*sent, *rest)] == [timedelta(seconds=after) for after in (6, 2, 8)]


def test_it_comes_twice_or_never() -> None:
    assert notifications.duplicated(FIRST, [NEXT], {}) == ([FIRST, FIRST], [NEXT])
    assert notifications.missing(FIRST, [NEXT], {}) == ([], [NEXT])


def test_out_of_order_two_of_a_call_change_their_places() -> None:
    swapped = notifications.swapped(FIRST, [OTHER, NEXT], {})
    assert swapped is not None
    sent, rest = swapped
    assert [(each.number, each.due) for each in sent] == [(3, FIRST.due), (1, NEXT.due)]
    assert rest == [OTHER]


def test_one_that_nothing_follows_in_its_call_keeps_its_place() -> None:
    assert notifications.swapped(FIRST, [OTHER], {}) is None


def test_what_is_no_notification_belongs_to_no_call() -> None:
    assert notifications.call_of(FollowUp(Request("POST", "/x", body=b"junk"), NOW)) == ""
    older = b'{"callState": "incoming", "id": "57DAB8B1-894c-409a-b240-bd8beae78896"}'
    assert notifications.call_of(FollowUp(Request("POST", "/x", body=older), NOW)) == CALLS[0].replace(
        "-", ""
    )
