"""What a bot decides about a call, as dialogues."""

import pytest

from tests.unit.rules.dialogue import broken, broken_everywhere

RING = """
    0.0   platform  incoming
    0.2   bot       202
"""
REDIRECT = """
    1.0   bot       redirect
    1.3   graph     202
"""
END = """
    20.0  platform  terminated
    20.1  bot       202
"""
ERROR = {"reference": "error", "v1.0": "error", "beta": "error"}


def codes(text: str, *only: str) -> list[tuple[str, int | None]]:
    return [(code, at) for code, severity, at in broken(text, "v1.0", *only) if severity == "error"]


def test_a_call_that_rings_is_redirected_and_ends_breaks_nothing() -> None:
    assert broken_everywhere(RING + REDIRECT + END) == dict.fromkeys(ERROR, "")


def test_a_redirect_of_a_call_that_never_rang_is_an_error() -> None:
    other = "\n2.0 bot redirect call=B\n2.2 graph 404 code=8522"
    assert codes(RING + REDIRECT + other, "RDC001") == [("RDC001", 3)]


def test_a_redirect_before_its_call_rang_is_an_error() -> None:
    early = "0.0 platform incoming call=B\n0.1 bot 202\n1.0 bot redirect\n1.2 graph 202\n"
    assert codes(f"{early}2.0 platform incoming\n2.1 bot 202", "RDC001") == [("RDC001", 2)]


def test_without_webhooks_nobody_knows_what_rang() -> None:
    assert codes(REDIRECT, "RDC001") == []


@pytest.mark.parametrize("action", ["answer", "reject"])
def test_a_call_is_decided_once(action: str) -> None:
    first = f"\n0.5 bot {action}\n0.7 graph 202"
    later = f"\n2.0 bot {action}\n2.2 graph 404"
    assert codes(RING + first + REDIRECT, "RDC003") == [("RDC003", 3)]
    assert codes(RING + REDIRECT + later, "RDC003") == [("RDC003", 3)]


def test_what_was_refused_decided_nothing() -> None:
    assert codes(RING + "\n0.5 bot answer\n0.7 graph 403" + REDIRECT, "RDC003") == []


def test_to_answer_and_then_to_hang_up_is_no_matter_of_a_redirect() -> None:
    assert codes(RING + "\n0.5 bot answer\n0.7 graph 202\n1.0 bot reject\n1.2 graph 202", "RDC003") == []


def test_a_second_redirect_after_an_accepted_one_is_an_error() -> None:
    again = "\n3.0 bot redirect target=phone\n3.2 graph 404 code=8522"
    assert codes(RING + REDIRECT + again, "RDC004") == [("RDC004", 3)]


@pytest.mark.parametrize(
    "again",
    [
        "\n3.0 bot redirect client-request-id=3 Retry-Attempt=1\n3.2 graph 202",
        "",
    ],
)
def test_a_repeat_is_the_same_redirect(again: str) -> None:
    assert codes(RING + REDIRECT + again, "RDC004") == []


def test_another_target_after_a_refusal_is_a_second_try() -> None:
    refused = "\n1.0 bot redirect\n1.2 graph 400 code=8523\n2.0 bot redirect target=phone\n2.2 graph 202"
    assert codes(RING + refused, "RDC004") == []


def test_nothing_is_asked_of_a_call_that_is_over() -> None:
    assert codes(RING + END + "\n21.0 bot redirect\n21.2 graph 404 code=8522", "RDC005") == [("RDC005", 3)]
    assert codes(RING + REDIRECT + END + "\n25.0 bot keepAlive\n25.2 graph 404", "RDC005") == [("RDC005", 4)]


def test_what_crossed_the_end_on_its_way_is_let_be() -> None:
    crossing = "\n9.0 platform terminated\n9.05 bot redirect\n9.1 bot 202\n9.3 graph 404 code=8522"
    assert codes(RING + crossing, "RDC005") == []


def test_an_end_that_is_long_past_is_not_forgotten() -> None:
    hours = (
        "\n7200.0 platform incoming call=B chain=2\n7200.1 bot 202"
        "\n7201.0 bot reject call=B\n7201.1 graph 202"
        "\n7202.0 bot redirect\n7202.2 graph 404 code=8522"
    )
    assert codes(RING + REDIRECT + END + hours, "RDC005") == [("RDC005", 6)]
    assert codes(RING + REDIRECT + END + hours, "RDC001") == []
