"""What a recording tells a test."""

from harness.cassette import Entry
from harness.conversation import conversations
from harness.pytest_plugin.told import calls, incoming, webhooks
from tests.unit.recorded import CALLS, asked, forward, redirect

EXCHANGES = [*forward(), *forward(CALLS[1].upper(), at=30), asked(redirect(CALLS[1].replace("-", "")), at=40)]
ENTRIES = [Entry(n, n, exchange, None) for n, exchange in enumerate(EXCHANGES, 1)]


def test_calls_are_those_of_the_conversations() -> None:
    assert (
        list(calls(ENTRIES)) == [one.call for one in conversations(EXCHANGES)] == [CALLS[0], CALLS[1].upper()]
    )


def test_webhooks_are_told_as_json_and_incoming_calls_apart() -> None:
    assert [told["value"][0]["changeType"] for told in webhooks(ENTRIES)] == ["created", "deleted"] * 2
    assert [told["value"][0]["changeType"] for told in incoming(ENTRIES)] == ["created"] * 2
