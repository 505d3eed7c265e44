"""Where the bytes of a recording come from: a file of this machine, or whatever an fsspec URL names.

A Remote has of pathlib.Path what reading takes, so that whoever reads need not know which of them it has.
fsspec, and the package for a protocol, are imported once a URL is given.
"""

from pathlib import Path

from harness.remote.address import is_url, shown
from harness.remote.file import Remote
from harness.remote.trouble import RemoteError

type Source = Path | Remote
"""A file or a folder to read."""


def source(text: str) -> Source:
    """What a path or a URL names, as a user gives it. Raises RemoteError for a URL that nothing can be read
    from.
    """
    return Remote.at(text) if is_url(text) else Path(text)


__all__ = ["Remote", "RemoteError", "Source", "is_url", "shown", "source"]
