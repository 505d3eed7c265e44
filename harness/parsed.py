"""The value of a JSON body that many look at: parsed once, and by msgspec where that reads it."""

from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

from harness import body


@lru_cache(maxsize=4)
def parsed(message: bytes) -> Any:
    """The value of a body, as `body.value_of`; nobody may change it. Raises ValueError as that does.

    Remembered for a moment: rules, conversations and titles look at one message before the next.
    """
    try:
        return _decoder()(message)
    except (ValueError, RecursionError):  # NaN, 1e999, lone surrogates, byte order marks; what is no JSON
        return body.value_of(message)


@cache
def _decoder() -> Callable[[bytes], Any]:
    """msgspec, when a body is there: who replays in a test may never look into one."""
    from msgspec.json import Decoder

    return Decoder().decode
