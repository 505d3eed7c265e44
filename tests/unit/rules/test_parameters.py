"""timeout, callbackUri and targetDisposition."""

from typing import Any

import pytest

from harness.contract.editions import documentation
from harness.rules import judge
from tests.unit.rules.exchanges import (
    alike,
    found,
    found_everywhere,
    members,
    own_documentation,
    redirect,
    severities,
)

TIMEOUT = "request.body.timeout"
CALLBACK = "request.body.callbackUri"
DISPOSITION = "request.body.targetDisposition"


@pytest.mark.parametrize(
    ("spelling", "message"),
    [
        ('"30"', '`timeout` "30" is a string, not a whole number'),
        ("30.0", "`timeout` 30.0 is not written as a whole number"),
        ("30.5", "`timeout` 30.5 is not written as a whole number"),
        ("3e1", "`timeout` 30.0 is not written as a whole number"),
        ("1e999", "`timeout` does not fit in 32 bits"),
        ("9" * 5000, "`timeout` does not fit in 32 bits"),
        ("-" + "9" * 5000, "`timeout` does not fit in 32 bits"),
        ("NaN", "`timeout` NaN is not written as a whole number"),
        ("true", "`timeout` true is a boolean, not a whole number"),
        ("[30]", "`timeout` is an array, not a whole number"),
        ("{}", "`timeout` is an object, not a whole number"),
        ("2147483648", "`timeout` 2147483648 does not fit in 32 bits"),
        ("-2147483649", "`timeout` -2147483649 does not fit in 32 bits"),
        (f"1{'0' * 50}", f"`timeout` 1{'0' * 38}... does not fit in 32 bits"),
        ('"PT30S\\ud800"', '`timeout` "PT30S\\ud800" is a string, not a whole number'),
    ],
)
def test_a_timeout_that_is_no_whole_number_of_32_bits_is_an_error(spelling: str, message: str) -> None:
    body = members(timeout=...).replace(b"{", f'{{"timeout": {spelling}, '.encode(), 1)
    assert severities("RDQ040", redirect(body), TIMEOUT) == "error error error"
    [finding] = judge(redirect(body), documentation())
    assert finding.message == message


@pytest.mark.parametrize("value", [..., None, 15, 30, 90])
def test_a_timeout_may_be_left_out_null_or_in_range(value: Any) -> None:
    assert found_everywhere(redirect(members(timeout=value))) == alike()


@pytest.mark.parametrize("value", [14, 5, 0, -1, 91, 99, 2147483647])
def test_a_timeout_out_of_range_contradicts_those_that_give_one(value: int) -> None:
    exchange = redirect(members(timeout=value))
    assert severities("RDQ041", exchange, TIMEOUT) == "warning error error"
    [finding] = judge(exchange, documentation("reference"))
    assert finding.message == f"`timeout` is {value}; v1.0 documents 15..90"
    assert finding.fix == 'Send seconds in that range, such as `"timeout": 30`.'


@pytest.mark.parametrize(
    ("about", "sent", "severity", "span", "inside"),
    [
        ("At least 40", 5, "error", "at least 40", 40),
        ("At most 20", 99, "error", "at most 20", 20),
        ("From 50 to 60", 99, "error", "50..60", 50),
        ("From 50 to 60", 35, "info", "50..60", 50),
    ],
)
def test_a_page_of_ones_own_may_give_another_range(
    about: str, sent: int, severity: str, span: str, inside: int
) -> None:
    own = own_documentation(f"|timeout|Int32|{about}.|", "|callbackUri|String|Where.|")
    [finding] = judge(redirect(members(timeout=sent)), own)
    assert (finding.rule, str(finding.severity)) == ("RDQ041", severity)
    assert finding.message == f"`timeout` is {sent}; mine documents {span}"
    assert finding.fix.endswith(f'`"timeout": {inside}`.')


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
    assert severities("RDQ050", exchange, CALLBACK) == "warning error error"
    [finding] = judge(exchange, documentation("reference"))
    assert finding.message == f"`callbackUri` {flaw}; v1.0 documents https"


@pytest.mark.parametrize("value", [1, True, {}, ["https://bot.example/"]])
def test_a_callback_that_is_no_string_is_an_error_everywhere(value: Any) -> None:
    assert severities("RDQ050", redirect(members(callbackUri=value)), CALLBACK) == "error error error"


@pytest.mark.parametrize("value", ["default", "simultaneousRing", "forward"])
def test_a_disposition_is_deprecated_in_beta_and_unknown_in_v1(value: str) -> None:
    exchange = redirect(members(targetDisposition=value))
    assert severities("RDQ060", exchange, DISPOSITION) == "info error warning"
    messages = {
        name: [finding.message for finding in judge(exchange, documentation(name))]
        for name in ("reference", "v1.0", "beta")
    }
    assert messages == {
        "reference": ["beta deprecates `targetDisposition`"],
        "v1.0": ["`targetDisposition` is no parameter of v1.0"],
        "beta": ["beta deprecates `targetDisposition`"],
    }


@pytest.mark.parametrize("value", ["SimultaneousRing", "ring", "String", "", 1, True, {}, ["forward"]])
def test_a_disposition_that_beta_does_not_know_is_worse(value: Any) -> None:
    exchange = redirect(members(targetDisposition=value))
    assert severities("RDQ060", exchange, DISPOSITION) == "warning error error"
    [finding] = judge(exchange, documentation("beta"))
    assert finding.message.endswith("its values are `default`, `simultaneousRing` and `forward`")


def test_a_null_disposition_counts_as_not_sent_except_where_there_is_no_such_parameter() -> None:
    exchange = redirect(members(targetDisposition=None))
    assert severities("RDQ060", exchange, DISPOSITION) == "- error -"


def test_a_page_of_ones_own_without_a_disposition_is_told_who_documents_it() -> None:
    own = own_documentation("|timeout|Int32|How long.|", "|callbackUri|String|Where.|")
    [finding] = judge(redirect(members(targetDisposition="forward")), own)
    assert (finding.rule, str(finding.severity)) == ("RDQ060", "info")
    assert finding.message == "`targetDisposition` is not on this page; reference and beta document it"


def test_a_timeout_is_told_once() -> None:
    assert found(redirect(members(timeout="5")), "v1.0") == [("RDQ040", "error", TIMEOUT)]
