"""A path that a command is given, whatever the command."""

from pathlib import Path

import pytest

from tests.unit.cassette.exchanges import file_of, redirect
from tests.unit.cli.terminal import Terminal

ARGUMENTS = [
    ("scrub", ""),
    ("scrub", "--check", "there.yaml", ""),
    ("check", ""),
    ("check", "there.yaml", "-o", ""),
    ("check", "there.yaml", "--baseline", ""),
    ("check", "there.yaml", "--write-baseline", ""),
    ("replay", ""),
    ("diff", "", "there.yaml"),
    ("diff", "there.yaml", ""),
    ("contract", "compile", ""),
    ("contract", "compile", "there.yaml", "-o", ""),
    ("record", "-o", ""),
    ("record", "--from", ""),
]


@pytest.mark.parametrize("arguments", ARGUMENTS, ids=" ".join)
def test_an_empty_path_is_refused_and_is_not_the_current_folder(
    arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, redial: Terminal
) -> None:
    monkeypatch.chdir(tmp_path)
    there = tmp_path / "there.yaml"
    there.write_text("interactions: []\n# erika@contoso.com\nversion: 1\n", encoding="utf-8")
    before = there.read_bytes()
    assert "an empty path names no file" in redial.refused(*arguments)
    assert (there.read_bytes(), [each.name for each in tmp_path.iterdir()]) == (before, ["there.yaml"])


@pytest.mark.parametrize(
    "arguments",
    [
        ("scrub", "{url}"),
        ("scrub", "--check", "{url}"),
        ("check", "there.yaml", "-o", "{url}"),
        ("check", "there.yaml", "--baseline", "{url}"),
        ("report", "there.yaml", "-o", "{url}"),
        ("contract", "compile", "{url}"),
        ("record", "-o", "{url}"),
    ],
    ids=" ".join,
)
def test_a_url_is_refused_where_something_is_written_or_no_recording_is_read(
    arguments: tuple[str, ...], redial: Terminal
) -> None:
    url = "s3://me:hunter2@calls/day"
    assert redial.refused(*(each.format(url=url) for each in arguments)) == (
        "redial: s3://calls/day is not on this machine; give a path, and copy between the two yourself\n"
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "{url}"),
        ("report", "{url}", "-o", "page.html"),
        ("report", "there.yaml", "-o", "page.html", "--against", "{url}"),
        ("replay", "{url}"),
        ("diff", "{url}", "there.yaml"),
        ("diff", "there.yaml", "{url}"),
        ("diff", "there.yaml", "there.yaml", "--baseline", "{url}"),
        ("verify", "{url}", "--against", "http://127.0.0.1:9"),
        ("record", "--from", "{url}"),
    ],
    ids=" ".join,
)
def test_a_recording_is_read_from_a_url(
    arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, redial: Terminal
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there.yaml").write_bytes(file_of([redirect()]))
    url = "memory://calls/none.yaml"
    assert redial.refused(*(each.format(url=url) for each in arguments)).startswith(
        f"redial: {url}: there is no such file"
    )


def test_a_url_with_a_secret_is_refused_and_not_shown(redial: Terminal) -> None:
    refused = redial.refused("check", "https://me:hunter2@host/a.yaml?sig=hunter2")
    assert refused.startswith("redial: https://host/a.yaml was given with a password or a query")
    assert "hunter2" not in refused
