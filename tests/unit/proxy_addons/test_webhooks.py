"""Which traffic of a bot's listener is the calling platform's."""

import gzip

import pytest

from harness.exchange import Way
from proxy_addons import flows
from tests import _mitm


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
def test_this_is_a_webhook(headers: _mitm.Fields, content: bytes) -> None:
    flow = _mitm.flow("/api/calls", content, mode=_mitm.BOTS, headers=headers)
    assert flows.concerns(flow, Way.TO_BOT, "all")
    assert not flows.concerns(flow, Way.TO_BOT, "redirects")


@pytest.mark.parametrize(
    ("method", "content"),
    [
        ("POST", b'{"type": "message", "text": "hello", "serviceUrl": "https://smba.example"}'),
        ("POST", b'{"value": "x"}'),
        ("POST", b"name=value"),
        ("GET", b""),
        ("POST", b""),
        ("POST", b'{"type": "invoke", "value": [{"a": "secret"}]}'),
        ("POST", b'{"value": [{"secret": "x", "resource": "/me/messages/1"}]}'),
        ("POST", b'{"type": "message", "text": "what is a commsNotification?"}'),
        ("POST", b'{"type": "message", "value": {"callState": "\\"callState\\""}}'),
    ],
    ids=[
        *("chat", "a value that is no list", "form", "health", "posted health", "invoke"),
        *("no call", "about notifications", "about calls"),
    ],
)
def test_this_is_other_traffic_of_the_bot(method: str, content: bytes) -> None:
    flow = _mitm.flow("/api/messages", content, mode=_mitm.BOTS, method=method)
    assert not flows.concerns(flow, Way.TO_BOT, "all")


def test_a_compressed_webhook_is_known_by_its_body() -> None:
    headers = [("Content-Encoding", "gzip")]
    flow = _mitm.flow("/", gzip.compress(_mitm.WEBHOOK), mode=_mitm.BOTS, headers=headers)
    assert flows.concerns(flow, Way.TO_BOT, "all")
