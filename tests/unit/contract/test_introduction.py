"""The top of a page states a namespace, the time of a bot and the notation of numbers."""

import pytest

from tests.unit.contract.stating import SMALL, doubts, facts

NAME = "# call: redirect\n"


def top(text: str) -> str:
    return SMALL.replace(NAME, f"{NAME}{text}\n\n")


@pytest.mark.parametrize(
    "text",
    [
        "Namespace: microsoft.graph",
        "**Namespace:** microsoft.graph",
        "Namespace: `microsoft.graph`\nMore words.",
    ],
)
def test_a_namespace_is_read_from_its_line(text: str) -> None:
    assert facts(top(text))["namespace"] == "microsoft.graph"


@pytest.mark.parametrize(
    "text", ["Namespace:", "Namespace: see below", "Namespaces: a.b", "The namespace: a.b"]
)
def test_other_lines_name_none(text: str) -> None:
    assert "namespace" not in facts(top(text))


@pytest.mark.parametrize(
    ("text", "window", "recording"),
    [
        ("The bot decides within 15 seconds.", "15 s", None),
        ("A bot waits. The limit is 5 seconds when recording by policy.", None, "5 s"),
        ("For bots the timeout is 15 seconds, and 5 seconds for policy-based ones.", "15 s", "5 s"),
        ("The bot lets it ring for 30 seconds.", None, None),
        ("The limit of the bot is short.", None, None),
    ],
)
def test_a_window_is_a_limit_of_a_bot_in_seconds(
    text: str, window: str | None, recording: str | None
) -> None:
    found = facts(top(text))
    assert (found.get("window"), found.get("recording_window")) == (window, recording)


def test_a_limit_of_something_else_is_doubted() -> None:
    page = top("The password times out within 60 seconds.")
    assert "window" not in facts(page)
    assert doubts(page) == [(2, "it is a limit of something else than a bot's decision")]


def test_two_limits_are_none() -> None:
    page = top("The bot has a limit of 15 seconds. The limit is 20 seconds.")
    assert "window" not in facts(page)
    assert doubts(page) == [(2, "the page states several limits")] * 2


def test_a_phone_format_is_named_anywhere_on_the_page() -> None:
    assert facts(f"{SMALL}## Notes\nNumbers are in\nE.164 format.\n")["phone_format"] == "E.164"
