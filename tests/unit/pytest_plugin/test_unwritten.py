"""What a recording in a test lacks, and what is said of one that was not written."""

import pytest

from harness.pytest_plugin.unwritten import Given, lacking, unwritten

TAKEN = Given("/api/calls", 202)


def test_webhooks_that_were_taken_and_something_asked_of_graph_are_a_recording() -> None:
    assert list(lacking([TAKEN], asked=True, name="new.yaml")) == []


def test_a_conversation_of_nothing_is_none() -> None:
    assert list(lacking([TAKEN], asked=False, name="new.yaml")) == [
        "nothing to record: nothing was asked of Graph"
    ]


@pytest.mark.parametrize("asked", [True, False])
def test_what_the_bot_did_not_take_is_the_reason_whatever_it_asked(*, asked: bool) -> None:
    given = [TAKEN, Given("/after", 404), Given("/after", None, "the bot hung up"), Given("/after", None)]
    assert list(lacking(given, asked=asked, name="new.yaml")) == [
        "refused: the bot answered the webhook at /after with 404",
        "not delivered: the webhook at /after: the bot hung up",
        "not delivered: the webhook at /after: no reply",
    ]


@pytest.mark.parametrize(("status", "elsewhere"), [(404, True), (405, True), (401, False), (500, False)])
def test_where_the_first_is_not_found_the_bot_listens_elsewhere(status: int, *, elsewhere: bool) -> None:
    (line,) = lacking([Given("/api/calls", status)], asked=False, name="new.yaml")
    assert line.endswith('say where it listens: @pytest.mark.redial("new.yaml", path="/...")') is elsewhere


@pytest.mark.parametrize(
    ("added", "sentence"),
    [
        (False, "redial: new.yaml is not written, as the test failed"),
        (True, "redial: new.yaml stays as it was, as the test failed; --redial-record all begins anew"),
    ],
)
def test_what_is_not_written_is_named(sentence: str, *, added: bool) -> None:
    lines = unwritten(["POST /redirect, redirect: 204"], "new.yaml", added=added)
    assert list(lines) == [sentence, "  not written: POST /redirect, redirect: 204"]
