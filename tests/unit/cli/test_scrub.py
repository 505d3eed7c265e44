"""`redial scrub`: what it prints, the status it ends with, and what it leaves alone."""

import shutil
import signal
import time
from dataclasses import replace
from pathlib import Path

import pytest

from harness.library import open_cassette
from tests._cluster import Cluster
from tests.unit.cassette.exchanges import file_of, redirect
from tests.unit.cassette.test_foreign import by_vcrpy, interaction
from tests.unit.cli.program import Program
from tests.unit.cli.terminal import Terminal
from tests.unit.hostile import hostile

SECRET = "q8xw2kvb7zz"
NUMBER = "+493023125042"


@pytest.fixture(autouse=True)
def _project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def dirty(tmp_path: Path) -> Path:
    path = tmp_path / "dirty.yaml"
    body = f'{{"phone": {{"id": "{NUMBER}"}}, "password": "{SECRET}"}}'
    path.write_text(by_vcrpy(interaction(body=body)), encoding="utf-8")
    return path


def test_what_was_masked_is_told_by_kind_and_line_and_not_by_value(dirty: Path, redial: Terminal) -> None:
    printed = redial("scrub", "dirty.yaml")
    line = next(at for at, text in enumerate(dirty.read_text().splitlines(), 1) if "password" in text)
    assert (printed.status, printed.err) == (0, "")
    assert printed.out.startswith(
        f"dirty.yaml: masked phone number (line {line}), secret (line {line}), id (line"
    )
    assert printed.out.count("\n") == 1
    assert SECRET not in printed.out + dirty.read_text()
    assert NUMBER not in printed.out + dirty.read_text()
    assert redial("scrub", "dirty.yaml") == (0, "", "")


def test_a_check_changes_nothing_makes_no_key_and_ends_with_status_1(
    tmp_path: Path, dirty: Path, redial: Terminal
) -> None:
    before = dirty.read_bytes()
    printed = redial("scrub", "--check", ".")
    assert printed.status == 1
    assert printed.out.startswith("dirty.yaml: would mask ")
    assert printed.out.count("\n") == 1
    assert (dirty.read_bytes(), SECRET in printed.out) == (before, False)
    assert [each.name for each in tmp_path.iterdir()] == ["dirty.yaml"]


def test_what_is_masked_passes_the_check_with_any_key(
    dirty: Path, redial: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    redial("scrub", dirty)
    monkeypatch.setenv("REDIAL_KEY", "another key of the tests")
    assert redial("scrub", "--check", dirty) == (0, "", "")


def test_a_folder_means_the_cassettes_in_it_and_no_capture(
    tmp_path: Path, dirty: Path, redial: Terminal
) -> None:
    (tmp_path / "sub").mkdir()
    dirty.rename(tmp_path / "sub" / "one.yml")
    (tmp_path / "sub" / "two.har").write_text("{", encoding="utf-8")
    (tmp_path / "notes.txt").write_text(SECRET, encoding="utf-8")
    printed = redial("scrub", ".")
    assert (printed.status, printed.err) == (0, "")
    assert printed.out.startswith("sub/one.yml: masked ")


def test_a_folder_without_cassettes_is_refused(tmp_path: Path, redial: Terminal) -> None:
    assert "no cassette (*.yaml or *.yml) in this directory" in redial.refused("scrub", tmp_path)


def test_what_cannot_be_scrubbed_ends_with_status_2_and_keeps_no_other_from_it(
    tmp_path: Path, dirty: Path, redial: Terminal
) -> None:
    (tmp_path / "a.yaml").write_text("nothing: here\n", encoding="utf-8")
    printed = redial("scrub", ".")
    assert printed.status == 2
    assert printed.err.startswith("redial: a.yaml: it is no cassette")
    assert printed.out.startswith("dirty.yaml: masked")
    assert SECRET not in dirty.read_text()


def test_a_capture_is_refused_by_name(tmp_path: Path, redial: Terminal) -> None:
    (tmp_path / "x.mitm").write_bytes(b"")
    assert redial.refused("scrub", "x.mitm") == (
        "redial: x.mitm: it is a capture, no cassette; "
        "make a masked cassette of it: redial record --from FILE\n"
    )


@pytest.mark.parametrize("flag", ["--backup", "--mend"])
def test_a_check_with_what_would_change_something_is_refused(
    dirty: Path, redial: Terminal, flag: str
) -> None:
    assert "--check changes nothing" in redial.refused("scrub", "--check", flag, dirty)


def test_originals_and_torn_ends_are_kept_where_asked(tmp_path: Path, redial: Terminal) -> None:
    path = tmp_path / "own.yaml"
    raw = file_of([replace(redirect(), error=f"password={SECRET}")])
    path.write_bytes(raw + b"- torn")
    printed = redial("scrub", "own.yaml")
    assert printed.status == 2
    assert "--mend moves them to a .torn file" in printed.err
    printed = redial("scrub", "--backup", "--mend", "own.yaml")
    assert (printed.status, printed.err) == (0, f"redial: own.yaml: the torn end is in {path}.torn\n")
    assert (tmp_path / "own.yaml.bak").read_bytes() == raw
    assert (tmp_path / "own.yaml.torn").read_bytes() == b"- torn"
    assert [entry.key is None for entry in open_cassette(path).entries()] == [False]


def test_the_rules_of_the_configuration_apply(tmp_path: Path, redial: Terminal) -> None:
    (tmp_path / "redial.toml").write_text(
        f'[redaction]\nkeep = ["{NUMBER}"]\npatterns = ["ACME-[0-9]+"]\n', encoding="utf-8"
    )
    path = tmp_path / "x.yaml"
    path.write_text(by_vcrpy(interaction(body=f"{NUMBER} ACME-17")), encoding="utf-8")
    assert redial("scrub", path).status == 0
    assert (NUMBER in path.read_text(), "ACME-17" in path.read_text()) == (True, False)


def test_many_places_of_a_kind_are_counted(tmp_path: Path, redial: Terminal) -> None:
    path = tmp_path / "own.yaml"
    path.write_bytes(file_of([replace(redirect(), error=f"password={SECRET}")] * 5))
    assert "; 5 in all)" in redial("scrub", "--check", path).out


@pytest.mark.slow
def test_shared_it_prints_and_leaves_the_same(
    tmp_path: Path, redial: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDIAL_KEY", "a key of the tests")
    found = []
    with Cluster(tmp_path) as running:
        for more in ((), ("--jobs", 2), ("--scheduler", running.address)):
            hostile(Path("calls"))
            for name in ("x.yaml", "y.yaml"):
                Path("calls", name).write_text(by_vcrpy(interaction(body=f'{{"password": "{SECRET}"}}')))
            printed = redial("scrub", "calls", "--backup", "--mend", *more)
            found.append((printed, {path.name: path.read_bytes() for path in Path("calls").iterdir()}))
            shutil.rmtree("calls")
    assert found[0] == found[1] == found[2]
    assert found[0][0].status == 2
    assert "calls/d-torn.yaml: the torn end is in " in found[0][0].err


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_asked_to_end_in_the_middle_it_leaves_nothing_half_done(
    number: signal.Signals, tmp_path: Path
) -> None:
    dirty = by_vcrpy(*(interaction(body=f'{{"password": "{SECRET}"}}') for _ in range(2000)))
    (tmp_path / "calls").mkdir()
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / "calls" / name).write_text(dirty)
    with Program("scrub", "calls", cwd=tmp_path, REDIAL_KEY="a key of the tests") as program:
        end = time.monotonic() + 60
        while not [*Path("calls").glob(".redial-*")]:
            assert time.monotonic() < end
            assert program.running
            time.sleep(0.01)
        assert program.told(number).status == 128 + number
    assert sorted(path.name for path in Path("calls").iterdir()) == ["a.yaml", "b.yaml"]
    assert Path("calls/b.yaml").read_text() == dirty
