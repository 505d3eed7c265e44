"""A plan of faults while it is carried out."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from harness.exchange import Origin, Response
from harness.faults import Faults, Injected, Spec
from harness.responder import Answer, FollowUp
from tests.unit.recorded import CALLS, redirect, told

NOW = datetime(2026, 3, 1, tzinfo=UTC)
OWN = Answer(Response(202), Origin.RECORDED)


class Trial:
    """A plan, and what it did."""

    def __init__(self, *plan: str, seed: int = 1) -> None:
        self.injected: list[Injected] = []
        self.faults = Faults(map(Spec.told, plan), seed, self.injected.append)

    def statuses(self, times: int, call: str = CALLS[0]) -> list[int | None]:
        answers = [self.faults.answer(redirect(call), NOW, lambda: OWN, 7) for _ in range(times)]
        return [answer.response.status if answer and answer.response else None for answer in answers]

    def numbers(self, *batches: Sequence[FollowUp]) -> list[int | None]:
        return [sent.number for batch in batches for sent in self.faults.notified(batch)]


def notifications(count: int, call: str = CALLS[0]) -> list[FollowUp]:
    return [FollowUp(told("updated", "x", call).request, NOW, number) for number in range(1, count + 1)]


def test_without_a_plan_everything_is_as_it_was() -> None:
    trial = Trial()
    assert trial.statuses(2) == [202, 202]
    assert trial.numbers(notifications(2)) == [1, 2]
    assert (trial.injected, trial.faults.unmet, trial.faults.wait_s) == ([], (), 0)


@pytest.mark.parametrize(
    ("plan", "statuses"),
    [
        (["503"], [503, 202, 202, 202]),
        (["503*2"], [503, 503, 202, 202]),
        (["reset@2"], [202, None, 202, 202]),
        (["503", "429", "reset"], [503, 429, None, 202]),
        (["503*2", "500@2"], [503, 503, 202, 202]),
        (["500@2", "503*2"], [503, 500, 503, 202]),
        (["late", "missing@2"], [202, 202, 202, 202]),
    ],
)
def test_faults_meet_the_redirects_that_they_are_for_and_the_first_that_fits_happens(
    plan: list[str], statuses: list[int]
) -> None:
    assert Trial(*plan).statuses(4) == statuses


def test_every_call_is_met_for_itself_however_its_id_is_spelled() -> None:
    trial = Trial("503")
    assert trial.statuses(1, CALLS[0]) == [503]
    assert trial.statuses(1, CALLS[0].replace("-", "").upper()) == [202]
    assert trial.statuses(2, CALLS[1]) == [503, 202]


def test_what_is_no_redirect_is_let_be() -> None:
    trial = Trial("503*9")
    asked = redirect()
    others = [replace(asked, url=asked.url.replace("redirect", "answer")), replace(asked, method="GET")]
    assert [trial.faults.answer(each, NOW, lambda: OWN) for each in others] == [OWN, OWN]
    assert trial.faults.unmet == ("503*9",)


def test_notifications_are_late_twice_missing_and_out_of_order() -> None:
    assert Trial("duplicate").numbers(notifications(2)) == [1, 1, 2]
    assert Trial("missing@2").numbers(notifications(1), notifications(2)) == [1, 2]
    assert Trial("swap").numbers(notifications(3)) == [2, 1, 3]
    assert Trial("swap", "missing@3").numbers(notifications(3)) == [2, 1]
    late = Trial("late:seconds=3").faults.notified(notifications(1))
    assert [(each.due - NOW).total_seconds() for each in late] == [3]


def test_a_swap_waits_for_two_of_a_call() -> None:
    trial = Trial("swap")
    other = notifications(1, CALLS[1])
    assert trial.numbers([*notifications(1), *other], notifications(2)) == [1, 1, 2, 1]
    assert [each.nth for each in trial.injected] == [2]


def test_each_is_told_with_what_it_met() -> None:
    trial = Trial("503*2", "missing@2")
    trial.statuses(2)
    trial.numbers(notifications(2))
    path = f"/v1.0/communications/calls/{CALLS[0]}/redirect"
    assert trial.injected == [
        Injected("503*2", f"POST {path}", 1, 7),
        Injected("503*2", f"POST {path}", 2, 7),
        Injected("missing@2", "POST /api/calls", 2, 2),
    ]


def test_what_met_nobody_is_unmet_but_for_what_was_left_to_chance() -> None:
    trial = Trial("503", "reset@5", "429~0.000001", "swap")
    trial.statuses(2)
    assert trial.faults.unmet == ("reset@5", "swap")


def test_chance_is_the_same_under_a_seed_whatever_happens_beside_it() -> None:
    alone, again, beside, other = (
        Trial("503~0.5"),
        Trial("503~0.5"),
        Trial("503~0.5"),
        Trial("503~0.5", seed=2),
    )
    statuses = alone.statuses(200)
    assert again.statuses(200) == statuses
    mixed = [(beside.statuses(1), beside.statuses(1, CALLS[1])) for _ in range(200)]
    assert [first for (first,), _ in mixed] == statuses
    assert other.statuses(200) != statuses
    assert 70 < statuses.count(503) < 130


def test_how_often_and_chance_go_together() -> None:
    assert Trial("503*3~0.5").statuses(200).count(503) == 3


def test_how_long_a_bot_may_be_kept_waiting_is_what_a_fault_says() -> None:
    assert Trial("503:retry-after=40", "429", "late:seconds=60").faults.wait_s == 40


def test_calls_long_past_are_forgotten() -> None:
    trial = Trial("503")
    for number in range(10_001):
        trial.statuses(1, f"call-{number}")
    assert trial.statuses(1, "call-10000") == [202]
    assert trial.statuses(1, "call-0") == [503]
