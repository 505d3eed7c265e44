"""What came of a call."""

import pytest

from harness.conversation import Conversation
from harness.report.page.outcome import OUTCOMES, outcome
from tests.unit.rules.dialogue import dialogue
from tests.unit.rules.exchanges import CALL
from tests.unit.watching import DIALOGUES

DECIDED = {
    **{name: DIALOGUES[name] for name in ("faultless", "refused", "late", "retried", "unanswered")},
    "answered": "0.0 platform incoming\n0.1 bot 202\n1.0 bot answer\n1.2 graph 202",
    "rejected": "0.0 platform incoming\n0.1 bot 202\n1.0 bot reject\n1.2 graph 202",
    "ignored": "0.0 platform incoming\n0.1 bot 202",
}


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("faultless", "redirected"),
        ("refused", "refused"),
        ("late", "refused"),
        ("retried", "redirected"),
        ("unanswered", "unanswered"),
        ("answered", "answered"),
        ("rejected", "rejected"),
        ("ignored", "undecided"),
    ],
)
def test_a_call_has_one_word(name: str, word: str) -> None:
    assert outcome(Conversation(CALL).after_all(dialogue(DECIDED[name]))) == word
    assert word in OUTCOMES


def test_exchanges_without_a_call_have_no_outcome() -> None:
    assert outcome(Conversation(None)) == "other"
