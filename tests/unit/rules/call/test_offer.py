"""How the platform offers a call, as dialogues."""

import pytest

from harness.contract.editions import EDITIONS
from tests.unit.rules.call.test_outcome import unjudged
from tests.unit.rules.dialogue import broken, broken_everywhere, dialogue
from tests.unit.rules.exchanges import untimed

RING = "0.0 platform incoming\n0.2 bot 202\n"
AGAIN = "5.0 platform incoming call=B\n5.2 bot 202\n"
OTHER = "60.0 platform incoming call=C chain=2\n60.2 bot 202\n61.0 bot reject call=C\n61.2 graph 202\n"


def found(text: str, *codes: str) -> list[tuple[str, str, int | None]]:
    return [each for each in broken(text, "v1.0", *codes) if each[0] != "RDR001"]


def test_each_call_of_a_chain_is_decided_for_itself() -> None:
    both = f"{RING}1.0 bot redirect\n1.2 graph 202\n{AGAIN}6.0 bot redirect call=B\n6.2 graph 202"
    assert broken_everywhere(both) == dict.fromkeys(EDITIONS, "")


def test_a_redirect_of_the_older_call_is_stale_while_a_newer_one_rings() -> None:
    stale = f"{RING}{AGAIN}6.0 bot redirect call=A\n6.2 graph 404 code=8522"
    assert found(stale, "RDC018", "RDC022") == [("RDC018", "warning", 3)]
    right = f"{RING}{AGAIN}6.0 bot redirect call=B\n6.2 graph 202"
    assert found(right, "RDC018", "RDC022") == []


def test_another_chain_replaces_nothing() -> None:
    text = f"{RING}{AGAIN.replace('call=B', 'call=B chain=2')}6.0 bot redirect call=A\n6.2 graph 202"
    assert found(text, "RDC018") == []


def test_a_call_that_nobody_decided_is_an_error_at_its_notification() -> None:
    assert found(RING + OTHER, "RDC022") == [("RDC022", "error", 1)]


@pytest.mark.parametrize("action", ["redirect", "answer", "reject"])
def test_any_decision_will_do(action: str) -> None:
    assert found(f"{RING}1.0 bot {action}\n1.2 graph 202\n{OTHER}", "RDC022") == []


def test_a_call_that_ends_while_there_is_time_needs_no_decision() -> None:
    assert found(f"{RING}9.0 platform terminated\n9.1 bot 202\n{OTHER}", "RDC022") == []
    late = f"{RING}15.0 platform terminated\n15.1 bot 202\n{OTHER}"
    assert found(late, "RDC022") == [("RDC022", "error", 1)]


def test_what_the_recording_cannot_show_is_not_judged() -> None:
    assert unjudged(dialogue(RING), "RDC022") == {"the recording ends before it could show"}
    assert unjudged([untimed(each) for each in dialogue(RING)], "RDC022") == {
        "the recording ends before it could show"
    }
    heard = f"{RING}60.0 platform incoming call=C chain=2\n60.2 bot 202\n"
    assert "the recording keeps no requests to Graph" in unjudged(dialogue(heard), "RDC022")


def test_what_was_declined_in_the_older_format_is_offered_anew() -> None:
    older = "0.0 platform legacy\n0.1 bot 204\n"
    anew = "0.5 platform incoming\n0.6 bot 202\n1.0 bot reject\n1.2 graph 202\n"
    assert found(older + anew + OTHER, "RDC021") == []
    assert found(older + OTHER, "RDC021") == [("RDC021", "warning", 1)]
    assert unjudged(dialogue(older), "RDC021") == {"the recording ends before it could show"}


def test_an_older_format_that_was_not_declined_is_rule_rdn002s() -> None:
    assert found("0.0 platform legacy\n0.1 bot 202\n" + OTHER, "RDC021") == []
