"""What the bot replies to a webhook."""

import pytest

from harness.contract.editions import documentation
from harness.exchange import Response
from harness.headers import Headers
from harness.rules import Judge, judge
from tests.unit.rules.exchanges import alike, found_everywhere, severities
from tests.unit.rules.webhooks import LEGACY, webhook

STATUS = "response.status"


@pytest.mark.parametrize("status", [200, 202, 302, 400, 401, 500])
def test_the_older_format_that_is_not_answered_204_is_an_error(status: int) -> None:
    exchange = webhook(body=LEGACY, reply=Response(status))
    assert severities("RDN002", exchange, STATUS) == "error error error"


def test_the_older_format_that_is_answered_204_breaks_nothing() -> None:
    assert found_everywhere(webhook(body=LEGACY, reply=Response(204))) == alike()


@pytest.mark.parametrize("status", [200, 201, 202, 299])
def test_any_other_success_takes_the_webhook(status: int) -> None:
    assert found_everywhere(webhook(reply=Response(status))) == alike()


@pytest.mark.parametrize("status", [100, 204, 301, 307, 400, 401, 403, 404, 429, 500, 503])
def test_any_other_reply_is_a_warning(status: int) -> None:
    assert severities("RDN015", webhook(reply=Response(status)), STATUS) == "warning warning warning"


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (204, "the bot answers 204, which asks for Graph's format, to a message that is in it"),
        (401, "the bot answers 401: it does not take the webhook for the platform's"),
        (403, "the bot answers 403: it does not take the webhook for the platform's"),
        (500, "the bot answers 500 to a webhook"),
    ],
)
def test_the_message_says_what_the_reply_means(status: int, message: str) -> None:
    [finding] = judge(webhook(reply=Response(status)), documentation())
    assert finding.message == message


def test_302_hands_the_call_to_another_region_if_it_names_one() -> None:
    place = Headers.of({"Location": "https://emea.bot.example/api/calls"})
    assert found_everywhere(webhook(reply=Response(302, place))) == alike()
    exchange = webhook(reply=Response(302))
    assert severities("RDN015", exchange, "response.headers.location") == "warning warning warning"


@pytest.mark.parametrize("status", [202, 204, 400, 415])
def test_what_is_no_json_object_may_be_refused(status: int) -> None:
    seen = found_everywhere(webhook(body=b"{", reply=Response(status)))
    assert seen == alike(("RDN001", "warning", "request.body"))


def test_even_what_is_no_json_object_should_not_make_the_bot_fail() -> None:
    seen = found_everywhere(webhook(body=b"", reply=Response(500)))
    assert seen == alike(("RDN001", "warning", "request.body"), ("RDN015", "warning", STATUS))


@pytest.mark.parametrize(("body", "code"), [(None, "RDN015"), (LEGACY, "RDN002")])
def test_without_a_reply_nothing_can_be_said_of_it(body: bytes | None, code: str) -> None:
    judgement = Judge(documentation()).exchange(webhook(body=body, reply=None))
    assert judgement.findings == ()
    assert judgement.unjudged[-1] == (code, "the webhook got no answer")
