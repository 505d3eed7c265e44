"""A recorded call as comparing sees it."""

from harness.cassette import Entry
from harness.comparison.call import Call, Known, Mark, Member
from harness.conversation import call_of
from harness.exchange import Exchange, Request, Response, Way
from tests.unit.recorded import CALLER, CALLS, MEGAN, asked, forward, redirect, redirect_body, told


def entry(exchange: Exchange, number: int = 1) -> Entry:
    return Entry(number, number, exchange, call_of(exchange))


def test_an_exchange_is_named_by_its_action_or_by_the_state_that_it_tells() -> None:
    named = {
        "redirect": asked(redirect()),
        "call": asked(Request("GET", redirect().url.removesuffix("/redirect"))),
        "request": asked(Request("GET", "https://graph.microsoft.com/v1.0/me")),
        "incoming": told("created", "incoming"),
        "updated": told("updated", ""),
        "webhook": Exchange(Request("POST", "https://bot.example/"), Response(204), Way.TO_BOT),
    }
    assert {name: Member(entry(exchange)).name for name, exchange in named.items()} == {
        name: name for name in named
    }


def test_ids_that_may_have_other_names_do_not_count() -> None:
    one, other = (Member(entry(asked(redirect(call)))) for call in CALLS[:2])
    assert Known(()).said(one) == Known(()).said(other)
    assert Known(one.names).said(one) != Known(one.names).said(other)
    later = Member(entry(asked(redirect(body=redirect_body(timeout=5)))))
    assert Known(()).said(one) != Known(()).said(later)


def test_what_an_exchange_carries_is_its_body_whatever_library_sent_it() -> None:
    exchanges = (
        asked(redirect(headers={"x-sdk": "1"})),
        asked(redirect(CALLS[1], redirect_body(maskCallee=None)), 429),
        asked(redirect(body=redirect_body(timeout=5))),
        asked(redirect(body=redirect_body(MEGAN.upper(), note="other words"))),
        asked(redirect(body=redirect_body(note="words"))),
    )
    one, other, later, *noted = (Mark.of(Member(entry(exchange)), 0, Known(())) for exchange in exchanges)
    assert one.said != other.said
    assert one.carried == other.carried
    assert one.carried != later.carried
    assert noted[0].carried != noted[1].carried
    assert noted[0].shaped == noted[1].shaped


def test_parties_are_who_calls_whom_whatever_else_the_notification_tells() -> None:
    first = Member(entry(told("created", "incoming")))
    again = Member(entry(told("deleted", "terminated", CALLS[1], at=9)))
    other = Member(entry(told("created", "incoming", caller=CALLS[2])))
    known = Known({("guid", CALLER.replace("-", ""))})
    assert known.parties(first) == known.parties(again)
    assert known.parties(first) != known.parties(other)
    assert Known(()).parties(first) == Known(()).parties(other)
    assert known.parties(Member(entry(asked(redirect())))) is None


def call(*exchanges: Exchange) -> Call:
    members = [Member(entry(exchange, number)) for number, exchange in enumerate(exchanges, 1)]
    return Call(CALLS[0], [Mark.of(member, 0, Known(())) for member in members])


def test_a_call_in_words_is_what_happened_and_what_was_answered() -> None:
    broken = Exchange(redirect(), None, Way.TO_GRAPH, error="The connection was reset.")
    told_of = call(told("created", "incoming"), broken)
    assert str(told_of) == "incoming 202, redirect no answer"
    assert told_of.action == "redirect"
    assert call(told("created", "incoming")).action == ""


def test_a_call_goes_by_when_its_exchanges_began_where_each_tells() -> None:
    mixed = call(*reversed(forward()))
    assert [mark.number for mark in mixed.marks] == [3, 2, 1]
    untimed = Exchange(redirect(), None, Way.TO_GRAPH)
    assert [mark.number for mark in call(*reversed(forward()), untimed).marks] == [1, 2, 3, 4]


def test_two_calls_say_the_same_when_their_exchanges_do() -> None:
    one, other, later = call(*forward()), call(*forward(CALLS[1], at=60)), call(*forward(timeout=5))
    assert (one.said, one.carried, one.parties) == (other.said, other.carried, other.parties)
    assert one.said != later.said
    assert call(asked(redirect())).parties is None
