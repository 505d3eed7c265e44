"""One side of a comparison: what stays of recordings that were read once."""

from array import array

from harness.cassette import Entry
from harness.comparison.call import Known
from harness.comparison.side import Held, Judged, Side, judged
from harness.comparison.timing import Times
from harness.contract import editions
from harness.conversation import call_of
from harness.exchange import Exchange, Request, Way
from tests.unit.recorded import CALLER, CALLS, asked, forward, redirect, redirect_body

DOCUMENTATION = editions.documentation()
NOBODY = Known(frozenset())
TOKEN = Exchange(Request("POST", "https://login.microsoftonline.com/t/oauth2/v2.0/token"), None, Way.TO_LOGIN)


def held(*exchanges: Exchange, name: str = "") -> Held:
    return Held(
        (Entry(number, number * 10, one, call_of(one)) for number, one in enumerate(exchanges, 1)), name
    )


def test_exchanges_are_grouped_by_call_and_ordered_by_their_beginning() -> None:
    mixed = [*reversed(forward()), *forward(CALLS[1].upper(), at=60), *forward(CALLS[1], at=90)]
    side = Side([held(*mixed)], DOCUMENTATION, NOBODY)
    assert [str(call) for call in side.calls] == [
        "incoming 202, redirect 202, terminated 202",
        ", ".join(["incoming 202, redirect 202, terminated 202"] * 2),
    ]
    assert [member.entry.number for _, member in side.marked(side.calls[0])] == [3, 2, 1]


def test_a_call_goes_on_in_another_recording() -> None:
    first, *rest = forward()
    side = Side([held(first, name="a"), held(*rest, name="b")], DOCUMENTATION, NOBODY)
    (call,) = side.calls
    assert [(each.file, each.entry.number) for _, each in side.marked(call)] == [("a", 1), ("b", 1), ("b", 2)]
    assert side.file(call) == "a"


def test_warnings_and_errors_stay_with_their_exchange() -> None:
    broken = asked(redirect(body=redirect_body(timeout=5)))
    side = Side([held(*forward()), held(broken)], DOCUMENTATION, NOBODY)
    (call,) = side.calls
    found = {(each.entry.number, finding.rule) for _, each in side.marked(call) for finding in each.findings}
    assert found == {(1, "RDQ041")}
    assert side.codes(call) == ("RDQ041",)


def test_token_fetches_are_read_and_not_compared() -> None:
    recording = held(TOKEN, *forward())
    side = Side([recording], DOCUMENTATION, NOBODY)
    assert [len(call.marks) for call in side.calls] == [3]
    assert ("guid", CALLER.replace("-", "")) in recording.names()


def test_the_times_of_each_call_are_taken_once_it_is_over() -> None:
    times = Times(DOCUMENTATION)
    Side([held(*forward(), *forward(CALLS[1], at=60))], DOCUMENTATION, NOBODY, times)
    assert list(times.values["attempts"]) == [1, 1]


class Elsewhere(Held):
    """A recording that another process has judged."""

    told = Judged((), {"attempts": array("d", [7])})

    def judged(self) -> Judged:  # type: ignore[override]
        return self.told


def test_what_was_judged_elsewhere_is_not_judged_again() -> None:
    broken = asked(redirect(body=redirect_body(timeout=5)))
    entries = list(held(broken).entries())
    times = Times(DOCUMENTATION)
    side = Side([Elsewhere(entries)], DOCUMENTATION, NOBODY, times)
    assert side.codes(side.calls[0]) == ()
    assert list(times.values["attempts"]) == [7]
    told = judged([(1, broken)], DOCUMENTATION, timing=True)
    assert [finding.rule for finding in told.findings] == ["RDQ041"]
    assert list(told.times["attempts"]) == [1]
    assert not any(judged([(1, broken)], DOCUMENTATION).times.values())
