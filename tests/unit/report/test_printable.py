"""What would steer a terminal is spelled out; all else stays as it is."""

import pytest

from harness.report.printable import printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("calls/{call}.yaml: 3 exchanges, näht €", "calls/{call}.yaml: 3 exchanges, näht €"),
        ("a\nb\x1b]0;c\x07.yaml", r"a\nb\x1b]0;c\x07.yaml"),
        ("turned \u202e round", r"turned \u202e round"),
        ("no UTF-8 \udcff", r"no UTF-8 \udcff"),
    ],
)
def test_every_character_shows(text: str, shown: str) -> None:
    assert printable(text) == shown
