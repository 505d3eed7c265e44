"""What can go wrong with a store, in one sentence and in bounded time, whichever library talks to it.

What such a library says is not passed on as it is: it may quote a signed URL.
"""

import re
import threading
from collections.abc import Callable, Iterator, Mapping
from queue import Empty, SimpleQueue
from typing import Any

from harness.errors import HarnessError

PATIENCE_S = 60.0
"""Seconds that one answer of a store may take, with what its library tries again."""

_LONGEST = 160

_CREDENTIALS = "no credentials were found that it takes", "set them where its library looks for them"
_MISSING = "there is no such file, folder or bucket", "check the URL"
_DENIED = "access is denied", "check the credentials, and what they are allowed"
_LATE = "the store gave no answer in time", "check its address and the network, or try again"
_AWAY = "the store cannot be reached", "check its address and the network"

_WHY: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(("FileNotFoundError", "ResourceNotFoundError"), _MISSING),
    **dict.fromkeys(("PermissionError", "ClientAuthenticationError"), _DENIED),
    **dict.fromkeys(("NoCredentialsError", "PartialCredentialsError", "GoogleAuthError"), _CREDENTIALS),
    **dict.fromkeys(("TimeoutError", "ConnectTimeoutError", "ReadTimeoutError"), _LATE),
    **dict.fromkeys(("ConnectionError", "ClientConnectionError", "ServiceRequestError", "gaierror"), _AWAY),
}
"""Name of an exception, or of one that it descends from -> what it says, and what to do: those of Python,
botocore, azure-core, google-auth and aiohttp.
"""


class RemoteError(HarnessError):
    """What a URL names cannot be read or written."""


class MissingError(RemoteError):
    """Nothing is there."""


def asked[Result](url: str, call: Callable[[], Result], *, seconds: float = PATIENCE_S) -> Result:
    """What a call of a store's library returns. Raises RemoteError, naming the URL, for all that it raises,
    and where it takes longer: it goes on beside us then, and nobody waits for it.
    """
    answers: SimpleQueue[tuple[Any, Exception | None]] = SimpleQueue()

    def ask() -> None:
        try:
            answers.put((call(), None))
        except Exception as error:  # noqa: BLE001 - whatever a library raises, it is told where it is awaited
            answers.put((None, error))

    threading.Thread(target=ask, name="redial-store", daemon=True).start()
    try:
        result, error = answers.get(timeout=seconds)
    except Empty:
        result, error = None, TimeoutError()
    if error is not None:
        raise trouble(url, error) from None
    found: Result = result
    return found


def trouble(url: str, error: Exception) -> RemoteError:
    """The sentence for whatever a library raised."""
    if isinstance(error, RemoteError):
        return error
    why, hint = next(_known(error), (_words(error), "check the URL, the credentials and the store"))
    kind = MissingError if (why, hint) == _MISSING else RemoteError
    return kind(f"{url}: {why}", hint=hint)


def _known(error: Exception) -> Iterator[tuple[str, str]]:
    """What is known of an error, of its cause first: fsspec's HTTP tells any as a file that is missing."""
    for each in (error.__cause__, error):
        for kind in type(each).__mro__:
            if kind.__name__ in _WHY:
                yield _WHY[kind.__name__]


def _words(error: Exception) -> str:
    """What an error says of itself, where that is about a file or a value; else its kind, with its code."""
    if isinstance(error, OSError | ValueError) and (said := str(getattr(error, "strerror", "") or error)):
        return shortened(said)
    code = getattr(error, "status", None) or getattr(error, "code", None)
    return f"the store answered {code}" if isinstance(code, int) else type(error).__name__


def shortened(said: str) -> str:
    """The first line of what a library says, without what may be secret in a URL."""
    first = said.strip().partition("\n")[0]
    return re.sub(r"(?<=//)[^/\s]*@|\?\S*", "", first)[:_LONGEST].rstrip(".")
