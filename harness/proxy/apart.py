"""Who stands on which side of a proxy: nobody on both, and nowhere the proxy itself.

Looked at before anything runs; what is listened on in the end, harness.ports knows.
"""

from collections.abc import Iterator, Mapping, Sequence

from harness.errors import HarnessError
from harness.ports import ANYWHERE
from harness.urls import is_loopback
from harness.webhooks.webhook import Bot


def require_apart(bot: Bot | None, modes: Sequence[str], host: str, ports: Mapping[str, int]) -> None:
    """Raise HarnessError when the bot is a service that `modes` stand for, or either is one of our listeners.

    host: where we listen. ports: what we listen on there by the option that says so, 0 for any.
    """
    services = list(_services(modes))
    for service in services:
        if bot and service.port == bot.port and _same(service.host, bot.host):
            raise HarnessError(
                f"{bot.authority} cannot be the bot and the service that it asks",
                hint="correct --bot, or --upstream",
            )
    for place in (*([bot] if bot else ()), *services):
        for option, port in ports.items():
            if port == place.port and _here(place.host, host):
                raise HarnessError(
                    f"{place.authority} is where redial itself would listen, which would ask itself",
                    hint=f"choose another port with {option}, or correct the address",
                )


def _services(modes: Sequence[str]) -> Iterator[Bot]:
    """Where the reverse modes among these lead, as far as that is spoken HTTP with."""
    for mode in modes:
        kind, _, rest = mode.partition(":")
        url = rest.partition("@")[0]
        if kind == "reverse" and url.startswith(("http://", "https://")):
            yield Bot.at(url)


def _same(one: str, other: str) -> bool:
    return one == other or (is_loopback(one) and is_loopback(other))


def _here(place: str, host: str) -> bool:
    if host in ANYWHERE or is_loopback(host):
        return is_loopback(place)
    return place == host
