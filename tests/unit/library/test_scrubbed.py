"""A cassette is masked whole or not at all, and one in which nothing is to be masked is not touched."""

import os
import stat
import tracemalloc
from dataclasses import replace
from pathlib import Path

import pytest

from harness.cassette import block
from harness.errors import CassetteError, HarnessError
from harness.library import Recording, examine, open_cassette, scrub
from harness.redaction.redactor import Redactor
from tests.unit.cassette.exchanges import file_of, redirect
from tests.unit.cassette.test_foreign import by_vcrpy, interaction
from tests.unit.har import exports

REDACTOR = Redactor(b"a key for tests")
SECRET = "q8xw2kvb7zz"
DIRTY = replace(redirect(), error=f"password={SECRET}")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A recording without masks, of two exchanges."""
    path = tmp_path / "calls.yaml"
    path.write_bytes(file_of([DIRTY, DIRTY]))
    return path


def state(path: Path) -> tuple[bytes, int, int]:
    return path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_ino


def test_a_recording_is_masked_in_place_and_a_second_time_not_touched(path: Path) -> None:
    done = scrub(path, REDACTOR)
    assert done.traces.lines["secret"].count == 2
    assert SECRET.encode() not in path.read_bytes()
    assert [entry.key for entry in open_cassette(path).entries()] == [REDACTOR.key_id] * 2
    before = state(path)
    assert scrub(path, REDACTOR).traces.lines == {}
    assert state(path) == before
    assert [each.name for each in path.parent.iterdir()] == ["calls.yaml"]


def test_what_is_only_looked_at_stays(path: Path) -> None:
    before = state(path)
    lines = examine(path, REDACTOR).lines
    assert (lines["secret"].count, len(lines["secret"].first)) == (2, 2)
    texts = path.read_text().splitlines()
    assert all(SECRET in texts[line - 1] for line in lines["secret"].first)
    assert state(path) == before
    assert [each.name for each in path.parent.iterdir()] == ["calls.yaml"]


def test_what_one_interaction_names_is_masked_in_those_before_it_too(path: Path) -> None:
    early = replace(redirect(), error="Ines Marlowe is not at inner.contoso")
    late = replace(
        redirect(), error='{"displayName": "Ines Marlowe", "callbackUri": "https://inner.contoso/"}'
    )
    path.write_bytes(file_of([early, late]))
    first = examine(path, REDACTOR).lines
    assert (first["name"].count, first["host"].count) == (2, 2)
    scrub(path, REDACTOR)
    assert b"contoso" not in path.read_bytes()
    assert b"Marlowe" not in path.read_bytes()
    assert (examine(path, REDACTOR).lines, scrub(path, REDACTOR).traces.lines) == ({}, {})


def test_what_one_file_names_is_not_looked_for_in_another(path: Path) -> None:
    other = path.with_name("other.yaml")
    path.write_bytes(file_of([replace(redirect(), error='{"displayName": "Ines Marlowe"}')]))
    other.write_bytes(file_of([replace(redirect(), error="Ines Marlowe")]))
    examine(path, REDACTOR)
    assert "name" not in examine(other, REDACTOR).lines


def test_of_many_places_the_first_lines_are_kept_and_the_rest_counted(path: Path) -> None:
    path.write_bytes(file_of([DIRTY] * 9))
    lines = examine(path, REDACTOR).lines["secret"]
    assert (len(lines.first), lines.count) == (3, 9)


def test_the_original_is_kept_where_it_is_asked_for_with_its_permissions(path: Path) -> None:
    original = path.read_bytes()
    path.chmod(0o640)
    done = scrub(path, REDACTOR, backup=True)
    assert done.backup == path.with_name("calls.yaml.bak")
    assert done.backup.read_bytes() == original
    assert {stat.S_IMODE(each.stat().st_mode) for each in (path, done.backup)} == {0o640}


@pytest.mark.parametrize("asked", [{}, {"backup": True}, {"mend": True}])
def test_a_file_of_two_names_is_refused_while_it_holds_anything_to_mask(
    path: Path, asked: dict[str, bool]
) -> None:
    other = path.with_name("other")
    torn = b"- request: {" if asked.get("mend") else b""
    path.write_bytes(path.read_bytes() + torn)
    other.hardlink_to(path)
    before = state(path)
    with pytest.raises(CassetteError, match="another name by a hard link"):
        scrub(path, REDACTOR, **asked)
    assert (state(path), {each.name for each in path.parent.iterdir()}) == (before, {"calls.yaml", "other"})
    other.unlink()
    scrub(path, REDACTOR, **asked)
    other.hardlink_to(path)
    assert scrub(path, REDACTOR).traces.lines == {}


def test_no_backup_is_overwritten_and_none_made_for_nothing(path: Path) -> None:
    original, copy = path.read_bytes(), path.with_name("calls.yaml.bak")
    copy.write_text("mine")
    with pytest.raises(CassetteError, match=r"calls\.yaml: calls\.yaml\.bak exists already"):
        scrub(path, REDACTOR, backup=True)
    assert (path.read_bytes(), copy.read_text()) == (original, "mine")
    copy.unlink()
    scrub(path, REDACTOR)
    assert scrub(path, REDACTOR, backup=True).backup is None
    assert not copy.exists()


def test_a_backup_goes_again_when_the_file_could_not_be_replaced(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    original = path.read_bytes()
    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(HarnessError, match="No space left"):
        scrub(path, REDACTOR, backup=True)
    assert path.read_bytes() == original
    assert [each.name for each in path.parent.iterdir()] == ["calls.yaml"]


def test_links_are_followed(path: Path) -> None:
    link = path.with_name("link.yaml")
    link.symlink_to(path.name)
    scrub(link, REDACTOR)
    assert link.is_symlink()
    assert SECRET.encode() not in path.read_bytes()


def test_a_file_that_is_being_recorded_is_refused(path: Path) -> None:
    with (
        Recording(path, None, append=True),
        pytest.raises(CassetteError, match=f"process {os.getpid()} is rec"),
    ):
        scrub(path, REDACTOR)
    assert SECRET.encode() in path.read_bytes()


def test_a_torn_file_is_refused_and_left_alone(path: Path) -> None:
    torn = path.read_bytes() + block(DIRTY, 3, key=None)[:90]
    path.write_bytes(torn)
    for look in (examine, scrub):
        with pytest.raises(CassetteError, match="90 bytes behind the last whole one; --mend"):
            look(path, REDACTOR)
    assert path.read_bytes() == torn


def test_a_torn_tail_is_moved_away_where_it_is_asked_for(path: Path) -> None:
    tail = block(DIRTY, 3, key=None)[:90]
    path.write_bytes(path.read_bytes() + tail)
    done = scrub(path, REDACTOR, mend=True)
    assert done.torn == path.with_name("calls.yaml.torn")
    assert done.torn.read_bytes() == tail
    assert len(list(open_cassette(path).entries())) == 2
    assert scrub(path, REDACTOR, mend=True).torn is None


@pytest.mark.parametrize("name", ["x.har", "x.yaml"])
def test_a_capture_is_refused_whatever_its_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(exports.har(exports.entry()))
    with pytest.raises(CassetteError, match=r"it is a capture, no cassette; .* redial record --from FILE"):
        scrub(path, REDACTOR)


@pytest.mark.parametrize("content", [b"", b"\x00", b"a: 1\n", b"interactions: [1]\n"])
def test_what_is_no_cassette_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(content)
    with pytest.raises(CassetteError, match=r"x\.yaml: "):
        scrub(path, REDACTOR)
    assert path.read_bytes() == content


def test_what_is_missing_and_what_is_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.yaml", tmp_path):
        with pytest.raises(CassetteError):
            scrub(path, REDACTOR)


def test_a_cassette_of_another_tool_is_masked_too(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(by_vcrpy(interaction(body=f"client_secret={SECRET}")), encoding="utf-8")
    scrub(path, REDACTOR)
    assert SECRET not in path.read_text()


def test_memory_does_not_grow_with_a_recording(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        path = tmp_path / f"{count}.yaml"
        path.write_bytes(file_of([DIRTY] * count))
        tracemalloc.start()
        scrub(path, REDACTOR)
        _, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return highest

    peak(1)
    few, many = peak(20), peak(800)
    assert (tmp_path / "800.yaml").stat().st_size > 500_000
    assert many < few + 250_000
