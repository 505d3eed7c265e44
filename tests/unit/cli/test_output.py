"""Where the result of a command goes."""

import io
from pathlib import Path

import pytest

from harness.cli.output import coloured, painted, printing


class Screen(io.StringIO):
    """What a terminal is to whoever prints."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "environment", "wanted"),
    [
        (Screen(), {}, True),
        (Screen(), {"NO_COLOR": "1"}, False),
        (Screen(), {"NO_COLOR": ""}, True),
        (Screen(), {"TERM": "dumb"}, False),
        (io.StringIO(), {}, False),
    ],
)
def test_colour_is_for_terminals(stream: io.StringIO, environment: dict[str, str], *, wanted: bool) -> None:
    assert coloured(stream, environment) is wanted


@pytest.mark.parametrize(
    ("piece", "shown"),
    [
        ("error RDQ040 x: m\n    fix   f\n", "\x1b[31m\x1b[1merror\x1b[0m RDQ040 x: m\n    fix   f\n"),
        ("info RDR001 x: m\n", "\x1b[36m\x1b[1minfo\x1b[0m RDR001 x: m\n"),
        ("1 error, 0 warnings\n", "1 error, 0 warnings\n"),
        ("errors\n", "errors\n"),
    ],
)
def test_the_severity_of_a_finding_is_in_colour(piece: str, shown: str) -> None:
    assert painted(piece) == shown


def test_on_a_terminal_it_is_printed_so(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr("sys.stdout", screen)
    monkeypatch.setenv("TERM", "xterm")
    with printing(None) as put:
        put("warning RDQ041\n")
    assert screen.getvalue() == "\x1b[33m\x1b[1mwarning\x1b[0m RDQ041\n"


def test_elsewhere_it_is_plain(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for file in (None, tmp_path / "result.txt"):
        with printing(file) as put:
            put("warning RDQ041\n")
    assert capsys.readouterr().out == "warning RDQ041\n"
    assert (tmp_path / "result.txt").read_text() == "warning RDQ041\n"
