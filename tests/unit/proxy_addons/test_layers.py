"""Which protocol a client speaks is told by its first byte, whatever else has arrived."""

from typing import Any

import pytest
from mitmproxy.connection import Client
from mitmproxy.options import Options
from mitmproxy.proxy.context import Context
from mitmproxy.proxy.layers import ClientTLSLayer, HttpLayer, ServerTLSLayer

from proxy_addons import layers


@pytest.fixture
def context() -> Context:
    client = Client(peername=("127.0.0.1", 1), sockname=("127.0.0.1", 2), timestamp_start=0)
    return Context(client, Options())


@pytest.mark.parametrize(
    "sent", [b"P", b"POST /x HTTP/1.1", b"\r", b" ", b"\x00", b"SSH-2.0", b"PRI * HTTP/2.0"]
)
def test_what_is_no_tls_is_http(sent: bytes, context: Context) -> None:
    assert isinstance(layers.read(context, sent), HttpLayer)


@pytest.mark.parametrize("sent", [b"\x16", b"\x16\x03", b"\x16\x03\x01\x02\x00"])
def test_a_handshake_is_known_by_its_first_byte_and_is_one_once(sent: bytes, context: Context) -> None:
    outer: Any = layers.read(context, sent)
    assert isinstance(outer, ServerTLSLayer)
    assert isinstance(outer.child_layer, ClientTLSLayer)
    assert isinstance(layers.read(context, sent), HttpLayer), "inside TLS there is no second one"
