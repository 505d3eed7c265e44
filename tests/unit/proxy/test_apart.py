"""A bot that is the service, and a place that is the proxy itself, are refused before anything runs."""

import pytest

from harness.errors import HarnessError
from harness.proxy.apart import require_apart
from harness.webhooks.webhook import Bot

PORTS = {"--port": 8080, "--bot-port": 8081}
BOT = Bot.at("http://127.0.0.1:3978/api/calls")


@pytest.mark.parametrize(
    ("bot", "mode"),
    [
        ("https://graph.microsoft.com", "reverse:https://graph.microsoft.com"),
        ("http://127.0.0.1:9000/api/calls", "reverse:http://127.0.0.1:9000"),
        ("http://127.0.0.1:9000", "reverse:http://127.0.0.1:9000@8085"),
        ("http://localhost:9000/x", "reverse:http://127.0.0.1:9000"),
    ],
)
def test_a_bot_is_not_the_service_that_it_asks(bot: str, mode: str) -> None:
    with pytest.raises(HarnessError, match="cannot be the bot and the service that it asks"):
        require_apart(Bot.at(bot), [mode], "127.0.0.1", PORTS)


@pytest.mark.parametrize(
    ("bot", "mode", "host", "option"),
    [
        ("http://127.0.0.1:8081/", "regular", "127.0.0.1", "--bot-port"),
        ("http://localhost:8080/", "regular", "127.0.0.1", "--port"),
        ("http://127.0.0.1:8080/", "regular", "0.0.0.0", "--port"),
        ("http://192.0.2.7:8080/", "regular", "192.0.2.7", "--port"),
        ("http://127.0.0.1:3978/", "reverse:http://localhost:8080", "127.0.0.1", "--port"),
    ],
)
def test_what_the_proxy_stands_before_is_not_the_proxy(bot: str, mode: str, host: str, option: str) -> None:
    with pytest.raises(HarnessError, match="where redial itself would listen") as told:
        require_apart(Bot.at(bot), [mode], host, PORTS)
    assert f"with {option}, " in told.value.hint


@pytest.mark.parametrize(
    ("bot", "modes", "host"),
    [
        (BOT, ["reverse:https://graph.microsoft.com"], "127.0.0.1"),
        (BOT, ["reverse:http://127.0.0.1:9000", "regular"], "127.0.0.1"),
        (Bot.at("http://192.0.2.7:8080/"), ["regular"], "127.0.0.1"),
        (None, ["socks5", "nonsense"], "127.0.0.1"),
    ],
)
def test_all_else_is_nobody_twice(bot: Bot | None, modes: list[str], host: str) -> None:
    require_apart(bot, modes, host, PORTS)


def test_a_port_that_is_still_to_be_chosen_is_nobodys() -> None:
    require_apart(BOT, ["regular"], "127.0.0.1", {"--port": 0})
