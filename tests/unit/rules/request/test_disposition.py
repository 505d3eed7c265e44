"""targetDisposition: left out, and not at odds with the number of targets."""

from typing import Any

import pytest

from harness.contract.editions import documentation
from harness.rules import judge
from tests.unit.rules.exchanges import (
    USERS,
    found_everywhere,
    members,
    own_documentation,
    redirect,
    severities,
)

WHERE = "request.body.targetDisposition"


@pytest.mark.parametrize(("value", "number"), [("default", 1), ("simultaneousRing", 2), ("forward", 1)])
def test_a_disposition_is_deprecated_in_beta_and_unknown_in_v1(value: str, number: int) -> None:
    exchange = redirect(members(targetDisposition=value, targets=USERS[:number]))
    assert severities("RDQ060", exchange, WHERE) == "info error warning"
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
    assert severities("RDQ060", exchange, WHERE) == "warning error error"
    [finding] = judge(exchange, documentation("beta"))
    assert finding.message.endswith("its values are `default`, `simultaneousRing` and `forward`")


def test_a_null_disposition_counts_as_not_sent_except_where_there_is_no_such_parameter() -> None:
    exchange = redirect(members(targetDisposition=None))
    assert severities("RDQ060", exchange, WHERE) == "- error -"


def test_a_page_of_ones_own_without_a_disposition_is_told_who_documents_it() -> None:
    own = own_documentation("|timeout|Int32|How long.|", "|callbackUri|String|Where.|")
    [finding] = judge(redirect(members(targetDisposition="forward")), own)
    assert (finding.rule, str(finding.severity)) == ("RDQ060", "info")
    assert finding.message == "`targetDisposition` is not on this page; reference and beta document it"


@pytest.mark.parametrize(
    ("value", "number", "said"),
    [
        ("forward", 2, '`targetDisposition` is "forward", and there are 2 targets'),
        ("simultaneousRing", 1, '`targetDisposition` is "simultaneousRing", and there is 1 target'),
    ],
)
def test_a_disposition_at_odds_with_the_targets_is_a_warning_beside(
    value: str, number: int, said: str
) -> None:
    exchange = redirect(members(targetDisposition=value, targets=USERS[:number]))
    seen = found_everywhere(exchange)
    assert {name: each[1:] for name, each in seen.items()} == {
        name: [("RDQ061", "warning", WHERE)] for name in seen
    }
    assert {each[0][0] for each in seen.values()} == {"RDQ060"}
    assert [each.message for each in judge(exchange, documentation()) if each.rule == "RDQ061"] == [said]


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("forward", 1),
        ("simultaneousRing", 2),
        ("default", 1),
        ("default", 2),
        ("Forward", 2),
        (["forward"], 2),
    ],
)
def test_a_disposition_that_fits_or_is_none_is_not_at_odds(value: Any, number: int) -> None:
    exchange = redirect(members(targetDisposition=value, targets=USERS[:number]))
    assert {code for seen in found_everywhere(exchange).values() for code, _, _ in seen} == {"RDQ060"}


@pytest.mark.parametrize("value", ["forward", "simultaneousRing"])
def test_without_targets_there_is_nothing_to_be_at_odds_with(value: str) -> None:
    exchange = redirect(members(targetDisposition=value, targets=[]))
    codes = {code for seen in found_everywhere(exchange).values() for code, _, _ in seen}
    assert codes == {"RDQ022", "RDQ060"}
