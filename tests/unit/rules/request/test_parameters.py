"""timeout, maskCallee and maskCaller."""

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


@pytest.mark.parametrize("value", [..., 15, 30, 90])
def test_a_timeout_may_be_left_out_or_in_range(value: Any) -> None:
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


def test_a_timeout_is_told_once() -> None:
    assert found(redirect(members(timeout="5")), "v1.0") == [("RDQ040", "error", TIMEOUT)]


def test_a_timeout_that_is_null_is_information() -> None:
    assert severities("RDQ042", redirect(members(timeout=None)), TIMEOUT) == "info info info"


@pytest.mark.parametrize("name", ["maskCallee", "maskCaller"])
@pytest.mark.parametrize("value", [True, False, None])
def test_a_mask_is_an_error_in_v1_alone(name: str, value: Any) -> None:
    exchange = redirect(members(**{name: value}))
    assert severities("RDQ062", exchange, f"request.body.{name}") == "- error -"
    [finding] = judge(exchange, documentation("v1.0"))
    assert (
        finding.message == f"`{name}` is no parameter of a redirect in v1.0; reference and beta document it"
    )


@pytest.mark.parametrize("name", ["maskCallee", "maskCaller"])
@pytest.mark.parametrize(
    ("value", "flaw"), [("true", "a string"), (1, "a number"), ([], "an array"), ({}, "an object")]
)
def test_a_mask_that_is_no_boolean_is_an_error_everywhere(name: str, value: Any, flaw: str) -> None:
    exchange = redirect(members(**{name: value}))
    assert severities("RDQ062", exchange, f"request.body.{name}") == "error error error"
    messages = [[each.message for each in judge(exchange, documentation(name))] for name in ("v1.0", "beta")]
    assert messages == [
        [f"`{name}` is no parameter of a redirect in v1.0; reference and beta document it"],
        [f"`{name}` is {flaw}, not a boolean"],
    ]


def test_a_mask_that_a_page_of_ones_own_lacks_is_information() -> None:
    own = own_documentation("|timeout|Int32|How long.|")
    [finding] = judge(redirect(members(callbackUri=..., maskCaller=True)), own)
    assert (finding.rule, str(finding.severity)) == ("RDQ062", "info")
    [finding] = judge(redirect(members(callbackUri=..., maskCaller="yes")), own)
    assert (finding.rule, str(finding.severity)) == ("RDQ062", "error")
