"""The URL that an exchange is kept under: the service's, or the one that the platform called."""

import pytest

from harness.exchange import Way
from proxy_addons import flows
from proxy_addons.options import Target
from tests import _mitm

BOT = Target("http", "127.0.0.1", 3978)


@pytest.mark.parametrize(
    ("mode", "url", "origin"),
    [
        ("reverse:https://graph.microsoft.us", None, "https://graph.microsoft.us"),
        ("reverse:https://graph.corp.example:8443", None, "https://graph.corp.example:8443"),
        ("reverse:http://127.0.0.1:9000", None, "https://graph.microsoft.com"),
        ("reverse:http://localhost:9000", None, "https://graph.microsoft.com"),
        ("reverse:http://[::1]:9000", None, "https://graph.microsoft.com"),
        ("regular", "https://dod-graph.microsoft.us:443", "https://dod-graph.microsoft.us"),
        ("regular", "http://graph.microsoft.com:80", "http://graph.microsoft.com"),
        ("regular", "https://graph.microsoft.com:8443", "https://graph.microsoft.com:8443"),
    ],
)
def test_a_redirect_is_kept_under_its_url_at_the_service(mode: str, url: str | None, origin: str) -> None:
    path = "/v1.0//communications/calls/x%20y/redirect?q=%2F&q=2"
    assert flows.url(_mitm.flow(path, mode=mode, url=url), Way.TO_GRAPH, BOT) == origin + path


@pytest.mark.parametrize("mode", [_mitm.GRAPH, "reverse:http://127.0.0.1:9000", _mitm.BOTS])
def test_bytes_of_a_path_that_are_no_text_are_kept_percent_encoded(mode: str) -> None:
    flow = _mitm.flow(mode=mode)
    flow.request.data.path = b"/v1.0/\xc3\xa9/\xff%FF/redirect"
    way = flows.way(flow, BOT)
    assert way is not None
    assert flows.url(flow, way, BOT).endswith("/v1.0/\xe9/%FF%FF/redirect")


@pytest.mark.parametrize(
    ("headers", "origin"),
    [
        ([("Host", "bot.example")], "http://bot.example"),
        ([("Host", "127.0.0.1:8081")], "http://127.0.0.1:8081"),
        ([("Host", "bot.example"), ("X-Forwarded-Proto", "https")], "https://bot.example"),
        (
            [
                ("Host", "127.0.0.1:8081"),
                ("X-Forwarded-Host", "a.example, b"),
                ("X-Forwarded-Proto", "https,http"),
            ],
            "https://a.example",
        ),
        ([("Host", "bot.example:443"), ("X-Forwarded-Proto", "https")], "https://bot.example"),
        ([("Host", "bot.example"), ("X-Forwarded-Proto", "gopher")], "http://bot.example"),
        ([("Host", "bot.example"), ("X-Forwarded-Host", "a/b c")], "http://bot.example"),
        ([], "http://127.0.0.1:3978"),
    ],
)
def test_a_webhook_is_kept_under_the_url_that_the_platform_called(headers: _mitm.Fields, origin: str) -> None:
    flow = _mitm.flow("/api/calls?x=1", mode=_mitm.BOTS, headers=headers)
    assert flows.url(flow, Way.TO_BOT, BOT) == f"{origin}/api/calls?x=1"
