"""How long a bot takes, as dialogues."""

from dataclasses import replace

import pytest

from harness.checking.verdict import judged
from harness.contract.editions import EDITIONS
from harness.contract.editions import documentation as shipped
from harness.exchange import Exchange
from harness.rules import Judge
from tests.unit.checking.test_verdict import entries
from tests.unit.rules.dialogue import broken_everywhere, dialogue
from tests.unit.rules.exchanges import untimed


def late(seconds: float) -> str:
    return f"0.0 platform incoming\n0.2 bot 202\n{seconds} bot redirect\n{seconds + 0.2} graph 202"


def severities(text: str, code: str) -> str:
    return " ".join(said.removeprefix(f"{code}:") or "-" for said in broken_everywhere(text, code).values())


def unjudged(exchanges: list[Exchange], code: str) -> set[str]:
    parts = judged("a.yaml", entries(exchanges), Judge(shipped(), frozenset({code})))
    return {why for part in parts for _, why in part.unjudged}


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (0.5, "- - -"),
        (10.0, "- - -"),
        (10.1, "warning warning warning"),
        (14.9, "warning warning warning"),
        (15.0, "warning error error"),
        (300.0, "warning error error"),
    ],
)
def test_a_redirect_is_sent_within_the_documented_time(seconds: float, expected: str) -> None:
    assert severities(late(seconds), "RDC002") == expected


def test_a_bot_that_records_by_policy_has_a_third_of_the_time() -> None:
    for name, worst in zip(EDITIONS, ("WARNING", "ERROR", "ERROR"), strict=True):
        documentation = replace(shipped(name), records_by_policy=True)
        for seconds, expected in ((3.0, []), (4.0, ["WARNING"]), (5.0, [worst])):
            parts = judged(
                "a.yaml", entries(dialogue(late(seconds))), Judge(documentation, frozenset({"RDC002"}))
            )
            found = [placed.finding.severity.name for part in parts for placed in part.findings]
            assert (name, seconds, found) == (name, seconds, expected)


def test_without_the_notification_or_without_times_nobody_can_tell() -> None:
    _, redirect = dialogue(late(20.0))
    assert unjudged([redirect], "RDC002") == {"the recording does not hold the incoming notification"}
    assert unjudged([untimed(each) for each in dialogue(late(20.0))], "RDC002") == {
        "the recording keeps no times"
    }


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("0.2 bot 202", "- - -"),
        ("14.0 bot 202", "- - -"),
        ("15.0 bot 202", "warning warning warning"),
        ("15.0 bot silence", "warning warning warning"),
        ("0.2 bot 500", "- - -"),
    ],
)
def test_the_incoming_notification_is_acknowledged_in_time(reply: str, expected: str) -> None:
    assert (
        severities(f"0.0 platform incoming\n{reply}\n16.0 bot reject\n16.2 graph 202", "RDC006") == expected
    )


def test_the_order_of_acknowledgement_and_redirect_is_free() -> None:
    first = "0.0 platform incoming\n1.0 bot redirect\n1.3 graph 202\n1.4 bot 202"
    assert broken_everywhere(first) == dict.fromkeys(EDITIONS, "")


@pytest.mark.parametrize(
    ("asked", "waited", "expected"),
    [
        (2, 2.0, "- - -"),
        (2, 1.96, "- - -"),
        (2, 1.5, "warning warning warning"),
        (14, 14.0, "error error error"),
    ],
)
def test_repeats_wait_as_told_and_stay_in_time(asked: int, waited: float, expected: str) -> None:
    again = (
        f"0.0 platform incoming\n0.2 bot 202\n1.0 bot redirect\n1.2 graph 429 Retry-After={asked}\n"
        f"{1.2 + waited:.2f} bot redirect Retry-Attempt=1\n{1.5 + waited:.2f} graph 202"
    )
    assert severities(again, "RDC015") == expected


def test_a_redirect_that_was_late_from_the_start_is_not_told_of_twice() -> None:
    again = f"{late(16.0).replace('graph 202', 'graph 503')}\n18.0 bot redirect\n18.2 graph 404"
    assert severities(again, "RDC015") == "- - -"
    assert severities(again, "RDC002") == "warning error error"


def test_what_repeats_cost_cannot_be_told_without_the_notification() -> None:
    _, one, two = dialogue(
        "0.0 platform incoming\n0.2 bot 202\n1.0 bot redirect\n1.2 graph 503\n9.0 bot redirect\n9.2 graph 202"
    )
    assert unjudged([one, two], "RDC015") == {"the recording does not hold the incoming notification"}
    assert unjudged([one], "RDC015") == set()
