"""What is said of a cassette that is being recorded names the cassette."""

from pathlib import Path

from harness.report.keeping import mended, unmasked


def test_a_cassette_in_which_nothing_is_masked_is_for_nobody() -> None:
    assert unmasked(Path("a.yaml")).startswith("NOTHING IS MASKED in a.yaml: ")


def test_a_torn_tail_is_said_with_where_it_is_now() -> None:
    said = mended(Path("a.yaml"), Path("a.yaml.torn"))
    assert said == "a.yaml was torn at its end; what is left of its last exchange is in a.yaml.torn"
