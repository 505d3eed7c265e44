"""The signing key in a file: made once, read again, and refused in one sentence when it is none."""

import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from harness.errors import HarnessError
from harness.tokens import signing_key


def pem(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey, password: bytes = b"") -> bytes:
    sealed = BestAvailableEncryption(password) if password else NoEncryption()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, sealed)


def test_a_key_that_is_not_there_yet_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "key.pem"
    made = signing_key.kept(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert signing_key.kept(path).private_numbers() == made.private_numbers()


def test_a_key_of_another_program_is_read_as_it_is(tmp_path: Path) -> None:
    path, key = tmp_path / "key.pem", signing_key.made()
    path.write_bytes(pem(key))
    assert signing_key.kept(path).private_numbers() == key.private_numbers()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"S3CRET", "holds no private key that can be read without a password"),
        (b"", "holds no private key"),
        (pem(rsa.generate_private_key(65537, 2048), b"pass"), "without a password"),
        (pem(rsa.generate_private_key(65537, 1024)), "is no RSA key of 2048 bits or more"),
        (pem(ec.generate_private_key(ec.SECP256R1())), "is no RSA key"),
    ],
    ids=["no key", "empty", "locked", "short", "another kind"],
)
def test_what_is_no_key_is_refused_and_stays_as_it_is(content: bytes, sentence: str, tmp_path: Path) -> None:
    path = tmp_path / "key.pem"
    path.write_bytes(content)
    with pytest.raises(HarnessError, match=sentence) as raised:
        signing_key.kept(path)
    assert "S3CRET" not in str(raised.value)
    assert path.read_bytes() == content


@pytest.mark.parametrize("place", ["/dev/zero", "/dev/full", "/"])
def test_what_has_no_end_is_not_read(place: str) -> None:
    with pytest.raises(HarnessError, match=f"the key {place} is no file of the size of a key"):
        signing_key.kept(Path(place))


def test_a_file_far_larger_than_a_key_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "key.pem"
    path.write_bytes(b"-" * 100_000)
    with pytest.raises(HarnessError, match="is no file of the size of a key"):
        signing_key.kept(path)


def test_a_place_where_no_file_can_be_is_refused(tmp_path: Path) -> None:
    with pytest.raises(HarnessError, match="cannot be had: No such file or directory"):
        signing_key.kept(tmp_path / "nowhere" / "key.pem")
