"""The key that tokens are signed with: one for a single run, or one in a file, for runs that are to be alike.

It signs for nobody but the bot under test: what it is worth, the bot decides that is told to trust it.
"""

import os
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from harness.errors import HarnessError

_BITS = 2048
"""The least that RS256 allows (RFC 7518 section 3.3)."""

_LARGEST = 64 * 1024
"""Bytes of a file beyond which it is no key: one of 16,384 bits takes 13 KiB."""

_MADE = "make one with: openssl genpkey -algorithm RSA -out FILE"


def made() -> RSAPrivateKey:
    """A new key, which nobody else has and nothing keeps."""
    return generate_private_key(public_exponent=65537, key_size=_BITS)


def kept(path: Path) -> RSAPrivateKey:
    """The key in a PEM file. Where no file is, one is made, readable by its owner alone.

    Raises HarnessError, in which nothing of the file stands, for a file that cannot be read or written and
    for anything but an RSA key of 2048 bits or more without a password.
    """
    try:
        if not path.exists():
            _keep(path, made())
        if not path.is_file() or path.stat().st_size > _LARGEST:
            raise HarnessError(f"the key {path} is no file of the size of a key", hint=_MADE)
        content = path.read_bytes()
    except OSError as error:
        raise HarnessError(f"the key {path} cannot be had: {error.strerror}", hint=_MADE) from error
    try:
        key = load_pem_private_key(content, None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise HarnessError(
            f"{path} holds no private key that can be read without a password", hint=_MADE
        ) from (error if isinstance(error, UnsupportedAlgorithm) else None)
    if not isinstance(key, RSAPrivateKey) or key.key_size < _BITS:
        raise HarnessError(f"the key in {path} is no RSA key of {_BITS} bits or more", hint=_MADE)
    return key


def _keep(path: Path, key: RSAPrivateKey) -> None:
    content = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
