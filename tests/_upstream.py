"""Services behind the proxy: one that says what it is told, one that speaks in bytes, one that speaks TLS."""

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import SHUT_RDWR, SO_LINGER, SOL_SOCKET, create_server, socket
from struct import pack
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from harness.exchange import Origin, Request, Response
from harness.headers import Headers
from harness.responder import Answer, Delivery, FollowUp

PATIENCE = 20.0
"""Seconds to wait for whoever is tested."""

REQUEST_ID = "5c8e0a34-63e1-4a5b-9c5e-0d2b7f6a1b90"

ROUTE = """
class Route:
    '''The resolver of these tests: Graph is on this machine.'''
    def server_connect(self, data):
        data.server.address = ("127.0.0.1", {port})
addons = [Route()]
"""
"""A script for mitmdump."""


@dataclass
class Service:
    """A Responder that gives every request the same answer, and remembers the requests."""

    response: Response | None = field(default_factory=lambda: Response(202))
    origin: Origin = Origin.SIMULATED
    delay: float = 0.0
    requests: list[Request] = field(default_factory=list)

    def respond(self, request: Request, now: datetime) -> Answer:
        self.requests.append(request)
        return Answer(self.response, self.origin, delivery=Delivery(delay=self.delay))

    def due(self, now: datetime) -> Iterator[FollowUp]:
        return iter(())


@contextmanager
def raw(reply: bytes, *, reset: bool = False) -> Iterator[tuple[str, list[bytes]]]:
    """A server that takes one message a connection, answers with `reply` to the byte, and hangs up; reset:
    as if its process had been killed.
    """
    heard: list[bytes] = []
    with create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    client, _ = server.accept()
                except OSError:
                    return
                with client:
                    client.settimeout(5)
                    message = b""
                    while not _whole(message) and (more := client.recv(65536)):
                        message += more
                    heard.append(message)
                    client.sendall(reply)
                    if reset:
                        client.setsockopt(SOL_SOCKET, SO_LINGER, pack("ii", 1, 0))

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", heard
        server.shutdown(SHUT_RDWR)
    thread.join(PATIENCE)


@contextmanager
def once(act: Callable[[socket], None], *, again: bool = True) -> Iterator[str]:
    """The address of a listener that does `act` with its first connection, of which it has read something.

    Not again: nobody is let in after it. Whoever is tested need not come at all.
    """
    with create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            if not again:
                listener.close()
            with client:
                client.settimeout(PATIENCE)
                client.recv(65536)
                act(client)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"127.0.0.1:{listener.getsockname()[1]}"
        with suppress(OSError):  # it is closed
            listener.shutdown(SHUT_RDWR)
        thread.join(PATIENCE)
        assert not thread.is_alive()


def _whole(message: bytes) -> bool:
    head, end, body = message.partition(b"\r\n\r\n")
    lengths = [line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
    return bool(end) and len(body) >= (int(lengths[0].partition(b":")[2]) if lengths else 0)


class Authority:
    """A certificate authority that nobody else trusts."""

    def __init__(self, folder: Path, name: str = "redial tests") -> None:
        self.file = folder / "authority.pem"
        self._folder = folder
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self._key = ec.generate_private_key(ec.SECP256R1())
        usage = x509.KeyUsage(
            **dict.fromkeys(
                (
                    "digital_signature",
                    "content_commitment",
                    "key_encipherment",
                    "data_encipherment",
                    "key_agreement",
                    "encipher_only",
                    "decipher_only",
                ),
                False,
            ),
            key_cert_sign=True,
            crl_sign=True,
        )
        made = (
            self._begun(self._name, self._key.public_key())
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(usage, critical=True)
            .sign(self._key, hashes.SHA256())
        )
        self.file.write_bytes(made.public_bytes(serialization.Encoding.PEM))

    def server(self, *names: str) -> ssl.SSLContext:
        """What a server needs to be `names` to whoever trusts this authority."""
        key = ec.generate_private_key(ec.SECP256R1())
        made = (
            self._begun(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])]), key.public_key())
            .add_extension(
                x509.SubjectAlternativeName([x509.DNSName(name) for name in names]), critical=False
            )
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False
            )
            .sign(self._key, hashes.SHA256())
        )
        file = self._folder / "server.pem"
        file.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
            + made.public_bytes(serialization.Encoding.PEM)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context

    def _begun(self, subject: x509.Name, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
        now = datetime.now(UTC)
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(hours=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        )


@dataclass(frozen=True)
class Told:
    """What a TLS server was asked: the name in the handshake, and the request."""

    name: str | None
    request: Request


@contextmanager
def tls(context: ssl.SSLContext) -> Iterator[tuple[int, list[Told]]]:
    """A service over TLS that accepts every redirect; its port, and what it was told."""
    told: list[Told] = []
    names: dict[int, str | None] = {}

    def named(connection: Any, name: str | None, _: ssl.SSLContext) -> None:
        names[id(connection.context)] = names[0] = name

    context.sni_callback = named

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            fields = Headers(tuple(self.headers.items()))
            told.append(Told(names.get(0), Request("POST", self.path, fields, body)))
            self.send_response(202)
            self.send_header("request-id", REQUEST_ID)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's word
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: Any, client_address: Any) -> None:
            pass  # a client that does not trust us breaks off

    server = Server(("127.0.0.1", 0), Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server.server_port, told
    finally:
        server.shutdown()
        server.server_close()
        thread.join(PATIENCE)
