"""Why a rule on calls cannot tell."""

from harness.rules import Unjudged, unseen

WHYS = [value.why for value in vars(unseen).values() if isinstance(value, Unjudged)]


def test_each_reason_is_a_clause_that_goes_behind_a_colon() -> None:
    assert len(WHYS) > 4
    assert len(set(WHYS)) == len(WHYS)
    assert all(why.startswith("the recording ") and not why.endswith(".") for why in WHYS)
