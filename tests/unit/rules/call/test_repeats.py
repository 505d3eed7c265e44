"""What is worth repeating, as dialogues."""

import pytest

from tests.unit.rules.dialogue import broken

RING = "0.0 platform incoming\n0.2 bot 202\n"


def found(text: str, code: str) -> list[tuple[str, int | None]]:
    return [(severity, at) for rule, severity, at in broken(RING + text, "v1.0", code) if rule == code]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("400 code=8523", [("warning", 3)]),
        ("401 code=InvalidAuthenticationToken", [("warning", 3)]),
        ("403 code=7504", [("warning", 3)]),
        ("404 code=8522", [("warning", 3)]),
        ("409 code=8519", [("warning", 3)]),
        ('401 WWW-Authenticate="Bearer claims=e30"', []),
        ("429 Retry-After=0", []),
        ("500", []),
        ("503", []),
        ("504", []),
    ],
)
def test_only_what_may_change_is_repeated(answer: str, expected: list[tuple[str, int]]) -> None:
    text = f"1.0 bot redirect\n1.2 graph {answer}\n2.0 bot redirect\n2.2 graph 202"
    assert found(text, "RDC016") == expected


def test_another_request_after_a_refusal_is_no_repeat() -> None:
    text = "1.0 bot redirect\n1.2 graph 400\n2.0 bot redirect timeout=40\n2.2 graph 202"
    assert found(text, "RDC016") == []


def test_each_repeat_in_vain_is_told() -> None:
    text = "".join(f"{at}.0 bot redirect\n{at}.2 graph 403 code=7504\n" for at in (1, 2, 3))
    assert found(text, "RDC016") == [("warning", 3), ("warning", 4)]


def test_what_got_no_answer_may_have_been_applied() -> None:
    text = "1.0 bot redirect\n6.0 graph silence\n6.1 bot redirect\n6.3 graph 202"
    assert found(text, "RDC017") == [("warning", 3)]
    assert found("1.0 bot redirect\n6.0 graph silence", "RDC017") == []
