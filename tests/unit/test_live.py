"""Live: what is wrong is told when it happens, once, and what a call came to when it is over."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from harness.contract.editions import documentation
from harness.conversation import call_of
from harness.exchange import Exchange, Origin, Response
from harness.findings import Severity
from harness.headers import Headers
from harness.live import Answered, Asked, Live, Moment, Over
from harness.rules import Judge
from tests.unit.rules.dialogue import dialogue
from tests.unit.watching import DIALOGUES, interleaved, moments


def test_a_redirect_that_arrives_tells_how_much_of_the_window_is_left() -> None:
    told = [each for each in _run("faultless") if isinstance(each, Asked)]
    assert [(each.left_s, each.window_s) for each in told] == [(15.0, 15), (13.5, 15), (-9.0, 15)]


def test_a_call_that_was_not_heard_to_ring_has_no_window() -> None:
    (told,) = _live().asked(_unanswered(_exchanges("faultless", "redirect")[0]))
    assert (told.left_s, told.window_s) == (None, None)  # type: ignore[union-attr]  # it is an Asked


def test_what_a_request_breaks_is_told_with_its_answer() -> None:
    assert _found("refused") == [(Answered, ["RDQ040"])]


def test_what_a_call_breaks_is_told_with_the_exchange_that_breaks_it() -> None:
    assert _found("late") == [(Answered, ["RDC002", "RDR011"])]


def test_a_bot_that_redirects_before_it_acknowledges_is_known_to_have_been_rung() -> None:
    told = [each for each in _run("unanswered") if isinstance(each, Asked)]
    assert [each.left_s for each in told] == [None, 15.0, pytest.approx(14.9)]


def test_a_call_is_over_when_the_platform_says_so_and_only_once() -> None:
    over = [each for each in _run("faultless") if isinstance(each, Over)]
    assert [(each.left_s, each.findings, each.again) for each in over] == [(13.5, (), False)]


def test_what_is_found_in_a_call_after_its_end_is_told_besides() -> None:
    text = DIALOGUES["faultless"] + "\n30.0 bot redirect\n30.1 graph 404 code=8522"
    told = list(moments(dialogue(text), _live()))
    codes = [[finding.rule for finding in each.findings] for each in told if not isinstance(each, Asked)]
    assert "RDC005" in [code for each in codes for code in each]
    assert sum(code == "RDC005" for each in codes for code in each) == 1


def test_a_call_that_never_ends_is_told_when_the_run_does() -> None:
    live = _live()
    told = list(moments(dialogue("0.0 platform incoming\n0.1 bot 202\n40.0 bot token\n40.1 login 200"), live))
    assert isinstance(told[-1], Over)
    assert told[-1].conversation.ended is None
    assert live.total().calls == 1


def test_how_another_edition_documents_it_is_said_once_a_run_and_counted_each_time() -> None:
    live = Live(Judge(documentation("reference")))
    faultless = (each for number, each in enumerate(_forty()) if number % 5 == 0)
    told = [each for call in list(faultless)[:2] for each in moments(call, live)]
    said = [finding.rule for each in told if not isinstance(each, Asked) for finding in each.findings]
    assert said == ["RDR001"]
    assert live.total().counts == {Severity.INFO: 2}


def test_the_total_counts_calls_redirects_and_findings() -> None:
    live = _live()
    list(moments(interleaved(10), live))
    total = live.total()
    assert (total.calls, total.outcomes) == (10, {"accepted": 4, "refused": 6, "unanswered": 2})
    assert total.least_s == pytest.approx(-2.5)
    assert total.counts[Severity.ERROR] == 4


def test_no_more_is_remembered_than_the_calls_that_may_go_on() -> None:
    live = Live(Judge(documentation("v1.0")), calls=80)
    told = list(moments(interleaved(200), live))
    assert sum(isinstance(each, Over) and not each.again for each in told) == 200
    assert not live._numbers
    assert not live._told


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("0.0 platform incoming\n1.0 bot redirect", []),
        ('0.0 platform incoming\n1.0 bot redirect timeout="45"', ["RDQ040"]),
        ("0.0 platform incoming\n16.5 bot redirect", ["RDC002"]),
        ("0.0 platform incoming\n1.0 platform terminated\n2.0 bot redirect", ["RDC005"]),
        ("0.0 platform incoming\n1.0 bot redirect\n1.1 graph 202\n2.0 bot redirect", ["RDC004"]),
        ("0.0 platform incoming\n1.0 bot redirect\n1.1 graph 503\n2.0 bot redirect", []),
    ],
)
def test_a_request_is_wrong_against_the_contract_alone_or_in_its_call(text: str, codes: list[str]) -> None:
    live = _live()
    exchanges = sorted(dialogue(text), key=lambda each: each.started_at.timestamp() if each.started_at else 0)
    for before in exchanges[:-1]:
        list(live.asked(asked := _unanswered(before)))
        list(live.answered(asked, before, None))
    list(live.asked(asked := _unanswered(exchanges[-1])))
    assert [finding.rule for finding in live.against(asked)] == codes
    assert [finding.rule for finding in live.against(asked)] == codes, "asking changes nothing"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1.0 bot redirect", "RDC001"),
        ("0.0 platform incoming\n16.0 bot redirect", "RDC002"),
        ("0.0 platform incoming\n1.0 bot answer\n1.1 graph 202\n2.0 bot redirect", "RDC003"),
        ("0.0 platform incoming\n1.0 bot redirect\n1.1 graph 202\n2.0 bot redirect", "RDC004"),
        ("0.0 platform incoming\n1.0 platform terminated\n1.1 bot 202\n2.0 bot redirect", "RDC005"),
    ],
)
def test_each_request_that_a_call_forbids_is_refused_and_not_the_first_alone(text: str, code: str) -> None:
    live, told = _live(), dialogue(text)
    if code == "RDC001":  # a recording without webhooks is not judged by it
        told = dialogue("0.0 platform incoming call=B\n0.2 bot 202") + told
    for before in told[:-1]:
        list(live.asked(asked := _unanswered(before)))
        list(live.answered(asked, before, None))
    for number in range(3):
        again = _unanswered(told[-1])
        list(live.asked(again))
        assert [finding.rule for finding in live.against(again)] == [code]
        refused = replace(again, response=Response(400), origin=Origin.ENFORCED, seconds=0.01)
        [answered] = live.answered(again, refused, number)
        assert isinstance(answered, Answered)
        assert [(each.rule, each.at) for each in answered.all if each.severity is Severity.ERROR] == [
            (code, number)
        ]


def test_of_redirects_that_are_under_way_at_once_the_first_that_arrived_passes() -> None:
    live, (incoming, redirect) = _live(), dialogue("0.0 platform incoming\n2.0 bot redirect")
    list(live.asked(asked := _unanswered(incoming)))
    list(live.answered(asked, incoming, None))
    found = []
    for earlier in range(4):
        began = redirect.started_at and redirect.started_at - timedelta(milliseconds=earlier)
        fields = (*redirect.request.headers.without("client-request-id"), ("client-request-id", str(earlier)))
        request = replace(redirect.request, headers=Headers(fields))
        list(live.asked(each := replace(_unanswered(redirect), request=request, started_at=began)))
        found.append([finding.rule for finding in live.against(each)])
    assert found == [[], ["RDC004"], ["RDC004"], ["RDC004"]]


def _live() -> Live:
    return Live(Judge(documentation("v1.0")))


def _run(name: str) -> list[Moment]:
    return list(moments(dialogue(DIALOGUES[name]), _live()))


def _found(name: str) -> list[tuple[type[Any], list[str]]]:
    told = (each for each in _run(name) if not isinstance(each, Asked) and each.findings)
    return [(type(each), [finding.rule for finding in each.findings]) for each in told]


def _exchanges(name: str, action: str) -> list[Exchange]:
    return [each for each in dialogue(DIALOGUES[name]) if each.request.url.endswith(action)]


def _unanswered(exchange: Exchange) -> Exchange:
    return replace(exchange, response=None, seconds=None, error=None)


def _forty() -> list[list[Exchange]]:
    """Forty calls, each on its own."""
    calls: dict[str, list[Exchange]] = {}
    for exchange in interleaved(40):
        calls.setdefault(call_of(exchange) or "", []).append(exchange)
    calls.pop("")
    return [calls[call] for call in sorted(calls)]
