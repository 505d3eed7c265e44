"""URLs as a user gives them in place of a path: which text is one, and which may hold a secret."""

import re
from urllib.parse import urlsplit

from harness.errors import HarnessError

_PROTOCOL = re.compile(r"[a-z][a-z0-9+.\-]+(?=://)", re.IGNORECASE)
_NAMED = ("abfs", "abfss", "az", "ftp", "hdfs", "sftp", "smb", "ssh", "wasb", "wasbs")
"""Protocols in which a name may stand before the host: a container's, or a user's."""

_STORES = ("s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "memory")
"""Protocols of stores in which an object is there only once it is whole, and is made only if it is new."""


def is_url(text: str) -> bool:
    """Whether it is a URL: it has a protocol, of two letters or more. A drive has one."""
    return _PROTOCOL.match(text) is not None


def protocol(url: str) -> str:
    """The protocol of a URL, in lower case."""
    found = _PROTOCOL.match(url)
    return found[0].lower() if found else ""


def shown(url: str) -> str:
    """A URL without what may be secret in it: what stands before the host, and the query."""
    bare = re.sub(r"(?<=://)[^/?#]*@", "", url)
    return bare.partition("?")[0]


def require_harmless(url: str) -> None:
    """Raise HarnessError for a URL that may hold a secret: it would stand in all that is printed of it."""
    name, at, _ = urlsplit(url).netloc.rpartition("@")
    if (at and (":" in name or protocol(url) not in _NAMED)) or "?" in url:
        raise HarnessError(
            f"{shown(url)} was given with a password or a query, which may be a secret",
            hint="leave that out: credentials come from the environment, or from fsspec's configuration",
        )
    if "::" in url:
        raise HarnessError(f"{shown(url)} is a chain of URLs", hint="give one URL")


def require_store(url: str) -> None:
    """Raise HarnessError for what is no URL of a store to upload to, before anything is asked of it."""
    if is_url(url):
        require_harmless(url)
    if protocol(url) not in _STORES:
        raise HarnessError(
            f"{shown(url)} is no URL of an object store", hint=f"begin it with one of {', '.join(_STORES)}"
        )
