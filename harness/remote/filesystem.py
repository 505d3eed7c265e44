"""The file system behind a URL, as fsspec has it, and the key of what the URL names in it."""

from typing import Any, NamedTuple

from harness.errors import HarnessError
from harness.remote.address import protocol, require_harmless, shown
from harness.remote.trouble import asked, shortened

_TRIES = 2
_S3 = {"config_kwargs": {"retries": {"max_attempts": _TRIES, "mode": "standard"}}}
_OURS: dict[str, dict[str, Any]] = {"s3": _S3, "s3a": _S3}
"""Settings of a protocol that its user did not choose: botocore's own tries take seven seconds to say that
nobody listens (measured with s3fs 2026.9).
"""


class Located(NamedTuple):
    """A file system of fsspec's, and a key in it."""

    files: Any
    key: str


def located(url: str, **settings: Any) -> Located:
    """Where a URL leads. settings: of the file system, besides those of fsspec's own configuration.

    Raises HarnessError as `kind_of` does, and RemoteError where the file system cannot be had.
    """
    kind, name = kind_of(url), protocol(url)
    from fsspec.config import conf

    ours = {key: value for key, value in _OURS.get(name, {}).items() if key not in conf.get(name, {})}
    given = {**ours, **settings}
    files = asked(url, lambda: kind(**{**given, **kind._get_kwargs_from_urls(url)}))  # noqa: SLF001 - as url_to_fs
    return Located(files, kind._strip_protocol(url))  # noqa: SLF001 - as above


def kind_of(url: str) -> Any:
    """fsspec's class for a URL. Raises HarnessError for a URL that may hold a secret, for a protocol that is
    unknown, and for one whose package is not installed.
    """
    require_harmless(url)
    name = protocol(url)
    try:
        import fsspec
    except ImportError:
        raise HarnessError(
            f"{url}: to read or write what a URL names takes fsspec",
            hint="pip install 'graph-redial[cluster]', and s3fs, gcsfs or adlfs for your store",
        ) from None
    try:
        return fsspec.get_filesystem_class(name)
    except ValueError:
        raise HarnessError(
            f"{shown(url)}: {name} is no protocol that fsspec knows",
            hint="use s3, gs, abfs or another of its",
        ) from None
    except ImportError as error:
        raise HarnessError(
            f"{url}: the package for {name} is missing", hint=shortened(str(error)) or "install it"
        ) from None
