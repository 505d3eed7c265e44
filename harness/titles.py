"""Titles: what an exchange is called in a list, a path or a diagram. Names only, no judgement."""

from harness import notification
from harness.address import address
from harness.exchange import Exchange, Origin, Way


def name(exchange: Exchange) -> str:
    """The action that a request asks for, the state that a notification tells, or `token`.

    `call` is the call itself, `request` and `webhook` stand for what names no call.
    """
    if exchange.way is Way.TO_LOGIN:
        return "token"
    if exchange.way is Way.TO_BOT:
        told = next(iter(notification.read(exchange.request.body)), None)
        return (told.state or told.change).lower() or "webhook" if told else "webhook"
    named = address(exchange.request.url)
    return named.action or "call" if named else "request"


def title(exchange: Exchange) -> str:
    """What an exchange is, and what came of it: `redirect: 202`, `incoming: 200`, `token: no answer`.

    An answer that is not the service's says whose it is: `redirect: 400 (enforced)`.
    """
    response = exchange.response
    whose = f" ({exchange.origin.value})" if response and exchange.origin is not Origin.LIVE else ""
    return f"{name(exchange)}: {response.status if response else 'no answer'}{whose}"
