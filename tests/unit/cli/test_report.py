"""`redial report`: the page it writes, what it refuses, and the status it ends with."""

import os
from pathlib import Path

import pytest

from harness.report.page import OPENING
from tests._cluster import Cluster
from tests.unit.cli.terminal import Terminal, cassette
from tests.unit.har import exports
from tests.unit.hostile import hostile
from tests.unit.rules.dialogue import dialogue
from tests.unit.rules.exchanges import URL, answered, members, recorded, redirect
from tests.unit.watching import DIALOGUES

SECRET = "+4915112345678"
GOOD = redirect(answer=answered("reference"))
BAD = redirect(members(timeout="30"), answer=answered("reference"))


@pytest.fixture
def page(tmp_path: Path) -> Path:
    return tmp_path / "report.html"


def test_a_page_is_written_and_summed_up(tmp_path: Path, page: Path, redial: Terminal) -> None:
    printed = redial("report", cassette(tmp_path / "calls.yaml", [BAD]), "-o", page)
    assert (printed.status, printed.err) == (0, "")
    assert printed.out.startswith(f"{page}: 1 error, 0 warnings, 0 infos in 1 redirect of 1 call (1 cassette")
    written = page.read_text("utf-8")
    assert written.startswith(OPENING)
    assert written.endswith("</html>\n")
    assert "RDQ040" in written


def test_many_recordings_are_one_page(tmp_path: Path, page: Path, redial: Terminal) -> None:
    for number in range(3):
        other = redirect(url=URL.replace("9f2c61b8", f"9f2c61b{number}"), answer=answered("reference"))
        cassette(tmp_path / f"{number}.yaml", [other])
    assert redial("report", tmp_path, "-o", page).status == 0
    assert page.read_text("utf-8").count('<details class="call ') == 3


def test_the_contract_is_the_projects(
    tmp_path: Path, page: Path, redial: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "redial.toml").write_text('contract = "v1.0"\nignore = ["RDQ040"]\n', "utf-8")
    redial("report", cassette(tmp_path / "calls.yaml", [BAD]), "-o", page)
    written = page.read_text("utf-8")
    assert "judged by <strong>v1.0</strong>" in written
    assert "rule-RDQ040" not in written


def test_a_report_is_replaced_and_anything_else_is_not(tmp_path: Path, page: Path, redial: Terminal) -> None:
    path = cassette(tmp_path / "calls.yaml", [BAD])
    assert redial("report", path, "-o", page).status == 0
    first = page.read_text("utf-8")
    assert redial("report", path, "-o", page).status == 0
    assert page.read_text("utf-8") == first
    page.write_text("my notes", "utf-8")
    assert redial.refused("report", path, "-o", page) == (
        f"redial: {page} exists, and is no report; give another file\n"
    )
    assert page.read_text("utf-8") == "my notes"


def test_a_dash_is_no_name_of_a_page(
    tmp_path: Path, redial: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = cassette(tmp_path / "calls.yaml", [BAD])
    monkeypatch.chdir(tmp_path)
    assert redial.refused("report", path, "-o", "-") == (
        "redial: a page is a file, - names none; give it a name, or /dev/stdout\n"
    )
    assert not Path("-").exists()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_that_nobody_reads_is_not_waited_for(tmp_path: Path, redial: Terminal) -> None:
    os.mkfifo(tmp_path / "pipe")
    path = cassette(tmp_path / "calls.yaml", [BAD])
    assert redial.refused("report", path, "-o", tmp_path / "pipe").startswith(f"redial: {tmp_path}/pipe: ")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_named(tmp_path: Path, redial: Terminal) -> None:
    path = cassette(tmp_path / "calls.yaml", [BAD])
    assert redial.refused("report", path, "-o", "/dev/full") == (
        "redial: /dev/full: No space left on device; make room or give another place\n"
    )


def test_an_empty_file_may_be_written_to(tmp_path: Path, page: Path, redial: Terminal) -> None:
    page.touch()
    assert redial("report", cassette(tmp_path / "calls.yaml", [BAD]), "-o", page).status == 0


def test_a_recording_is_not_overwritten(tmp_path: Path, redial: Terminal) -> None:
    path = cassette(tmp_path / "calls.yaml", [BAD])
    before = path.read_bytes()
    assert "is one of the recordings" in redial.refused("report", path, "-o", path)
    assert path.read_bytes() == before


def test_what_is_not_masked_in_a_recording_is_masked_on_the_page(
    tmp_path: Path, page: Path, redial: Terminal
) -> None:
    path = tmp_path / "clear.yaml"
    identity = {"phone": {"id": SECRET}}
    with_secret = redirect(
        members(targets=[{"identity": identity}], timeout=SECRET), answer=answered("reference")
    )
    from harness.library import Recording

    with Recording(path, None) as recording:
        recording.keep(with_secret)
    assert SECRET in path.read_text("utf-8")
    assert redial("report", path, "-o", page).status == 0
    written = page.read_text("utf-8")
    assert SECRET[1:] not in written
    assert "RDQ040" in written


def test_what_was_put_into_a_masked_recording_later_is_masked_on_the_page(
    tmp_path: Path, page: Path, redial: Terminal
) -> None:
    path = cassette(tmp_path / "edited.yaml", [BAD])
    masked, note = path.read_text("utf-8"), f"{SECRET} client_secret=TOPSECRETVALUE~77"
    path.write_text(masked.replace('"timeout"', f'"note": "{note}", "timeout"'), "utf-8")
    assert note in path.read_text("utf-8")
    assert redial("report", path, "-o", page, "--against", path).status == 0
    assert not [each for each in (SECRET[1:], "TOPSECRETVALUE") if each in page.read_text("utf-8")]


def test_a_torn_recording_is_shown_as_far_as_it_goes_and_said(
    tmp_path: Path, page: Path, redial: Terminal
) -> None:
    path = cassette(tmp_path / "torn.yaml", [BAD, GOOD])
    path.write_bytes(path.read_bytes()[:-300])
    printed = redial("report", path, "-o", page)
    assert printed.status == 2
    assert printed.err.startswith(f"redial: {path} ends in the middle of an interaction")
    assert "Not all was read." in page.read_text("utf-8")


def test_one_file_that_cannot_be_read_keeps_no_other_from_the_page(
    tmp_path: Path, page: Path, redial: Terminal
) -> None:
    cassette(tmp_path / "a.yaml", [BAD])
    (tmp_path / "b.yaml").write_text("no cassette", "utf-8")
    printed = redial("report", tmp_path, "-o", page)
    assert (printed.status, printed.err.count("\n")) == (2, 1)
    written = page.read_text("utf-8")
    assert "RDQ040" in written
    assert "b.yaml" in written


def test_without_anything_to_show_no_page_is_written(tmp_path: Path, page: Path, redial: Terminal) -> None:
    page.write_text(f"{OPENING} of before", "utf-8")
    (tmp_path / "b.yaml").write_text("no cassette", "utf-8")
    assert redial.refused("report", tmp_path / "b.yaml", "-o", page).startswith(f"redial: {tmp_path}/b.yaml")
    assert redial.refused("report", cassette(tmp_path / "empty.yaml", []), "-o", page)
    assert page.read_text("utf-8") == f"{OPENING} of before"


def test_exchanges_without_a_redirect_are_shown_and_the_status_is_2(
    tmp_path: Path, page: Path, redial: Terminal
) -> None:
    rang = dialogue("0.0 platform incoming\n0.1 bot 202")
    printed = redial("report", cassette(tmp_path / "calls.yaml", rang), "-o", page)
    assert printed.status == 2
    assert "no redirect was judged in 1 exchange" in printed.err
    assert "undecided" in page.read_text("utf-8")


@pytest.mark.parametrize("arguments", [(), ("-o",), ("-o", "")], ids=["no place", "no name", "an empty name"])
def test_a_place_is_needed(arguments: tuple[str, ...], tmp_path: Path, redial: Terminal) -> None:
    redial.refused("report", cassette(tmp_path / "calls.yaml", [BAD]), *arguments)


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path: Path, redial: Terminal) -> None:
    path = cassette(tmp_path / "calls.yaml", [BAD])
    assert redial.refused("report", path, "-o", tmp_path).count(str(tmp_path)) == 1
    assert redial.refused("report", path, "-o", path / "report.html")


def test_a_page_that_could_not_be_finished_leaves_what_was_there(
    tmp_path: Path, page: Path, redial: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.write_text(f"{OPENING} of before", "utf-8")
    path = cassette(tmp_path / "calls.yaml", [BAD])

    def full(*_: object) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr("harness.report.page.Page.whole", full)
    assert "No space left" in redial.refused("report", path, "-o", page)
    assert page.read_text("utf-8") == f"{OPENING} of before"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["calls.yaml", "report.html"]


def test_calls_of_all_sorts_are_on_the_page(tmp_path: Path, page: Path, redial: Terminal) -> None:
    for name, text in DIALOGUES.items():
        cassette(tmp_path / f"{name}.yaml", dialogue(text))
    assert redial("report", tmp_path, "-o", page).status == 0
    written = page.read_text("utf-8")
    for word in ("redirected", "refused", "unanswered"):
        assert f'class="outcome {word}"' in written


def test_a_recording_of_the_proxy_is_shown(tmp_path: Path, page: Path, redial: Terminal) -> None:
    assert redial("report", cassette(tmp_path / "a.yaml", [recorded(GOOD)]), "-o", page).status == 0


def test_a_capture_is_masked_on_the_page(tmp_path: Path, page: Path, redial: Terminal) -> None:
    (tmp_path / "x.har").write_bytes(exports.har(exports.entry()))
    assert redial("report", tmp_path / "x.har", "-o", page).status == 0
    written = page.read_text("utf-8")
    assert "redirect to user" in written
    assert exports.CALL not in written


@pytest.mark.slow
@pytest.mark.parametrize("older", [(), ("--against", "calls/b-wrong.yaml")], ids=["alone", "against"])
def test_shared_it_makes_the_same_page(
    older: tuple[str, ...], tmp_path: Path, redial: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REDIAL_KEY", "a key of the tests")
    hostile(Path("calls"))
    with Cluster(tmp_path) as running:
        found = [
            (redial("report", "calls", "-o", "page.html", *older, *more), Path("page.html").read_bytes())
            for more in ((), ("--jobs", 2), ("--scheduler", running.address))
        ]
    assert found[0] == found[1] == found[2]
    assert (found[0][0].status, found[0][0].err.count("\n") >= 5) == (2, True)
