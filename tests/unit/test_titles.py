"""What an exchange is called."""

import pytest

from harness import notification
from harness.exchange import Exchange, Origin, Request, Response, Way
from harness.titles import name, title
from tests.unit.rules.exchanges import CALL, redirect

GRAPH = "https://graph.microsoft.com/v1.0"


def to(url: str, way: Way, body: bytes = b"") -> Exchange:
    return Exchange(Request("POST", url, body=body), Response(200), way)


@pytest.mark.parametrize(
    ("exchange", "called"),
    [
        (redirect(), "redirect"),
        (to(f"{GRAPH}/communications/calls/{CALL}/answer", Way.TO_GRAPH), "answer"),
        (to(f"{GRAPH}/communications/calls/{CALL}", Way.TO_GRAPH), "call"),
        (to(f"{GRAPH}/me", Way.TO_GRAPH), "request"),
        (to("https://login.microsoftonline.com/t/oauth2/v2.0/token", Way.TO_LOGIN), "token"),
        (to("https://bot.example/", Way.TO_BOT), "webhook"),
        (
            to(
                *("https://bot.example/", Way.TO_BOT),
                notification.envelope([{"changeType": "Deleted", "resourceData": {"id": CALL}}]),
            ),
            "deleted",
        ),
    ],
)
def test_an_exchange_is_called_by_what_it_asks_or_tells(exchange: Exchange, called: str) -> None:
    assert name(exchange) == called


def test_a_title_says_what_came_of_it() -> None:
    assert title(redirect(answer=Response(202))) == "redirect: 202"
    assert title(redirect()) == "redirect: no answer"


@pytest.mark.parametrize(
    ("origin", "expected"), [(Origin.LIVE, "redirect: 202"), (Origin.ENFORCED, "redirect: 202 (enforced)")]
)
def test_an_answer_that_is_not_the_services_says_whose_it_is(origin: Origin, expected: str) -> None:
    url = "https://graph.microsoft.com/v1.0/communications/calls/1/redirect"
    exchange = Exchange(Request("POST", url), Response(202), Way.TO_GRAPH, origin)
    assert title(exchange) == expected
