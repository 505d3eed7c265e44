"""What the small bot does with its calls."""

import json

import pytest

from harness.demo.plans import PLANS, TURNS
from tests.unit.rules.exchanges import found, redirect


def test_calls_whose_path_names_no_plan_take_turns_with_known_ones() -> None:
    assert set(TURNS) <= set(PLANS)
    assert not any(PLANS[plan].delay_s or PLANS[plan].tenant for plan in TURNS), "turns are quick and right"


@pytest.mark.parametrize("plan", sorted(set(PLANS) - {"mistake"}))
def test_every_redirect_but_the_mistake_keeps_the_rules(plan: str) -> None:
    seen = found(redirect(json.dumps(PLANS[plan].redirect).encode()), "v1.0")
    assert [each for each in seen if each[1] != "info"] == []


def test_the_mistake_is_the_one_that_json_invites_to() -> None:
    (seen,) = found(redirect(json.dumps(PLANS["mistake"].redirect).encode()), "v1.0")
    assert seen == ("RDQ040", "error", "request.body.timeout")
