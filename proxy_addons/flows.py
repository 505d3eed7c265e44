"""The only translation between mitmproxy's flows and our values.

Which flows belong to a call's conversation, which URL they had at the service, and what they carried.
"""

import ipaddress
import re
from collections.abc import Mapping
from datetime import UTC, datetime

from mitmproxy.http import Headers as MitmHeaders
from mitmproxy.http import HTTPFlow, Message
from mitmproxy.http import Response as MitmResponse
from mitmproxy.proxy.mode_specs import ReverseMode

from harness import traffic
from harness.address import is_redirect
from harness.errors import HarnessError
from harness.exchange import FactValue, Request, Response, Way
from harness.facts import LARGEST, Wire, coding_word
from harness.headers import Headers
from harness.traffic import SERVICE
from harness.urls import is_loopback
from proxy_addons.bodies import Carried, carried
from proxy_addons.listeners import Listener, listener
from proxy_addons.options import Target

_STRAY = re.compile("[\udc80-\udcff]")
"""Bytes of a path that are no UTF-8, as mitmproxy hands them on. A text can hold them percent-encoded
only.
"""

REFUSED = "the request is no valid HTTP, and the proxy refused it"
GARBLED = "the answer was no valid HTTP, and the proxy refused it"

_QUOTED_BYTES = re.compile(r"\bb['\"]")
_QUOTED = re.compile(r"['\"]|request scheme:")

_VERSIONS = {"HTTP/1.1": "1.1", "HTTP/2.0": "2"}


def way(flow: HTTPFlow, bot: Target | None) -> Way | None:
    """Which way a flow goes, or None when it is nobody's here: judged by its listener, else by its host."""
    match listener(flow.client_conn.proxy_mode, bot):
        case Listener.GRAPH:
            return Way.TO_GRAPH
        case Listener.BOT:
            return Way.TO_BOT
        case Listener.LOGIN:
            return Way.TO_LOGIN
        case Listener.PROXY:
            return traffic.way_to(asked(flow))


def concerns(flow: HTTPFlow, way: Way, only: str) -> bool:
    """Whether a flow is part of a call's conversation: its redirects, and unless `only` says `redirects` what
    explains them. A body that has not arrived yet leaves the question open: True.
    """
    method, path = flow.request.method, flow.request.path
    if not traffic.asks(method, path, way, flow.request.headers.get):
        return False
    if way is Way.TO_GRAPH and traffic.is_batch(path):
        return flow.request.raw_content is None or _batches_redirect(carried(flow.request))
    if only == "redirects":
        return way is Way.TO_GRAPH and is_redirect(path)
    return way is not Way.TO_BOT or flow.request.raw_content is None or is_webhook(flow)


def _batches_redirect(got: Carried) -> bool:
    return not got.whole or traffic.batches_redirect(got.body)


def require_legible(flow: HTTPFlow, way: Way) -> None:
    """Raise HarnessError for a request of ours that cannot be read: it would be neither judged nor kept."""
    if flow.request.raw_content is None:
        raise HarnessError("the body was streamed past the recorder", hint="do not stream redirects")
    if way is Way.TO_GRAPH and traffic.is_batch(flow.request.path):
        raise HarnessError("a redirect inside a $batch is not read", hint="send it on its own")


def is_webhook(flow: HTTPFlow) -> bool:
    """Whether the calling platform sent a POST, by what has arrived of it."""
    got = carried(flow.request)
    return traffic.is_webhook(_fields(flow.request, got), got.body[:LARGEST])


def lead(flow: HTTPFlow, scheme: str, host: str, port: int) -> None:
    """Send a request elsewhere; whom the client asked is named in Host as ever."""
    sent = flow.request
    named = sent.host_header or sent.host
    sent.scheme, sent.host, sent.port = scheme, host, port
    sent.host_header = named


def url(flow: HTTPFlow, way: Way, bot: Target | None) -> str:
    """The URL at the service. Path and query stand as sent, doubled slashes included; no default port.

    A service on loopback (simulator, replay, test) is one that plays Graph. A bot is named as the platform
    called it: by the headers a tunnel adds, else by Host, else by the address it was said to have.
    """
    request = flow.request
    path = _STRAY.sub(lambda byte: f"%{ord(byte[0]) - 0xDC00:02X}", request.path)
    if way is Way.TO_BOT:
        return _called(flow, bot) + path
    scheme, host, port = request.scheme, request.host, request.port
    mode = flow.client_conn.proxy_mode
    if not isinstance(mode, ReverseMode):
        host = asked(flow)
    elif not host:  # mitmproxy refused the request before it looked where it goes
        scheme, (host, port) = mode.scheme, mode.address
    if way is Way.TO_GRAPH and is_loopback(host):
        return SERVICE + path
    return _origin(scheme, host, port) + path


def asked(flow: HTTPFlow) -> str:
    """The host that the client of a proxy asked for; a transparent one knows its address only, but for
    Host.
    """
    try:
        ipaddress.ip_address(flow.request.host)
    except ValueError:
        return flow.request.host
    return flow.request.pretty_host


def _called(flow: HTTPFlow, bot: Target | None) -> str:
    scheme = "https" if flow.client_conn.tls else "http"
    place = traffic.called(flow.request.headers.get, flow.request.host_header or "", scheme)
    if place is not None:
        return place
    if bot is not None:
        return _origin(bot.scheme, bot.host, bot.port)
    return _origin(flow.request.scheme, flow.request.host, flow.request.port)


def _origin(scheme: str, host: str, port: int) -> str:
    bracketed = f"[{host}]" if ":" in host else host
    return f"{scheme}://{bracketed}" + ("" if traffic.DEFAULT_PORTS.get(scheme) == port else f":{port}")


def answered_on_loopback(flow: HTTPFlow) -> bool:
    """Whether the server that answered a flow was on this machine."""
    where = flow.server_conn.peername or flow.server_conn.address
    return where is not None and is_loopback(where[0])


def request(flow: HTTPFlow, way: Way, bot: Target | None) -> Request:
    """What the client sent, its body decoded."""
    sent = flow.request
    got = carried(sent)
    where, fields = url(flow, way, bot), _fields(sent, got)
    if where.startswith(f"{SERVICE}/") and "host" in fields:
        # of a service that only plays Graph, neither URL nor Host is kept
        fields = Headers(tuple((name, _named(name, value)) for name, value in fields))
    return Request(sent.method, where, fields, _kept(got.body))


def _named(name: str, value: str) -> str:
    return SERVICE.rpartition("/")[2] if name.lower() == "host" else value


def wire(flow: HTTPFlow) -> Wire:
    """The request's body as it travelled."""
    sent = flow.request
    got = carried(sent)
    length = sent.headers.get("content-length", "")
    return Wire(
        length=int(length) if length.isascii() and length.isdigit() else None,
        counted=len(sent.raw_content or b""),
        encoding=got.coding,
        decodes=got.valid,
        left_out=_left_out(got.body),
    )


def require_kept(sent: Wire | None) -> None:
    """Raise HarnessError for a body that nobody can judge, as it is too large to be kept."""
    if sent is not None and sent.left_out is not None:
        raise HarnessError(
            f"its body has {sent.left_out} bytes, too many to judge", hint=f"send {LARGEST} at most"
        )


def response(flow: HTTPFlow) -> Response:
    """What was answered, its body decoded. Raises ValueError when the body passed by unseen."""
    got = flow.response
    if got is None or got.raw_content is None:
        raise ValueError("the answer was streamed past the recorder")
    told = carried(got)
    return Response(got.status_code, _fields(got, told), _kept(told.body), got.reason)


def answer_facts(flow: HTTPFlow) -> Mapping[str, FactValue]:
    """What an answer's body shows that its exchange cannot: a coding that it was not in, or how large it was
    where that is too large to be kept.
    """
    told = carried(flow.response) if flow.response else Carried(b"")
    if not told.valid:
        return {"answer_encoding": coding_word(told.coding or ""), "answer_encoding_valid": False}
    size = _left_out(told.body)
    return {} if size is None else {"answer_left_out": size}


def _left_out(body: bytes) -> int | None:
    """The size of a body that is too large to be kept."""
    return len(body) if len(body) > LARGEST else None


def _kept(body: bytes) -> bytes:
    return body if _left_out(body) is None else b""


def answer(response: Response) -> MitmResponse:
    """A response for mitmproxy to send. The body goes as it stands: Response.make would encode it a second
    time.
    """
    made = MitmResponse.make(response.status)
    fields = response.headers.without("transfer-encoding")
    made.headers = MitmHeaders([(name.encode("latin-1"), value.encode("latin-1")) for name, value in fields])
    made.raw_content = response.body
    made.reason = response.phrase
    if response.body or "content-length" in fields:
        made.headers["content-length"] = str(len(response.body))
    return made


def _fields(message: Message, got: Carried) -> Headers:
    """The fields as sent, in order; without the coding when the body stands decoded, its length put right."""
    pairs = ((name.decode("latin-1"), value.decode("latin-1")) for name, value in message.headers.fields)
    fields = Headers(tuple(pairs))
    if not message.raw_content or got.coding is None:
        return fields
    length = str(len(got.body))
    return Headers(
        tuple(
            (name, length if name.lower() == "content-length" else value)
            for name, value in fields.without("content-encoding")
        )
    )


def by_hand(flow: HTTPFlow) -> str | None:
    """What somebody did to the request in a UI of mitmproxy's: a word of `harness.facts.HANDS`, or None.

    Only a UI keeps how a flow was before it was changed; an addon that edits does not.
    """
    before = flow.get_state()["backup"] if flow.modified() else None
    if before and _sendable(before["request"]) != _sendable(flow.request.get_state()):
        return "edited"
    return "repeated" if flow.is_replay == "request" else None


def _sendable(request: Mapping[str, object]) -> Mapping[str, object]:
    return {name: value for name, value in request.items() if not name.startswith("timestamp")}


def failure(flow: HTTPFlow, *, whole: bool) -> str:
    """Why no answer came, in a sentence that quotes no bytes sent. whole: the request had arrived."""
    said = flow.error.msg if flow.error else "no answer came"
    if not whole:
        return REFUSED if _QUOTED.search(said) else said
    return GARBLED if _QUOTED_BYTES.search(said) else said


def http(flow: HTTPFlow) -> str | None:
    """`1.1` or `2`, as the client spoke it; None for what has no such number."""
    return _VERSIONS.get(flow.request.http_version)


def started(flow: HTTPFlow) -> datetime:
    """When the request began, UTC."""
    return datetime.fromtimestamp(flow.request.timestamp_start, UTC)


def seconds(flow: HTTPFlow) -> float | None:
    """From the start of the request to the end of its answer, or to the error; None where neither has a
    time.
    """
    end = flow.response.timestamp_end if flow.response else None
    if end is None and flow.error:
        end = flow.error.timestamp
    return None if end is None else round(max(0.0, end - flow.request.timestamp_start), 6)
