"""HTTP out: one request sent to one place, and the response, or a clause that says why there is none.

httpcore, because vcrpy patches http.client and httpx beneath a test but not httpcore. No redirect is
followed and nothing is sent twice. What is sent, and when, is not known here.
"""

import socket
import ssl
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpcore

from harness import coding, trust
from harness.address import without_origin
from harness.exchange import Request, Response
from harness.headers import Headers
from harness.traffic import DEFAULT_PORTS
from harness.urls import is_loopback

BODY_LIMIT = 16 * 2**20
"""Bytes of an answer's body that are read."""

FAILURES: tuple[tuple[type[Exception], str], ...] = (
    (httpcore.ConnectTimeout, "could not be reached within {timeout:g} s"),
    (httpcore.TimeoutException, "did not answer within {timeout:g} s"),
    (httpcore.ConnectError, "accepts no connection"),
    (httpcore.ProxyError, "was not reached: the proxy refused"),
    (httpcore.NetworkError, "broke the connection off"),
    (httpcore.RemoteProtocolError, "closed the connection without an answer, or sent one that is not HTTP"),
    (httpcore.LocalProtocolError, "could not be sent this: HTTP does not allow its headers or path"),
    (coding.CodingError, "sent an answer that cannot be decoded"),
)
"""exception -> what whoever was asked did; the first that fits. The text of an exception may hold what was
sent, and is told to nobody.
"""

_HANDSHAKES: tuple[tuple[type[Exception], str], ...] = (
    (
        ssl.SSLCertVerificationError,
        "shows a certificate that is not trusted here: SSL_CERT_FILE names what is",
    ),
    (ssl.SSLError, "does not speak TLS, or not as it is spoken here"),
)
"""What lies behind a connection that failed -> what whoever was asked did."""


class NoAnswerError(Exception):
    """Nobody answered. why: a clause about whoever was asked: `accepts no connection`.

    gone: whether not even a connection came about.
    """

    def __init__(self, why: str, *, gone: bool) -> None:
        super().__init__(why)
        self.why = why
        self.gone = gone


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody listens. host: in the alphabet of DNS, without the brackets of an IPv6 address."""

    scheme: str
    host: str
    port: int

    @property
    def authority(self) -> str:
        """Host and port as an error names them and as the Host header carries them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    def accepts(self, timeout: float) -> bool:
        """Whether somebody accepts connections there. timeout: seconds."""
        try:
            with socket.create_connection((self.host, self.port), timeout=timeout) as reached:
                # where nobody listens yet, a system may connect a socket of a high port to itself
                return int(reached.getsockname()[1]) != self.port
        except OSError:
            return False


def place(url: str) -> Place:
    """The place that a URL names. Raises ValueError for one that is not http or https, or names no host."""
    split = urlsplit(url)
    host = (split.hostname or "").encode("idna").decode("ascii")
    if split.scheme not in DEFAULT_PORTS or not host or not url.isascii():
        raise ValueError("no http or https URL with a host")
    return Place(split.scheme, host, DEFAULT_PORTS[split.scheme] if split.port is None else split.port)


@dataclass(frozen=True, slots=True)
class Outside:
    """How programs that run here reach a service: what they trust, and the proxy before it, None for none."""

    trusted: ssl.SSLContext
    proxy: str | None

    @classmethod
    def of(cls, environ: Mapping[str, str]) -> "Outside":
        """As these variables say. Raises OSError for a store of certificates that cannot be read."""
        store = environ.get("SSL_CERT_FILE") or trust.public()
        proxy = environ.get("HTTPS_PROXY") or environ.get("https_proxy") or None
        return cls(ssl.create_default_context(cafile=store), proxy)

    def pool(self, host: str, *, within: float | None = None) -> httpcore.ConnectionPool:
        """What sends to a host; this machine is never asked through the proxy.

        within: seconds from now that all of it may take, however slowly anything comes; None: no bound.
        """
        backend = _Timed(httpcore.SyncBackend(), time.monotonic() + within) if within is not None else None
        if self.proxy is None or is_loopback(host):
            return httpcore.ConnectionPool(self.trusted, max_keepalive_connections=0, network_backend=backend)
        return httpcore.HTTPProxy(
            self.proxy,
            ssl_context=self.trusted,
            max_keepalive_connections=0,
            network_backend=backend,
        )


def answer(pool: httpcore.ConnectionPool, request: Request, there: Place, timeout: float) -> Response:
    """What is answered to a request, as it is sent, with the path and query of its URL.

    timeout: seconds for each of connecting, sending, and each read. A redirect (3xx) is an answer.
    Raises NoAnswerError.
    """
    url = httpcore.URL(
        scheme=there.scheme, host=there.host, port=there.port, target=without_origin(request.url).encode()
    )
    try:
        return _exchanged(pool, request, url, timeout)
    except tuple(kind for kind, _ in FAILURES) as failure:
        words = _handshake(failure) or next(words for kind, words in FAILURES if isinstance(failure, kind))
        gone = isinstance(failure, httpcore.ConnectError | httpcore.ConnectTimeout | httpcore.ProxyError)
        raise NoAnswerError(words.format(timeout=timeout), gone=gone) from None


def _exchanged(
    pool: httpcore.ConnectionPool, request: Request, url: httpcore.URL, timeout: float
) -> Response:
    with pool.stream(
        request.method,
        url,
        headers=[(name.encode(), value.encode()) for name, value in request.headers],
        content=request.body,
        extensions={"timeout": dict.fromkeys(("connect", "read", "write", "pool"), timeout)},
    ) as reply:
        body = b""
        for part in reply.iter_stream():
            body += part
            if len(body) > BODY_LIMIT:
                raise coding.CodingError(f"the body grows beyond {BODY_LIMIT} bytes")
    headers = Headers(
        tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in reply.headers)
    )
    reason = reply.extensions.get("reason_phrase", b"").decode("latin-1")
    body = coding.decoded(body, headers.get_all("content-encoding"), BODY_LIMIT)
    return Response(reply.status, headers, body, reason)


def _handshake(failure: BaseException | None) -> str:
    """What went wrong with TLS; empty where it did not."""
    while failure is not None:
        for kind, words in _HANDSHAKES:
            if isinstance(failure, kind):
                return words
        failure = failure.__cause__ or failure.__context__
    return ""


class _Timed(httpcore.NetworkBackend):
    """Sockets as of another backend, until `end` on the monotonic clock."""

    def __init__(self, backend: httpcore.NetworkBackend, end: float) -> None:
        self._backend = backend
        self._end = end

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        left = _left(self._end, timeout, httpcore.ConnectTimeout)
        stream = self._backend.connect_tcp(host, port, left, local_address, socket_options)
        return _TimedStream(stream, self._end)


class _TimedStream(httpcore.NetworkStream):
    def __init__(self, stream: httpcore.NetworkStream, end: float) -> None:
        self._stream = stream
        self._end = end

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._end, timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._end, timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        left = _left(self._end, timeout, httpcore.ConnectTimeout)
        return _TimedStream(self._stream.start_tls(ssl_context, server_hostname, left), self._end)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(end: float, timeout: float | None, over: type[Exception]) -> float:
    """Seconds that one step may take. Raises `over` when none is left."""
    left = end - time.monotonic()
    if left <= 0:
        raise over
    return left if timeout is None else min(left, timeout)
