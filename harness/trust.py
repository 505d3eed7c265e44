"""The certificate authority of our proxies, and what a program must be told to trust it.

mitmproxy makes it on first use, in a folder that only its user can read; nothing here reads its key.
"""

import ssl
from collections.abc import Mapping
from pathlib import Path

from harness.errors import HarnessError

HOME = Path(".redial", "mitmproxy")
"""The folder of the authority, below the user's own."""

CERTIFICATE = "mitmproxy-ca-cert.pem"

STORES = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
"""Variables that name all that a program trusts: what they name replaces its own store. OpenSSL, and with it
Python's ssl and httpx, and .NET on Linux; requests; curl."""

EXTRA = "NODE_EXTRA_CA_CERTS"
"""The variable that names what Node trusts besides."""


def home(folder: Path | None = None) -> Path:
    """The folder of the authority, made if it is missing: `~/.redial/mitmproxy`, or the one told.

    Raises HarnessError when it cannot be made.
    """
    place = folder or Path.home() / HOME
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise HarnessError(
            f"{place} cannot be made: {error.strerror}", hint="set HOME to a folder you may write to"
        ) from error
    return place.absolute()


def write_bundle(bundle: Path, authority: Path, environ: Mapping[str, str]) -> None:
    """Write a PEM file with all that a program trusts as it is told now, and the authority.

    What it trusts is what the variables of STORES and EXTRA name, else the public authorities that certifi or
    the system has. Raises HarnessError, naming the file, when one cannot be read.
    """
    named = dict.fromkeys(Path(environ[name]) for name in (*STORES, EXTRA) if environ.get(name))
    if not any(environ.get(name) for name in STORES):
        named[public()] = None
    parts = [read(path) for path in (*named, authority)]
    bundle.write_bytes(b"\n".join(part.rstrip(b"\n") for part in parts) + b"\n")


def public() -> Path:
    """The file of public authorities: certifi's, else the one that OpenSSL was built with."""
    try:
        import certifi
    except ImportError:
        return Path(ssl.get_default_verify_paths().openssl_cafile)
    return Path(certifi.where())


def read(path: Path) -> bytes:
    """A PEM file. Raises HarnessError when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise HarnessError(
            f"{path}: {error.strerror}", hint="correct the variable that names it, or unset it"
        ) from error
