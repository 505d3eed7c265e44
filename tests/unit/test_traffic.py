"""Which requests are part of a call's conversation, and which way they go."""

import pytest

from harness import traffic
from harness.exchange import Origin, Request, Way
from harness.headers import Headers
from tests import _mitm

CALLS = "/v1.0/communications/calls/9f2c61b8"
GRAPH = "https://graph.microsoft.com"


@pytest.mark.parametrize(
    ("url", "body", "way"),
    [
        (f"{GRAPH}{CALLS}/redirect", b"{}", Way.TO_GRAPH),
        (f"{GRAPH}/v1.0/me", b"", Way.TO_GRAPH),
        (f"{GRAPH}{CALLS}/redirect", _mitm.WEBHOOK, Way.TO_GRAPH),
        ("https://login.microsoftonline.us/t/oauth2/v2.0/token", b"", Way.TO_LOGIN),
        (f"http://127.0.0.1:8080{CALLS}/redirect", b"{}", Way.TO_GRAPH),
        (f"http://localhost{CALLS}/answer", b"{}", Way.TO_GRAPH),
        ("http://localhost/api/calls", _mitm.WEBHOOK, Way.TO_BOT),
        ("https://bot.example/api/calls", _mitm.WEBHOOK, Way.TO_BOT),
        ("http://localhost/api/calls", b"{}", None),
        (f"https://shop.example{CALLS}/redirect", b"{}", None),
        ("http://[::1/x", b"{}", None),
        ("data:text/plain,x", b"", None),
    ],
)
def test_the_way_is_told_from_host_path_and_content(url: str, body: bytes, way: Way | None) -> None:
    assert traffic.way(Request("POST", url, body=body)) is way


def test_only_what_is_posted_is_a_webhook() -> None:
    assert traffic.way(Request("PUT", "https://bot.example/", body=_mitm.WEBHOOK)) is None


@pytest.mark.parametrize(
    ("method", "path", "way", "asked"),
    [
        ("POST", f"{CALLS}/redirect", Way.TO_GRAPH, True),
        ("GET", f"{CALLS}/redirect", Way.TO_GRAPH, True),
        ("OPTIONS", f"{CALLS}/redirect", Way.TO_GRAPH, True),
        ("POST", "/v1.0/$batch", Way.TO_GRAPH, True),
        ("POST", "/beta/%24Batch/?x=1", Way.TO_GRAPH, True),
        ("POST", "/v1.0/%2524batch", Way.TO_GRAPH, True),
        ("POST", "/v1.0/$batch()", Way.TO_GRAPH, True),
        ("POST", "/v1.0/$batches", Way.TO_GRAPH, False),
        ("POST", f"{CALLS}/reject", Way.TO_GRAPH, True),
        ("GET", f"{CALLS}/answer", Way.TO_GRAPH, False),
        ("POST", f"{CALLS}/transfer", Way.TO_GRAPH, False),
        ("POST", "/v1.0/me", Way.TO_GRAPH, False),
        ("POST", "/t/oauth2/v2.0/token", Way.TO_LOGIN, True),
        ("GET", "/t/v2.0/.well-known/openid-configuration", Way.TO_LOGIN, False),
        ("POST", "/api/calls", Way.TO_BOT, True),
        ("GET", "/health", Way.TO_BOT, False),
    ],
)
def test_the_head_of_a_request_tells_whether_it_may_belong(
    method: str, path: str, way: Way, asked: bool
) -> None:
    assert traffic.asks(method, path, way, lambda _: None) is asked


@pytest.mark.parametrize(
    ("fields", "asked"),
    [
        ({"access-control-request-method": "POST"}, False),
        ({"access-control-request-method": "POST", "x-http-method-override": "POST"}, True),
    ],
)
def test_a_preflight_is_the_browsers_unless_it_says_that_it_is_something_else(
    fields: dict[str, str], asked: bool
) -> None:
    assert traffic.asks("OPTIONS", f"{CALLS}/redirect", Way.TO_GRAPH, fields.get) is asked


@pytest.mark.parametrize(
    ("message", "batched"),
    [
        (b'{"requests": [{"id": "1", "method": "POST", "url": "/communications/calls/57/redirect"}]}', True),
        (b'{"requests": [{"url": "/me"}, {"Url": "communications/calls/57/\\u0072edirect"}]}', True),
        (b'{"requests": [{"url": "/me", "body": {"text": "see /calls/57/redirect"}}]}', False),
        (b"--batch\r\n\r\nPOST /v1.0/me HTTP/1.1", True),
        ('{"requests": [{"url": "/communications/calls/57/redirect"}]}'.encode("utf-16"), True),
        (b'{"Requests": [{"URL": "/communications/calls/57/redirect", "url": "/me"}]}', True),
        (b'{"requests": [{"url": "/communications/calls/57/redirect", "url": "/me"}]}', True),
        (b'{"requests": [{"url": "/v1.0/$batch", "body": {"requests": []}}]}', True),
        (b'{"requests": [{"url": 3}, null]}', False),
        (b'{"requests": {}}', False),
        (b"[]", False),
        (b"", False),
    ],
)
def test_a_batch_may_hold_a_redirect(message: bytes, batched: bool) -> None:
    assert traffic.batches_redirect(message) is batched


@pytest.mark.parametrize(
    ("said", "whose"), [("fault", Origin.FAULT), ("mine", Origin.LIVE), (None, Origin.LIVE)]
)
def test_a_header_says_whose_an_answer_is(said: str | None, whose: Origin) -> None:
    assert traffic.origin(said) is whose


@pytest.mark.parametrize(
    ("headers", "content"),
    [
        ([], _mitm.WEBHOOK),
        ([], b'{"value": [{"resourceData": {}}]}'),
        ([], b'{"@odata.type": "#microsoft.graph.commsNotifications", cut off'),
        ([], b'{"id": "1", "callState": "incoming", "tenantId": "2"}'),
        ([], b'{"value": [{"changeType": "updated"}]}'),
        ([], b'{"value": [3, {"resource": "/communications/calls/1"}]}'),
        ([], b'{"@odata.type": "#microsoft.graph.commsNotifications"}'),
        ([("User-Agent", "Microsoft-Skype/3.0,(Calling/1.0)")], b""),
        ([("User-Agent", "Microsoft-Skype/3.0,(Calling/1.0)")], b"{}"),
        ([("X-Microsoft-Skype-Message-ID", "1")], b"[]"),
    ],
    ids=[
        "notification",
        "no type",
        "broken",
        "old format",
        "change",
        "resource",
        "type alone",
        "no body",
        "user agent",
        "message id",
    ],
)
def test_this_is_a_webhook(headers: list[tuple[str, str]], content: bytes) -> None:
    assert traffic.is_webhook(Headers(tuple(headers)), content)


@pytest.mark.parametrize(
    "content",
    [
        b'{"type": "message", "text": "hello", "serviceUrl": "https://smba.example"}',
        b'{"value": "x"}',
        b"name=value",
        b"",
        b'{"type": "invoke", "value": [{"a": "secret"}]}',
        b'{"value": [{"secret": "x", "resource": "/me/messages/1"}]}',
        b'{"type": "message", "text": "what is a commsNotification?"}',
        b'{"type": "message", "value": {"callState": "\\"callState\\""}}',
    ],
    ids=[
        *("chat", "a value that is no list", "form", "posted health", "invoke"),
        *("no call", "about notifications", "about calls"),
    ],
)
def test_this_is_other_traffic_of_the_bot(content: bytes) -> None:
    assert not traffic.is_webhook(Headers(), content)
