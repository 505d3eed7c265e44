"""`redial check --coverage`: what the cassettes put to the test, and what never."""

import json
from pathlib import Path

from tests.unit.cli.terminal import Terminal, cassette
from tests.unit.rules.exchanges import answered, members, redirect


def test_rules_and_facts_are_told_after_the_result(tmp_path: Path, redial: Terminal) -> None:
    path = cassette(tmp_path / "calls.yaml", [redirect(members(timeout=...), answer=answered("v1.0"))])
    *_, rules, facts = redial(
        "check", path, "--coverage", "--contract", "v1.0", "--select", "RDQ040,RDR001,RDR004"
    ).out.splitlines()
    assert rules == "rules: 3 of 3 exercised"
    assert facts.startswith("facts of v1.0: ")
    never = facts.partition("; never: ")[2].split(", ")
    assert {"window", "parameters.timeout", "parameters.timeout.minimum", "phone_format"} <= {*never}
    assert not {"parameters.timeout.default.one", "successes.202", "parameters.callbackUri"} & {*never}


def test_a_rule_that_could_not_tell_was_not_put_to_the_test(tmp_path: Path, redial: Terminal) -> None:
    path = cassette(tmp_path / "dead.yaml", [redirect()])
    printed = redial("check", path, "--coverage", "--select", "RDQ040,RDR001").out
    assert "\nrules: 1 of 2 exercised; never: RDR001\n" in printed


def test_several_cassettes_exercise_what_any_of_them_does(tmp_path: Path, redial: Terminal) -> None:
    for name, edition in (("a.yaml", "v1.0"), ("b.yaml", "reference")):
        cassette(tmp_path / name, [redirect(answer=answered(edition))])
    facts = json.loads(redial("check", tmp_path, "--coverage", "--format", "json").out)["coverage"]["facts"]
    assert "successes.204" in facts["exercised"]
    assert "parameters.maskCallee" in facts["never"]
    assert not {*facts["exercised"]} & {*facts["never"]}


def test_nobody_who_did_not_ask_is_told(tmp_path: Path, redial: Terminal) -> None:
    path = cassette(tmp_path / "calls.yaml", [redirect(answer=answered("reference"))])
    assert "exercised" not in redial("check", path).out
    assert "coverage" not in json.loads(redial("check", path, "--format", "json").out)
