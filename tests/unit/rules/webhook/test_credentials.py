"""What shows that a webhook is the platform's."""

from typing import Any

import pytest

from harness.contract.editions import documentation
from harness.exchange import Exchange
from harness.rules import Judge, judge
from tests.unit.rules.exchanges import alike, found_everywhere, severities
from tests.unit.rules.webhooks import webhook

AUTHORIZATION = "request.headers.authorization"


def unjudged(exchange: Exchange) -> list[tuple[str, str]]:
    return list(Judge(documentation()).exchange(exchange).unjudged)


@pytest.mark.parametrize(
    ("fact", "value", "words"),
    [
        ("token_present", False, "the webhook carries no bearer token"),
        ("token_issuer_known", False, "the token of the webhook was not issued by the platform"),
        (
            "token_app_matches",
            False,
            "the token of the webhook is for another application than the bot that is called",
        ),
        ("token_tenant_matches", False, "the token of the webhook names another tenant than the call"),
        ("token_expired", True, "the token of the webhook had expired when it came"),
    ],
)
def test_a_token_that_is_not_as_it_should_be_is_a_warning(fact: str, value: bool, words: str) -> None:
    exchange = webhook(facts={fact: value})
    assert severities("RDN012", exchange, AUTHORIZATION) == "warning warning warning"
    [finding] = judge(exchange, documentation())
    assert finding.message == words


def test_each_flaw_of_a_token_is_told() -> None:
    exchange = webhook(facts={"token_issuer_known": False, "token_expired": True})
    assert [each.rule for each in judge(exchange, documentation())] == ["RDN012", "RDN012"]


def test_without_facts_the_token_cannot_be_judged() -> None:
    told: dict[str, Any] = dict.fromkeys(webhook().facts, ...)
    assert unjudged(webhook(facts=told)) == [
        ("RDN012", "the recording keeps no facts of the webhook's token")
    ]


@pytest.mark.parametrize("fact", ["token_issuer_known", "token_tenant_matches", "token_expired"])
def test_what_the_token_did_not_say_is_not_judged_and_the_rest_is(fact: str) -> None:
    why = ("RDN012", "the recording does not hold all that the webhook's token said")
    gone: dict[str, Any] = {fact: ...}
    assert unjudged(webhook(facts=gone)) == [why]
    spoilt = {"token_issuer_known": False, "token_expired": True} | gone
    assert {each.rule for each in judge(webhook(facts=spoilt), documentation())} == {"RDN012"}


def test_a_bot_that_is_called_by_a_resource_account_has_no_audience_to_compare() -> None:
    gone: dict[str, Any] = {"token_app_matches": ...}
    assert unjudged(webhook(facts=gone)) == []
    assert found_everywhere(webhook(facts=gone)) == alike()


def test_a_token_under_the_name_of_a_published_sample_is_an_error() -> None:
    exchange = webhook(headers={"Authorization": ..., "Authentication": "Bearer REDACTED"})
    assert severities("RDN013", exchange, "request.headers.authentication") == "error error error"


def test_a_bad_token_is_found_under_that_name_as_well() -> None:
    exchange = webhook(
        headers={"Authorization": ..., "Authentication": "Bearer REDACTED"}, facts={"token_expired": True}
    )
    assert [(each.rule, each.where) for each in judge(exchange, documentation())] == [
        ("RDN012", "request.headers.authentication"),
        ("RDN013", "request.headers.authentication"),
    ]


def test_the_other_name_beside_the_right_one_is_let_be() -> None:
    assert found_everywhere(webhook(headers={"Authentication": "Bearer REDACTED"})) == alike()


@pytest.mark.parametrize("agent", [..., "", "curl/8.9.1", "Microsoft-Skype/3.0", "(Calling/1.0)"])
def test_another_user_agent_is_information(agent: Any) -> None:
    exchange = webhook(headers={"User-Agent": agent})
    assert severities("RDN016", exchange, "request.headers.user-agent") == "info info info"


@pytest.mark.parametrize("agent", ["Microsoft-Skype/3.0,(Calling/1.0)", "microsoft-skype/4.1 (calling/2)"])
def test_the_user_agent_of_the_platform_is_accepted_in_any_version(agent: str) -> None:
    assert found_everywhere(webhook(headers={"User-Agent": agent})) == alike()
