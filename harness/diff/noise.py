"""Noise: what differs from one exchange to the next without anybody having changed anything.

A table and its reasons; what differs in meaning is for harness.diff.difference to find.
"""

from collections.abc import Mapping
from types import MappingProxyType

from harness.body import child

NOISY_HEADERS = {
    "accept-encoding": "framing",
    "connection": "framing",
    "content-encoding": "framing: bodies are compared decoded",
    "content-length": "framing: bodies are compared themselves",
    "keep-alive": "framing",
    "transfer-encoding": "framing",
    "host": "stands in the URL",
    "cache-control": "no member of the conversation",
    "client-request-id": "new with each request",
    "request-id": "new with each answer",
    "return-client-request-id": "asks for an echo of an id",
    "retry-attempt": "counts attempts, which are exchanges of their own",
    "x-microsoft-skype-message-id": "new with each webhook",
    "x-microsoft-skype-original-message-id": "new with each webhook",
    "date": "clock",
    "duration": "clock",
    "ms-cv": "tracing",
    "traceparent": "tracing",
    "tracestate": "tracing",
    "hostos": "names the client's machine",
    "runtimeenvironment": "names the client's runtime",
    "sdkversion": "names the client's library",
    "user-agent": "names the client's library",
    "x-client-current-telemetry": "names the client's library",
    "x-client-last-telemetry": "names the client's library",
    "x-client-os": "names the client's machine",
    "x-client-sku": "names the client's library",
    "x-client-ver": "names the client's library",
    "server": "names the server",
    "strict-transport-security": "transport",
    "x-ms-ags-diagnostic": "names the server",
    "x-powered-by": "names the server",
    "cookie": "tracking",
    "set-cookie": "tracking",
    "forwarded": "hops on the way",
    "max-forwards": "hops on the way",
    "via": "hops on the way",
    "x-forwarded-for": "hops on the way",
    "x-forwarded-host": "hops on the way",
    "x-forwarded-port": "hops on the way",
    "x-forwarded-proto": "hops on the way",
    "x-real-ip": "hops on the way",
}
"""header -> why its value says nothing about the conversation.

Sources: "Error responses and resource types" and "Best practices" of Microsoft Graph for the ids, RFC 9110
for framing and hops, W3C Trace Context. What a client obeys (Retry-After) or proves itself with is not here.
"""

_NOISY_MEMBERS = ("date", "request-id", "client-request-id")

NOISE: Mapping[str, str] = MappingProxyType(
    {
        **{f"{side}headers.{name}": why for side in ("", "response.") for name, why in NOISY_HEADERS.items()},
        **{
            child(f"response.body.error.{spelling}", name): "new with each answer"
            for spelling in ("innerError", "innererror")
            for name in _NOISY_MEMBERS
        },
    }
)
"""path in the tree of an exchange -> why a difference there is none."""
