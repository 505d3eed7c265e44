"""Which protocol a client of a proxy speaks, told so that nothing it sends is passed on as mere bytes.

mitmproxy looks at the first bytes, and does so with what they do not tell: a method that arrives letter by
letter, or behind an empty line.
"""

from mitmproxy.proxy.context import Context
from mitmproxy.proxy.layer import Layer
from mitmproxy.proxy.layers import ClientTLSLayer, HttpLayer, ServerTLSLayer
from mitmproxy.proxy.layers.http import HTTPMode

_HANDSHAKE = 0x16
"""First byte of a connection that speaks TLS (RFC 8446 section 5.1)."""


def read(context: Context, sent: bytes) -> Layer:
    """What reads a connection whose client has sent these first bytes, one at least: TLS once, else HTTP."""
    if sent[0] != _HANDSHAKE or any(isinstance(layer, ClientTLSLayer) for layer in context.layers):
        return HttpLayer(context, HTTPMode.transparent)
    outer = ServerTLSLayer(context)
    outer.child_layer = ClientTLSLayer(context)
    return outer
