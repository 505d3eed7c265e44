"""A cite reads as page, line and words."""

from harness.cite import Cite


def test_a_cite_prints_as_a_place_and_its_words() -> None:
    assert str(Cite("v1.0.md", 12, "timeout | Int32")) == "v1.0.md:12 timeout | Int32"
