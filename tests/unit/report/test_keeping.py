"""What is said of a cassette that is being recorded names the cassette."""

from pathlib import Path

from harness.report.keeping import continued, mended, unmasked


def test_a_cassette_in_which_nothing_is_masked_is_for_nobody() -> None:
    assert unmasked(Path("a.yaml")).startswith("NOTHING IS MASKED in a.yaml: ")


def test_a_torn_tail_is_said_with_where_it_is_now() -> None:
    said = mended(Path("a.yaml"), Path("a.yaml.torn"))
    assert said == "a.yaml was torn at its end; what is left of its last exchange is in a.yaml.torn"


def test_of_a_cassette_that_is_gone_on_with_it_is_said_who_judges_the_whole() -> None:
    assert continued(Path("a.yaml")) == (
        "what a.yaml holds is not judged again, nor with what comes now: `redial check` judges all of it"
    )
