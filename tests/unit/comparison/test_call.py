"""A recorded call as comparing sees it."""

from harness.cassette import Entry
from harness.comparison.call import Call, Known, Member, calls
from harness.conversation import call_of
from harness.exchange import Exchange, Request, Response, Way
from tests.unit.recorded import CALLER, CALLS, asked, forward, redirect, redirect_body, told


def entry(exchange: Exchange, number: int = 1) -> Entry:
    return Entry(number, number, exchange, call_of(exchange))


def test_exchanges_are_grouped_by_call_and_ordered_by_their_beginning() -> None:
    mixed = [*reversed(forward(CALLS[0])), *forward(CALLS[1].upper(), at=60), *forward(CALLS[1], at=90)]
    grouped = calls(entry(exchange, n) for n, exchange in enumerate(mixed, 1))
    assert [[member.name for member in call.members] for call in grouped] == [
        ["incoming", "redirect", "terminated"],
        ["incoming", "redirect", "terminated"] * 2,
    ]


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


def test_parties_are_who_calls_whom_whatever_else_the_notification_tells() -> None:
    first = Call(None, [entry(told("created", "incoming"))])
    again = Call(None, [entry(told("deleted", "terminated", CALLS[1], at=9))])
    other = Call(None, [entry(told("created", "incoming", caller=CALLS[2]))])
    known = Known({("guid", CALLER.replace("-", ""))})
    assert first.parties(known) == again.parties(known)
    assert first.parties(known) != other.parties(known)
    assert first.parties(Known(())) == other.parties(Known(()))
    assert Call(None, [entry(asked(redirect()))]).parties(known) is None


def test_a_call_in_words_is_what_happened_and_what_was_answered() -> None:
    broken = Exchange(redirect(), None, Way.TO_GRAPH, error="The connection was reset.")
    call = Call(CALLS[0], [entry(told("created", "incoming")), entry(broken, 2)])
    assert str(call) == "incoming 202, redirect no answer"
    assert call.action == "redirect"
