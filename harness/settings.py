"""Settings: the project key and the names of redial's environment variables.

The key is what masks are made with: a secret that stands in the environment or in a file of its own, never in
a recording, a log or a message.
"""

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from secrets import token_hex

from harness.errors import HarnessError

KEY = "REDIAL_KEY"
GRAPH_URL = "REDIAL_GRAPH_URL"
AUTHORITY_URL = "REDIAL_AUTHORITY_URL"
BOT_URL = "REDIAL_BOT_URL"
APP_ID = "REDIAL_APP_ID"

ENVIRONMENT: dict[str, str] = {
    KEY: "the project key, any text of at least 8 bytes; instead of the file .redial/key",
    GRAPH_URL: "where a bot under redial finds Graph: the base URL, without a version",
    AUTHORITY_URL: "where a replayed bot finds the login side over TLS: the URL before the tenant",
    BOT_URL: "where the bot listens, for `redial replay` without `--bot`",
    APP_ID: "the bot's application: the audience of the tokens on webhooks that are simulated or replayed",
}
"""Every environment variable of redial, and what it means."""

KEY_FILE = Path(".redial", "key")
SHORTEST = 8
"""Bytes. A shorter key is guessed: with it, masked numbers could be told by trying them all."""

_DRAWN = 32  # bytes of a key that redial draws: as many as HMAC-SHA256 uses


def project_key(directory: Path, *, create: bool, environ: Mapping[str, str] | None = None) -> bytes | None:
    """The key of the project that `directory` belongs to: the bytes to make masks with.

    The variable REDIAL_KEY where it is set; else the text of `.redial/key` in `directory` or a folder
    above it; else, with `create`, a new one in `directory`, readable by its owner only and ignored by git.
    The text of the file may be carried over to REDIAL_KEY: both give the same key.

    None when there is no key and none was to be made. Raises HarnessError for a key that is too short or
    cannot be read or written.
    """
    told = (os.environ if environ is None else environ).get(KEY, "")
    if told:
        return _sound(told, KEY)
    for folder in (directory, *directory.resolve().parents):
        if (key := _read(folder / KEY_FILE)) is not None:
            return key
    return _create(directory / KEY_FILE) if create else None


def _read(path: Path) -> bytes | None:
    try:
        return _sound(path.read_text("utf-8"), str(path))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, UnicodeError) as error:
        raise HarnessError(
            f"cannot read the project key {path}: {_reason(error)}",
            hint=f"make it readable, or put the key in {KEY}",
        ) from None


def _sound(text: str, place: str) -> bytes:
    key = text.strip().encode("utf-8", "surrogateescape")
    if len(key) < SHORTEST:
        raise HarnessError(
            f"the project key in {place} is shorter than {SHORTEST} bytes",
            hint="take the key that the project's recordings were made with, or remove it to get a new one",
        )
    return key


def _create(path: Path) -> bytes | None:
    """Draw a key and put it at `path` whole: two processes that do so at once get the same one."""
    draft = path.with_name(f"key.{os.getpid()}.{token_hex(4)}")
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        with suppress(FileExistsError), (path.parent / ".gitignore").open("x", encoding="utf-8") as ignore:
            ignore.write("*\n")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(token_hex(_DRAWN) + "\n")
            with suppress(FileExistsError):
                path.hardlink_to(draft)
        finally:
            draft.unlink()
    except OSError as error:
        raise HarnessError(
            f"cannot make the project key {path}: {_reason(error)}", hint=f"put a key in {KEY}"
        ) from None
    return _read(path)


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or "it is no text"
