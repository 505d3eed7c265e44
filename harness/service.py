"""Whom recorded requests are sent to, and with which token, as two options tell it.

Nothing that is told here is repeated in an error: it may be a secret in the wrong place.
"""

import re
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from harness import client
from harness.client import Place
from harness.errors import HarnessError
from harness.urls import is_loopback

_TOKEN = re.compile(r"[A-Za-z0-9\-._~+/]+=*\Z")
"""A bearer token (RFC 6750 section 2.1)."""

_VERSION = re.compile(r"/(?:v\d+\.\d+|beta)\Z")


@dataclass(frozen=True, slots=True)
class Service:
    """Where requests are sent. prefix: the path before theirs, without a slash at its end."""

    place: Place
    prefix: str

    @classmethod
    def at(cls, url: str) -> "Service":
        """The service at a URL. Raises HarnessError for one that is none, that holds more than an address, or
        to which a token would travel in clear.
        """
        if not (url.isascii() and url.isprintable()) or any(each in url for each in ' \\"<>'):
            raise _no_address()
        try:
            place, split = client.place(url), urlsplit(url)
        except ValueError:
            raise _no_address() from None
        if "@" in split.netloc:
            raise HarnessError(
                "--against holds credentials", hint="name the variable of a token by --token-env"
            )
        if "?" in url or "#" in url:
            raise HarnessError(
                "--against holds a query or a fragment", hint="give the address of the service alone"
            )
        if place.port == 0:
            raise HarnessError("nobody listens on port 0", hint="give the port of the service")
        prefix = split.path.rstrip("/")
        if version := _VERSION.search(prefix):
            raise HarnessError(
                f"--against ends in {version[0]}, and so begin the recorded paths",
                hint="leave it out of --against",
            )
        service = cls(place, prefix)
        if not service.near and place.scheme == "http":
            raise HarnessError(
                "http to another machine carries a token, and whom it rings, in clear",
                hint="give an https URL",
            )
        return service

    @property
    def url(self) -> str:
        """As it is named, without a slash at its end."""
        return f"{self.place.scheme}://{self.place.authority}{self.prefix}"

    @property
    def near(self) -> bool:
        """Whether it is on this machine by its name. That another name leads here, too, does not count."""
        return is_loopback(self.place.host)

    def require(self) -> None:
        """Nothing when it is there; else HarnessError: when nobody listens on this machine, or a name of this
        machine leads to another one.
        """
        if not self.near:
            return
        try:
            found = socket.getaddrinfo(self.place.host, self.place.port, type=socket.SOCK_STREAM)
        except OSError:
            raise HarnessError(
                f"{self.place.host} is a name that nobody knows here", hint="give 127.0.0.1"
            ) from None
        far = [str(address[0]) for *_, address in found if not ip_address(str(address[0])).is_loopback]
        if far:
            raise HarnessError(
                f"{self.place.host} is {far[0]} here, which is another machine", hint="give 127.0.0.1"
            )
        if not self.place.accepts(2.0):
            raise HarnessError(
                f"nobody listens at {self.place.authority}",
                hint="start the service first, or correct --against",
            )


def token(name: str, environ: Mapping[str, str]) -> str:
    """The token in the variable of that name. Raises HarnessError where there is none."""
    value = environ.get(name, "").strip()
    scheme, _, rest = value.partition(" ")
    if rest and scheme.lower() == "bearer":
        value = rest.strip()
    if not value:
        raise HarnessError(
            "the variable that --token-env names is not set, or empty",
            hint="put the token into a variable, and give its name, not the token",
        )
    if not _TOKEN.match(value):
        raise HarnessError(
            "the variable that --token-env names holds no bearer token", hint="put the token alone into it"
        )
    return value


def _no_address() -> HarnessError:
    return HarnessError(
        "--against is no http or https URL of a service", hint="give one such as http://127.0.0.1:8080"
    )
