"""`redial check` against a baseline: what was accepted is counted, what is new fails."""

import json
from pathlib import Path

import pytest

from tests.unit.cli.terminal import Terminal, cassette
from tests.unit.rules.exchanges import answered, members, redirect

KNOWN = redirect(members(timeout="30"), answer=answered("reference"))
NEW = redirect(members(callbackUri="http://bot.example/"), answer=answered("reference"))


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, redial: Terminal) -> Path:
    """A project that has accepted one finding."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "redial.toml").write_text('select = ["RDQ0"]')
    cassette(tmp_path / "old.yaml", [KNOWN])
    assert redial("check", "old.yaml", "--write-baseline", "baseline.json").status == 0
    return tmp_path


def test_writing_accepts_everything_and_says_how_much(project: Path, redial: Terminal) -> None:
    printed = redial("check", "old.yaml", "--write-baseline", "other.json")
    assert (printed.status, printed.err) == (0, "other.json: 1 finding accepted\n")
    assert printed.out.splitlines()[-1].startswith("0 errors, 0 warnings, 0 infos in 1 redirect ")
    assert printed.out.endswith("; 1 accepted by the baseline\n")
    assert (project / "other.json").read_text() == (project / "baseline.json").read_text()


def test_what_was_accepted_is_not_reported_in_another_recording(project: Path, redial: Terminal) -> None:
    cassette(project / "again.yaml", [KNOWN])
    printed = redial("check", "again.yaml", "--baseline", "baseline.json", "--fail-on", "info")
    assert (printed.status, printed.err) == (0, "")
    assert "RDQ040" not in printed.out
    assert printed.out.endswith("; 1 accepted by the baseline\n")


def test_what_is_new_is_reported_and_fails(project: Path, redial: Terminal) -> None:
    cassette(project / "new.yaml", [KNOWN, NEW])
    printed = redial("check", "new.yaml", "--baseline", "baseline.json")
    assert "RDQ050" in printed.out
    assert "RDQ040" not in printed.out
    result = json.loads(
        redial(
            "check", "new.yaml", "--baseline", "baseline.json", "--format", "json", "--fail-on", "info"
        ).out
    )
    assert {each["rule"] for each in result["findings"]} == {"RDQ050"}
    assert result["summary"]["accepted"] == 1


def test_what_no_longer_occurs_is_said_and_does_not_fail(project: Path, redial: Terminal) -> None:
    cassette(project / "good.yaml", [redirect(answer=answered("reference"))])
    printed = redial("check", "good.yaml", "--baseline", "baseline.json")
    assert printed.status == 0
    assert printed.err == (
        "redial: 1 finding that baseline.json accepts no longer occurs: RDQ040 request.body.timeout;"
        " write it anew with --write-baseline\n"
    )
    unasked = redial("check", "good.yaml", "--baseline", "baseline.json", "--ignore", "RDQ040")
    assert unasked.err == ""


def test_of_many_that_no_longer_occur_some_are_named(project: Path, redial: Terminal) -> None:
    gone = [
        {"rule": "RDQ040", "where": f"request.body.m{each}", "fingerprint": f"{each:016x}", "count": 2}
        for each in range(5)
    ]
    (project / "baseline.json").write_text(json.dumps({"version": 1, "accepted": gone}))
    said = redial("check", "old.yaml", "--baseline", "baseline.json").err
    assert "redial: 10 findings that baseline.json accepts no longer occur: " in said
    assert "request.body.m0, RDQ040 request.body.m1, RDQ040 request.body.m2 and 2 more; " in said


def test_a_check_that_is_not_whole_writes_no_baseline_and_knows_nothing_stale(
    project: Path, redial: Terminal
) -> None:
    before = (project / "baseline.json").read_text()
    torn = cassette(project / "torn.yaml", [KNOWN, NEW])
    torn.write_bytes(torn.read_bytes()[:-40])
    assert redial("check", "torn.yaml", "--write-baseline", "baseline.json").status == 2
    assert (project / "baseline.json").read_text() == before
    cassette(project / "good.yaml", [redirect(answer=answered("reference"))])
    (project / "good.yaml").write_bytes((project / "good.yaml").read_bytes() + b"- torn")
    printed = redial("check", "good.yaml", "--baseline", "baseline.json")
    assert printed.status == 2
    assert "no longer occur" not in printed.err


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (None, "there is no such baseline"),
        ("{", "is no baseline"),
        ('{"version": 7, "accepted": []}', "is a baseline of version 7, known is 1"),
    ],
)
def test_a_baseline_that_cannot_be_used_is_refused(
    text: str | None, sentence: str, project: Path, redial: Terminal
) -> None:
    (project / "baseline.json").unlink()
    if text is not None:
        (project / "baseline.json").write_text(text)
    assert sentence in redial.refused("check", "old.yaml", "--baseline", "baseline.json")


def test_accepting_everything_and_reporting_what_is_new_are_not_asked_for_at_once(
    project: Path, redial: Terminal
) -> None:
    both = ("--baseline", "baseline.json", "--write-baseline", "baseline.json")
    assert "leave out --baseline" in redial.refused("check", "old.yaml", *both)
