"""Whom a redirect's token was issued for, judged from facts."""

from dataclasses import replace
from types import MappingProxyType

import pytest

from harness.contract.editions import documentation
from harness.exchange import FactValue
from harness.rules import Judge
from tests.unit.rules.exchanges import redirect, severities

WHERE = "request.headers.authorization"
UNTOLD = "the recording does not tell what the token was issued for"


def unjudged(**facts: FactValue) -> tuple[tuple[str, str], ...]:
    exchange = replace(redirect(), facts=MappingProxyType(facts))
    judging = Judge(documentation(), frozenset({"RDC012", "RDC013", "RDC014"}))
    return judging.exchange(exchange).unjudged


@pytest.mark.parametrize(
    ("code", "fact", "expected"),
    [
        ("RDC012", "token_tenant_matches", "error error error"),
        ("RDC013", "token_has_calls_initiate", "warning error error"),
        ("RDC013", "token_audience_graph", "warning error error"),
        ("RDC014", "token_app_matches", "warning warning warning"),
    ],
)
def test_a_token_of_somebody_else_is_found(code: str, fact: str, expected: str) -> None:
    wrong = replace(redirect(), facts=MappingProxyType({fact: False}))
    assert severities(code, wrong, WHERE) == expected
    right = replace(redirect(), facts=MappingProxyType({fact: True}))
    assert severities(code, right, WHERE) == "- - -"


def test_what_the_proxy_could_not_see_is_not_judged() -> None:
    assert unjudged() == (("RDC012", UNTOLD), ("RDC013", UNTOLD), ("RDC014", UNTOLD))
    assert unjudged(token_has_calls_initiate=True) == (("RDC012", UNTOLD), ("RDC014", UNTOLD))
