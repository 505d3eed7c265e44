"""Clients that break off the TLS handshake: each host that one asked for is named once."""

from mitmproxy.tls import TlsData

UNTRUSTED = (
    "a client broke off the TLS handshake for {}: does it trust the proxy's certificate? set SSL_CERT_FILE,"
    " REQUESTS_CA_BUNDLE or NODE_EXTRA_CA_CERTS for it"
)
_MOST = 100


class Distrust:
    """What is to be said of failed handshakes, of no more hosts than anybody reads."""

    def __init__(self) -> None:
        self._hosts: set[str] = set()

    def of(self, data: TlsData) -> str | None:
        """A sentence on what a client does that trusts public authorities alone; None where it was said."""
        host = data.conn.sni or "a host"
        if host in self._hosts or len(self._hosts) >= _MOST:
            return None
        self._hosts.add(host)
        return UNTRUSTED.format(host)
