"""callbackUri: an absolute https URL, plain, within reach, without a secret."""

from dataclasses import replace
from typing import Any

import pytest

from harness.contract.editions import documentation
from harness.exchange import Exchange, Origin, Response
from harness.facts import HOST_CLASSES
from harness.findings import Severity
from harness.redaction.redactor import Redactor
from harness.rules import Judge, judge
from tests.unit.rules.exchanges import alike, found_everywhere, members, recorded, redirect, severities

WHERE = "request.body.callbackUri"
FACTS = {"RDQ051": "callback_ascii", "RDQ052": "callback_host", "RDQ054": "callback_secret"}
"""Rules and the facts that they judge by."""


def calling(url: Any) -> Exchange:
    """A redirect with that callbackUri, and the facts that are taken when it is recorded."""
    return recorded(redirect(members(callbackUri=url)))


def masked(exchange: Exchange) -> Exchange:
    """The exchange as a recording keeps it."""
    return Redactor(b"a key for tests").exchange(exchange)


def unjudged(exchange: Exchange) -> list[str]:
    """The rules on callbackUri that could not tell."""
    judgement = Judge(documentation(), frozenset(FACTS)).exchange(exchange)
    return [code for code, _ in judgement.unjudged]


@pytest.mark.parametrize(
    "value", [..., None, "https://bot.example/", "HTTPS://bot.example:8443/a?b=c", "https://[2001:db8::1]/x"]
)
def test_a_callback_may_be_left_out_null_or_absolute_https(value: Any) -> None:
    assert found_everywhere(redirect(members(callbackUri=value))) == alike()


@pytest.mark.parametrize(
    ("value", "flaw"),
    [
        ("http://bot.example/api/calls", "has the scheme http"),
        ("/api/calls", "is no absolute https URL"),
        ("bot.example/api/calls", "is no absolute https URL"),
        ("https:///api/calls", "is no absolute https URL"),
        ("https://", "is no absolute https URL"),
        ("https://[/api", "is no absolute https URL"),
        ("wss://bot.example/", "is no absolute https URL"),
        (" https://bot.example", "is no absolute https URL"),
        ("https://bot.example/\n", "is no absolute https URL"),
        ("https://exa mple/", "is no absolute https URL"),
        ("https://bot.example/a\tb", "is no absolute https URL"),
        ("https://bot.example:99999/", "is no absolute https URL"),
        ("https://bot.example:https/", "is no absolute https URL"),
        ("", "is no absolute https URL"),
    ],
)
def test_a_callback_that_is_no_absolute_https_url_contradicts_those_that_say_so(
    value: str, flaw: str
) -> None:
    exchange = redirect(members(callbackUri=value))
    assert severities("RDQ050", exchange, WHERE) == "warning error error"
    [finding] = judge(exchange, documentation("reference"))
    assert finding.message == f"`callbackUri` {flaw}; v1.0 documents https"


@pytest.mark.parametrize("value", [1, True, {}, ["https://bot.example/"]])
def test_a_callback_that_is_no_string_is_an_error_everywhere(value: Any) -> None:
    assert severities("RDQ050", redirect(members(callbackUri=value)), WHERE) == "error error error"


@pytest.mark.parametrize(
    ("url", "flaws"),
    [
        ("https://bot.example/anrufe/\u00fc", "characters outside ASCII"),
        ("https://b\u00fccher.example/api", "characters outside ASCII"),
        ("https://bot.example/api?who=\u00fc", "characters outside ASCII"),
        ("https://ada@bot.example/api", "a user before its host"),
        ("https://ada:pw@bot.example/api", "a user before its host"),
        ("https://bot.example/api#", "a fragment"),
        ("https://bot.example/api#calls", "a fragment"),
        (
            "https://ada@bot.example/\u00fc#x",
            "characters outside ASCII, a user before its host and a fragment",
        ),
    ],
)
def test_a_callback_that_is_not_plain_is_a_warning_masked_or_not(url: str, flaws: str) -> None:
    for exchange in (calling(url), masked(calling(url))):
        assert severities("RDQ051", exchange, WHERE) == "warning warning warning"
        [finding] = judge(exchange, documentation())
        assert finding.message == f"`callbackUri` has {flaws}"


@pytest.mark.parametrize("url", ["https://bot.example/%C3%BC?x=1%23", "https://xn--bcher-kva.example/@ada"])
def test_a_callback_that_is_plain_is_accepted(url: str) -> None:
    assert found_everywhere(calling(url)) == found_everywhere(masked(calling(url))) == alike()


@pytest.mark.parametrize(
    "url", ["https://localhost:3978/api", "https://10.1.2.3/api", "https://a.ngrok.io/api"]
)
def test_a_callback_out_of_reach_is_a_warning_masked_or_not(url: str) -> None:
    for exchange in (calling(url), masked(calling(url))):
        assert severities("RDQ052", exchange, WHERE) == "warning warning warning"


@pytest.mark.parametrize(
    ("reach", "severity"),
    [
        ("public", "-"),
        ("loopback", "warning"),
        ("private", "warning"),
        ("tunnel", "warning"),
        ("none", "-"),
    ],
)
def test_every_class_of_host_is_judged(reach: str, severity: str) -> None:
    exchange = replace(redirect(), facts={"callback_host": reach})
    assert severities("RDQ052", exchange, WHERE) == " ".join([severity] * 3)
    assert reach in HOST_CLASSES


@pytest.mark.parametrize("query", ["?code=4f9a0c27", "?region=emea&sig=x"])
def test_a_secret_in_the_query_is_a_warning_masked_or_not(query: str) -> None:
    exchange = calling(f"https://bot.example/api{query}")
    for each in (exchange, masked(exchange)):
        assert severities("RDQ054", each, WHERE) == "warning warning warning"


@pytest.mark.parametrize("query", ["", "?", "?region=emea", "?code="])
def test_a_query_without_a_secret_is_accepted(query: str) -> None:
    assert found_everywhere(calling(f"https://bot.example/api{query}")) == alike()


def test_without_the_facts_a_masked_callback_is_not_judged() -> None:
    exchange = masked(redirect(members(callbackUri="https://bot.example/api?code=4f9a0c27")))
    assert unjudged(exchange) == ["RDQ051", "RDQ052", "RDQ054"]
    assert found_everywhere(exchange) == alike()


def test_without_the_facts_a_callback_in_clear_shows_whether_it_is_plain() -> None:
    assert unjudged(redirect(members(callbackUri="https://bot.example/api"))) == ["RDQ052"]
    exchange = redirect(members(callbackUri="https://bot.example/\u00fc"))
    assert severities("RDQ051", exchange, WHERE) == "warning warning warning"


@pytest.mark.parametrize("value", [..., None, 3, "", "/api/calls", "https:///api"])
def test_what_names_no_host_is_left_to_the_rule_on_urls(value: Any) -> None:
    exchange = redirect(members(callbackUri=value))
    assert unjudged(exchange) == []
    assert {code for seen in found_everywhere(exchange).values() for code, _, _ in seen} <= {"RDQ050"}


@pytest.mark.parametrize(
    ("origin", "url", "may_stay"),
    [
        (Origin.SIMULATED, "http://localhost:3978/api/calls", True),
        (Origin.RECORDED, "http://127.0.0.1:3978/api/calls", True),
        (Origin.SIMULATED, "http://10.1.2.3/api/calls", False),
        (Origin.LIVE, "http://localhost:3978/api/calls", False),
    ],
)
@pytest.mark.parametrize(
    ("code", "edition", "what"),
    [("RDQ050", "reference", "it"), ("RDQ052", "reference", "the host"), ("RDQ052", "v1.0", "the host")],
)
def test_where_redial_plays_graph_a_bot_on_this_machine_may_stay(
    code: str, edition: str, what: str, origin: Origin, url: str, may_stay: bool
) -> None:
    exchange = replace(masked(calling(url)), origin=origin, response=Response(202))
    (found,) = judge(exchange, documentation(edition), codes=frozenset([code]))
    assert (f"Where redial plays Graph {what} may stay" in found.fix) is may_stay


def test_what_the_simulated_graph_refuses_may_not_stay() -> None:
    exchange = replace(masked(calling("http://localhost:3978/api/calls")), origin=Origin.SIMULATED)
    (found,) = judge(exchange, documentation("v1.0"), codes=frozenset(["RDQ050"]))
    assert found.severity is Severity.ERROR
    assert "may stay" not in found.fix
