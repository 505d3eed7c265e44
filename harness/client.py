"""HTTP out: one request sent to one place, and the response, or a clause that says why there is none.

httpcore, because vcrpy patches http.client and httpx beneath a test but not httpcore. No redirect is
followed and nothing is sent twice. What is sent, and when, is not known here.
"""

import socket
import ssl
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

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
    (UnicodeError, "could not be sent this: HTTP does not allow its headers or path"),
    (coding.CodingError, "sent an answer that cannot be decoded"),
)
"""exception -> what whoever was asked did; the first that fits. The text of an exception may hold what was
sent, and is told to nobody.
"""

_BENEATH: tuple[tuple[type[Exception], str], ...] = (
    (socket.gaierror, "is a name that nobody knows here"),
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


def proxy(host: str, environ: Mapping[str, str]) -> str | None:
    """The URL of the proxy that HTTPS_PROXY puts before a host. None where there is none, for this machine,
    and for what NO_PROXY lists: a host, all under it, or any by `*`.
    """
    url, listed = (environ.get(name) or environ.get(name.lower()) for name in ("HTTPS_PROXY", "NO_PROXY"))
    if not url or is_loopback(host):
        return None
    spared = (each.strip().lower().lstrip(".") for each in (listed or "").split(","))
    return None if any(each in ("*", host) or host.endswith(f".{each}") for each in spared if each) else url


@dataclass(frozen=True, slots=True)
class Outside:
    """How programs that run here reach a service: what they trust, and by which variables."""

    trusted: ssl.SSLContext
    environ: Mapping[str, str] = field(repr=False)

    @classmethod
    def of(cls, environ: Mapping[str, str]) -> "Outside":
        """As these variables say. Raises OSError for a store of certificates that cannot be read."""
        store = environ.get("SSL_CERT_FILE") or trust.public()
        return cls(ssl.create_default_context(cafile=store), environ)

    def pool(self, host: str, *, within: float | None = None) -> httpcore.ConnectionPool:
        """What sends to a host. within: seconds from now that all of it may take, however slowly anything
        comes; None: no bound. Raises ValueError for a proxy that is no http or https URL.
        """
        backend = timed(within) if within is not None else None
        if (url := proxy(host, self.environ)) is None:
            return httpcore.ConnectionPool(self.trusted, max_keepalive_connections=0, network_backend=backend)
        there, split = place(url), urlsplit(url)
        return httpcore.HTTPProxy(
            f"{there.scheme}://{there.authority}",
            proxy_auth=(unquote(split.username), unquote(split.password or "")) if split.username else None,
            ssl_context=self.trusted,
            max_keepalive_connections=0,
            network_backend=backend,
        )


def timed(within: float) -> httpcore.NetworkBackend:
    """Sockets for a pool, of which nothing lasts longer than `within` seconds from now, however it comes."""
    return _Timed(httpcore.SyncBackend(), time.monotonic() + within)


def answer(pool: httpcore.ConnectionPool, request: Request, there: Place, timeout: float) -> Response:
    """What is answered to a request, as it is sent, with the path and query of its URL.

    timeout: seconds for each of connecting, sending, and each read. A redirect (3xx) is an answer.
    Raises NoAnswerError.
    """
    try:
        return _exchanged(pool, request, there, timeout)
    except tuple(kind for kind, _ in FAILURES) as failure:
        words = _beneath(failure) or next(words for kind, words in FAILURES if isinstance(failure, kind))
        gone = isinstance(failure, httpcore.ConnectError | httpcore.ConnectTimeout | httpcore.ProxyError)
        raise NoAnswerError(words.format(timeout=timeout), gone=gone) from None


def _exchanged(pool: httpcore.ConnectionPool, request: Request, there: Place, timeout: float) -> Response:
    target = without_origin(request.url).encode()
    with pool.stream(
        request.method,
        httpcore.URL(scheme=there.scheme, host=there.host, port=there.port, target=target),
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


def _beneath(failure: BaseException | None) -> str:
    """What kept a connection from being made, where it was no refusal; empty where it was."""
    while failure is not None:
        for kind, words in _BENEATH:
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
