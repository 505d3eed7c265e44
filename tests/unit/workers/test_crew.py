"""Who works, and in what order it comes."""

from concurrent.futures import Future
from itertools import count, islice
from typing import Any

import pytest

from harness.workers import Crew
from harness.workers.crew import _in_order
from harness.workers.hands import Died
from tests.unit.workers.works import doubled, lost


class Immediate:
    """Hands that do it at once. submitted: so far."""

    most = 3

    def __init__(self) -> None:
        self.submitted: list[int] = []

    def submit(self, work: Any, thing: int) -> Future[Any]:
        self.submitted.append(thing)
        future: Future[Any] = Future()
        future.set_result(work(thing))
        return future

    def result(self, future: Future[Any]) -> Any:
        if future.result() == 8:
            raise Died("it died")
        return future.result()


def immediate() -> Any:
    return Immediate()


def test_alone_it_works_in_this_process_one_thing_after_the_other() -> None:
    seen: list[int] = []

    def noted(number: int) -> int:
        seen.append(number)
        return number

    results = Crew().each(noted, range(5), lost)
    assert next(results) == 0
    assert seen == [0]
    assert [*results] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("crew", "things", "alone"),
    [
        (Crew(), 9, True),
        (Crew(2), 9, False),
        (Crew(2), 1, True),
        (Crew(2), 0, True),
        (Crew(1, "tcp://127.0.0.1:1"), 1, False),
    ],
)
def test_it_is_alone_where_nothing_is_to_be_shared(crew: Crew, things: int, *, alone: bool) -> None:
    assert crew.alone(things) is alone


def test_zero_is_a_process_for_each_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.sched_getaffinity", lambda _: {0, 1, 2}, raising=False)
    assert Crew(0).processes == 3
    monkeypatch.delattr("os.sched_getaffinity")
    monkeypatch.setattr("os.cpu_count", lambda: 5)
    assert Crew(0).processes == 5


def test_results_come_in_order_and_what_has_none_is_told_as_lost() -> None:
    assert [*_in_order(immediate(), doubled, range(6), lost)] == [0, 2, 4, 6, "4: it died", 10]


def test_no_more_is_asked_for_than_is_waited_for() -> None:
    hands = immediate()
    assert len([*islice(_in_order(hands, doubled, count(), lost), 10)]) == 10
    assert len(hands.submitted) <= 10 + hands.most
