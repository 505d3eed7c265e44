"""Why a file was not read to its end."""

import pytest

from harness.checking.verdict import Read
from harness.report.unread import unread


@pytest.mark.parametrize(
    ("read", "opening", "advice"),
    [
        (
            Read("a.yaml", torn=7),
            "a.yaml ends in the middle of an interaction; left out: 7 bytes (",
            "`redial record --append` moves them to a .torn file)",
        ),
        (
            Read("a.mitm", torn=1, capture=True),
            "a.mitm cannot be read to its end; left out: 1 byte (",
            "capture or export it again)",
        ),
    ],
)
def test_a_sentence_says_what_is_left_out_and_what_to_do(read: Read, opening: str, advice: str) -> None:
    assert unread(read) == opening + advice


def test_a_file_that_cannot_be_read_has_its_own_sentence_and_a_whole_one_none() -> None:
    assert unread(Read("a.yaml", trouble="a.yaml: no cassette; give one")) == "a.yaml: no cassette; give one"
    assert unread(Read("a.yaml")) is None
