"""What came of a call, in one word: the words that the page counts calls by, and can be filtered by."""

from collections.abc import Mapping

from harness.conversation import Conversation, Event

OUTCOMES: Mapping[str, str] = {
    "redirected": "a redirect was accepted",
    "answered": "the bot answered it",
    "rejected": "the bot rejected it",
    "refused": "what the bot asked for was refused",
    "unanswered": "what the bot asked for got no answer",
    "undecided": "the bot did nothing",
    "other": "exchanges that name no call",
}
"""Outcome of a call -> what it means, the best first."""

_DECIDED = (Event.REDIRECTED, Event.ANSWERED, Event.REJECTED)


def outcome(conversation: Conversation) -> str:
    """The word for a call."""
    events = {step.event for step in conversation.steps}
    for event in _DECIDED:
        if event in events:
            return event.value
    if Event.REFUSED in events:
        refused = (step.exchange for step in conversation.steps if step.event is Event.REFUSED)
        return "unanswered" if all(each.response is None for each in refused) else "refused"
    return "undecided" if conversation.call is not None else "other"
