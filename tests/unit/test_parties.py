"""Calls are remembered by their webhooks, up to a limit."""

from harness.exchange import Exchange, Request, Way
from harness.facts import Parties
from harness.parties import KnownParties
from tests import _mitm

TENANT = "a1f0c2d4-5b6e-4788-9a0b-1c2d3e4f5a6b"
WEBHOOK = Exchange(Request("POST", "https://bot.example/", body=_mitm.WEBHOOK), None, Way.TO_BOT)
REDIRECT = Exchange(Request("POST", f"https://graph.microsoft.com{_mitm.PATH}"), None, Way.TO_GRAPH)


def test_a_redirect_finds_the_parties_that_its_webhook_told() -> None:
    known = KnownParties()
    assert known.of(REDIRECT) is None
    known.note(WEBHOOK)
    assert known.of(REDIRECT) == Parties(frozenset({TENANT}))


def test_later_webhooks_add_to_what_is_known() -> None:
    known = KnownParties()
    other = TENANT.replace("a1", "b2")
    known.note(WEBHOOK)
    known.note(
        Exchange(
            Request(
                "POST", "https://bot.example/", body=_mitm.WEBHOOK.replace(TENANT.encode(), other.encode())
            ),
            None,
            Way.TO_BOT,
        )
    )
    assert known.of(REDIRECT) == Parties(frozenset({TENANT, other}))


def test_a_redirect_itself_tells_nothing() -> None:
    known = KnownParties()
    known.note(REDIRECT)
    assert known.of(REDIRECT) is None


def test_the_oldest_call_is_forgotten_first() -> None:
    known = KnownParties(limit=1)
    known.note(WEBHOOK)
    body = _mitm.WEBHOOK.replace(_mitm.CALL.encode(), b"another-call")
    known.note(Exchange(Request("POST", "https://bot.example/", body=body), None, Way.TO_BOT))
    assert known.of(REDIRECT) is None
