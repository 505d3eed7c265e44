"""`--redial-report`: a page of a test session."""

from pathlib import Path

import pytest

from harness.report.page import OPENING
from tests.unit.plugged import project, run

__all__ = ["project"]

pytest_plugins = ["pytester"]

TESTS = """
@pytest.mark.redial("forward.yaml")
def test_played(redial):
    bot.send(redial, 0)
    bot.send(redial, 1)

@pytest.mark.redial("forward.yaml")
def test_changed(redial):
    with pytest.raises(Exception):
        bot.send(redial, 0, timeout=5)

@pytest.mark.redial("forward.yaml")
def test_unplayed():
    pass

def test_without():
    pass
"""
ONE = TESTS.partition("\n\n")[0]
PROCESSES = ("-n", "2", "-p", "xdist")


def page(project: pytest.Pytester, *arguments: str, tests: str = TESTS) -> str:
    run(project, tests, "--redial-report", "out/report.html", *arguments)
    return (project.path / "out/report.html").read_text("utf-8")


def test_a_page_tells_what_each_test_replayed_left_and_asked_in_vain(project: pytest.Pytester) -> None:
    written = page(project)
    assert written.startswith(OPENING)
    assert "3 tests, 2 failed: 2 played, 1 not as recorded, 4 left unplayed" in written
    for name in ("test_played", "test_changed", "test_unplayed"):
        assert f">test_it.py::{name}</a>" in written
    assert "test_without" not in written
    assert "body.timeout recorded 45, sent 5" in written
    assert written.count('<span class="badge unplayed">unplayed</span>') >= 4


@pytest.mark.slow
def test_several_processes_make_the_same_page_in_any_order(
    project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDIAL_KEY", "a key of this project")
    assert page(project) == page(project, *PROCESSES)


def test_where_it_is_is_said(project: pytest.Pytester) -> None:
    result = run(project, TESTS, "--redial-report", "report.html")
    result.stdout.fnmatch_lines(["redial: *report.html: 3 tests, 2 failed: *"])


def test_the_ini_file_names_a_place_in_the_project(project: pytest.Pytester) -> None:
    project.makeini(
        "[pytest]\nasyncio_default_fixture_loop_scope = function\nredial_report = pages/all.html\n"
    )
    run(project, TESTS)
    assert (project.path / "pages/all.html").read_text("utf-8").startswith(OPENING)


def test_unasked_there_is_none(project: pytest.Pytester) -> None:
    run(project, TESTS).stdout.no_fnmatch_line("redial: *report*")
    assert list(project.path.rglob("*.html")) == []


def test_without_a_tape_there_is_nothing_to_show(project: pytest.Pytester) -> None:
    result = run(project, "def test_without():\n    pass\n", "--redial-report", "report.html")
    result.stdout.fnmatch_lines(["redial: no test replayed a recording; *report.html was not written"])
    assert not (project.path / "report.html").exists()


def test_a_file_that_is_no_report_is_spared_before_anything_runs(project: pytest.Pytester) -> None:
    notes = project.path / "notes.html"
    notes.write_text("my notes", "utf-8")
    result = run(project, TESTS, "--redial-report", "notes.html")
    result.stderr.fnmatch_lines(["ERROR: redial: *notes.html exists, and is no report; give another file"])
    assert notes.read_text("utf-8") == "my notes"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no device that is always full")
def test_a_page_for_which_no_room_is_left_is_said(project: pytest.Pytester) -> None:
    result = run(project, ONE, "--redial-report=/dev/full")
    result.stdout.fnmatch_lines(
        ["redial: /dev/full: No space left on device; make room or give another place"]
    )
    assert result.ret == pytest.ExitCode.TESTS_FAILED


def test_a_folder_is_no_place_for_a_page(project: pytest.Pytester) -> None:
    result = run(project, TESTS, "--redial-report", ".")
    assert result.ret == pytest.ExitCode.USAGE_ERROR


def test_a_place_that_cannot_be_written_is_said_and_fails_the_session_but_no_test(
    project: pytest.Pytester,
) -> None:
    (project.path / "file").touch()
    result = run(project, TESTS, "-k", "test_played", "--redial-report", "file/report.html")
    result.assert_outcomes(passed=1, deselected=3)
    result.stdout.fnmatch_lines(["redial: *file/report.html: *; give another place"])
    assert result.ret == pytest.ExitCode.TESTS_FAILED


def test_what_a_bot_sent_is_masked(project: pytest.Pytester) -> None:
    secret = "ines.marlowe@contoso.com"
    tests = TESTS.replace("timeout=5)", f"timeout=5, note={secret!r})")
    assert secret not in page(project, tests=tests)


def test_a_test_went_as_pytest_says(project: pytest.Pytester) -> None:
    known = ONE.replace("@pytest", "@pytest.mark.xfail\n@pytest", 1).replace(
        "bot.send(redial, 1)", "assert False"
    )
    assert "1 test, 0 failed" in page(project, tests=known)
    assert ">xfailed</span>" in page(project, tests=known)
    torn = "@pytest.fixture\ndef torn():\n    yield\n    assert False\n" + ONE.replace(
        "(redial)", "(redial, torn)", 1
    )
    assert "1 test, 1 failed" in page(project, tests=torn)
    skipped = page(project, tests=ONE.replace("bot.send(redial, 1)", "pytest.skip('not today')"))
    assert "1 test, 0 failed, 1 skipped" in skipped
    assert '<span class="badge skipped">skipped</span>' in skipped


@pytest.mark.parametrize("member", ["client_secret", "password", "access_token"])
def test_what_a_bot_sent_as_a_secret_is_masked(project: pytest.Pytester, member: str) -> None:
    tests = TESTS.replace("timeout=5)", f"timeout=5, {member}='TOPSECRETVALUE~90')")
    assert "TOPSECRETVALUE" not in page(project, tests=tests)


def test_a_recording_that_is_made_is_on_the_page(project: pytest.Pytester) -> None:
    tests = """
@pytest.mark.redial("new.yaml")
def test_recorded(redial):
    import httpx
    data = redial.incoming[0]["value"][0]["resourceData"]
    url = f"https://graph.microsoft.com/v1.0/communications/calls/{data['id']}/redirect"
    users = [{"identity": {"user": {"id": "5b0f9a3e-7d41-4c86-9e27-f1c8d2a6b054"}}}]
    httpx.post(url, json={"timeout": 30, "targets": users}, headers=bot.TOKEN)
"""
    written = page(project, "--redial-record", "once", tests=tests)
    assert "redirect to user" in written
    assert Path(project.path / "cassettes/new.yaml").exists()
