"""What checking a recording comes to, part by part."""

from collections.abc import Iterable
from datetime import timedelta

from harness import notification
from harness.cassette import HEADER, Entry, block, read
from harness.checking.verdict import Figures, Judged, Part, judged
from harness.contract.editions import documentation
from harness.exchange import Exchange, Request, Response, Way
from harness.notification import Call, Party
from harness.rules import Judge
from tests.unit.rules.exchanges import CALL, NOON, answered, members, redirect


def entries(exchanges: Iterable[Exchange]) -> Iterable[Entry]:
    blocks = b"".join(block(each, number, key=None) for number, each in enumerate(exchanges, 1))
    return read((HEADER + blocks).splitlines(keepends=True))


def parts(*exchanges: Exchange, codes: frozenset[str] | None = frozenset({"RDQ040"})) -> list[Judged]:
    return list(judged("a.yaml", entries(exchanges), Judge(documentation(), codes)))


def rings(call: str = CALL, chain: str = "chain", before: float = 4) -> Exchange:
    known = Call(call, chain, "tenant", "https://bot.example/", Party("user", "1"), Party("application", "2"))
    request = Request("POST", "https://bot.example/", body=notification.write("created", "incoming", known))
    began = NOON - timedelta(seconds=before)
    return Exchange(request, Response(202), Way.TO_BOT, started_at=began, seconds=0.5)


def test_each_exchange_is_judged_as_it_is_read_and_each_call_when_it_is_over() -> None:
    seen = parts(rings(), redirect(answer=answered("reference")))
    assert [(each.part, each.at, each.title) for each in seen] == [
        (Part.EXCHANGE, 1, "incoming: 202"),
        (Part.EXCHANGE, 2, "redirect: 204"),
        (Part.CALL, 1, "call"),
        (Part.SESSION, None, "session"),
    ]
    assert [each.redirect for each in seen] == [False, True, False, False]
    assert [each.exchange.way if each.exchange else None for each in seen] == [
        *(Way.TO_BOT, Way.TO_GRAPH, None, None)
    ]


def test_findings_carry_their_file_line_and_interaction() -> None:
    seen = parts(redirect(answer=answered("reference")), redirect(members(timeout="x")))
    ((placed,),) = [each.findings for each in seen if each.findings]
    assert (placed.file, placed.finding.at, placed.finding.call) == ("a.yaml", 2, CALL)
    assert placed.line > 2


def test_the_rules_that_looked_are_named_and_those_that_could_not_tell() -> None:
    whole, *_ = parts(redirect(), codes=frozenset({"RDQ040", "RDR001"}))
    assert whole.rules == ("RDQ040",)
    assert whole.unjudged == (("RDR001", "the request got no answer"),)


def test_figures_are_taken_also_when_nothing_is_wrong() -> None:
    seen = parts(rings(), redirect(answer=answered("reference")))
    assert [each.figures for each in seen if each.figures] == [
        Figures(CALL, margin_s=11.0, ack_s=0.5, retry_s=None)
    ]


def test_calls_that_are_over_are_forgotten_and_their_findings_still_have_a_place() -> None:
    long_ago = rings("0ad7c36f-82e4-4b59-a91d-3e75c08fb2d4", "other", before=3600)
    seen = parts(long_ago, rings(), redirect(answer=answered("reference")))
    assert [(each.part, each.at) for each in seen] == [
        (Part.EXCHANGE, 1),
        (Part.EXCHANGE, 2),
        (Part.CALL, 1),
        (Part.EXCHANGE, 3),
        (Part.CALL, 2),
        (Part.SESSION, None),
    ]


def test_a_webhook_that_tells_of_two_calls_belongs_to_both() -> None:
    first, second = (
        Call(call, chain, "tenant", "https://bot.example/", Party("user", "1"), Party("application", "2"))
        for call, chain in ((CALL, "one"), ("57", "two"))
    )
    both = notification.envelope(
        [
            element
            for call in (first, second)
            for element in notification.elements(notification.write("created", "incoming", call))
        ]
    )
    ring = Exchange(Request("POST", "https://bot.example/", body=both), Response(202), Way.TO_BOT)
    calls = [each for each in parts(ring) if each.part is Part.CALL]
    assert [(each.call, each.at) for each in calls] == [(CALL, 1), ("57", 1)]


def test_a_call_tells_its_exchanges_in_the_order_they_began() -> None:
    later = rings("0ad7c36f-82e4-4b59-a91d-3e75c08fb2d4", "other")
    seen = parts(redirect(), later, rings())
    (call,) = [each for each in seen if each.part is Part.CALL and each.call == CALL]
    assert [(turn.at, turn.title) for turn in call.turns] == [
        (3, "incoming: 202"),
        (1, "redirect: no answer"),
    ]
    assert [turn.line for turn in call.turns] == sorted({turn.line for turn in call.turns}, reverse=True)


def test_a_finding_knows_where_on_its_line_the_member_stands() -> None:
    ((placed,),) = [each.findings for each in parts(redirect(members(timeout="30"))) if each.findings]
    assert placed.columns == (9, 25)
