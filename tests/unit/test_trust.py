"""A bot under redial trusts what it trusted, and the proxy's authority besides."""

from pathlib import Path

import certifi
import pytest

from harness import trust
from harness.errors import HarnessError


@pytest.fixture
def authority(tmp_path: Path) -> Path:
    path = tmp_path / "authority.pem"
    path.write_text("AUTHORITY\n")
    return path


def bundle(tmp_path: Path, authority: Path, **environ: str) -> str:
    path = tmp_path / "bundle.pem"
    trust.write_bundle(path, authority, environ)
    return path.read_text()


def test_the_public_authorities_stay_trusted(tmp_path: Path, authority: Path) -> None:
    told = bundle(tmp_path, authority)
    assert told.startswith(Path(certifi.where()).read_text().rstrip("\n"))
    assert told.endswith("\nAUTHORITY\n")


@pytest.mark.parametrize("name", trust.STORES)
def test_a_store_of_the_users_own_takes_their_place(tmp_path: Path, authority: Path, name: str) -> None:
    own = tmp_path / "own.pem"
    own.write_text("OWN")
    assert bundle(tmp_path, authority, **{name: str(own)}) == "OWN\nAUTHORITY\n"


def test_what_node_trusts_besides_is_added(tmp_path: Path, authority: Path) -> None:
    extra = tmp_path / "extra.pem"
    extra.write_text("EXTRA")
    told = bundle(tmp_path, authority, NODE_EXTRA_CA_CERTS=str(extra))
    assert told.endswith("\nAUTHORITY\n")
    assert "\nEXTRA\n" in f"\n{told}"
    assert len(told) > len(Path(certifi.where()).read_text())


def test_a_store_that_cannot_be_read_is_named(tmp_path: Path, authority: Path) -> None:
    with pytest.raises(HarnessError, match=r"gone\.pem: No such file.*correct the variable"):
        bundle(tmp_path, authority, SSL_CERT_FILE=str(tmp_path / "gone.pem"))


def test_the_folder_of_the_authority_is_the_users_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    place = trust.home()
    assert place == tmp_path / ".redial" / "mitmproxy"
    assert place.stat().st_mode & 0o777 == 0o700


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(HarnessError, match="cannot be made: Not a directory; set HOME"):
        trust.home(tmp_path / "file" / "mitmproxy")
