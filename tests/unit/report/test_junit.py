"""A check as JUnit XML."""

from collections.abc import Iterator
from dataclasses import replace
from xml.etree import ElementTree as ET

from hypothesis import given
from junitparser import JUnitXml, TestSuite

from harness.checking.tally import Tally
from harness.checking.verdict import Event, Judged, Part, Placed, Read
from harness.findings import Finding, Severity
from harness.replay.account import Interaction, Replayed
from harness.report.junit import check, replay
from harness.report.run import Run
from tests.unit.report.checks import FAULTY, FINDING, HOSTILE, REPLAYED, RUN, exchange, reported

PLACED = Placed(FINDING, "a.yaml", 3)
MILD = Placed(replace(FINDING, rule="RDQ041", severity=Severity.WARNING), "a.yaml", 4)

CONTENT = {
    "testsuites": ({"name"}, {"testsuite"}),
    "testsuite": ({"name", "tests", "failures", "errors", "skipped"}, {"properties", "testcase"}),
    "properties": (set(), {"property"}),
    "property": ({"name", "value"}, set()),
    "testcase": ({"name", "classname"}, {"failure", "skipped", "system-out"}),
    "failure": ({"message", "type"}, set()),
    "skipped": ({"message"}, set()),
    "system-out": (set(), set()),
}
"""Element -> the attributes and elements in it, a part of what Jenkins' junit-10.xsd allows."""


def suites(*events: Event, run: Run = RUN) -> list[TestSuite]:
    """What a reader of JUnit sees of a check."""
    written = reported(check, *events, run=run).encode()
    for element in ET.fromstring(written).iter():
        attributes, elements = CONTENT[element.tag]
        assert element.attrib.keys() == attributes
        assert {inner.tag for inner in element} <= elements
    return list(JUnitXml.fromstring(written))


def results(suite: TestSuite) -> dict[str | None, list[str]]:
    """Case -> what came of it; nothing where it passed."""
    return {case.name: [type(result).__name__ for result in case.result] for case in suite}


def test_a_cassette_is_a_suite_and_each_rule_on_each_part_a_case() -> None:
    broken = exchange(PLACED, at=2, title="redirect: 400", rules=("RDQ001", "RDQ040"))
    silent = replace(broken, part=Part.CALL, call="57", title="call", rules=("RDC001",), findings=())
    blind = replace(silent, unjudged=(("RDC002", "no times"), ("RDC002", "no webhook")))
    whole = Judged("a.yaml", Part.SESSION, None, 1, None, "session", ("RDS001",), ())
    one, other = suites(broken, blind, whole, Read("a.yaml"), exchange(rules=("RDQ001",)), Read("b.yaml"))
    assert (one.name, one.tests, one.failures, one.errors, one.skipped) == ("a.yaml", 5, 1, 0, 1)
    assert results(one) == {
        "RDQ001 redirect: 400, interaction 2": [],
        "RDQ040 redirect: 400, interaction 2": ["Failure"],
        "RDC001 call 57, interaction 2": [],
        "RDC002 call 57, interaction 2": ["Skipped"],
        "RDS001 session": [],
    }
    assert (other.name, other.tests, other.failures) == ("b.yaml", 1, 0)
    (skipped,) = [case.result[0] for case in one if case.is_skipped]
    assert skipped.message == "no times; no webhook"


def test_a_suite_names_the_contract() -> None:
    (named,) = ET.fromstring(reported(check)).iter("property")
    assert named.attrib == {"name": "contract", "value": "reference"}


def test_a_failure_tells_what_text_tells() -> None:
    ((case,),) = suites(exchange(PLACED, Placed(replace(FINDING, where="request.body"), "a.yaml", 9)))
    (failure,) = case.result
    assert (failure.message, failure.type) == ("request.body.timeout: it is a string", "error")
    assert str(failure.text).splitlines() == [
        "error RDQ040 request.body.timeout: it is a string",
        "    at    a.yaml:3, interaction 2, call 57",
        "    fix   Send 30.",
        '    cite  v1.0.md:44 "timeout Int32" <https://docs.example/redirect>',
        "error RDQ040 request.body: it is a string",
        "    at    a.yaml:9, interaction 2, call 57",
        "    fix   Send 30.",
        '    cite  v1.0.md:44 "timeout Int32" <https://docs.example/redirect>',
    ]


def test_a_case_fails_just_when_its_finding_fails_the_check() -> None:
    found = exchange(PLACED, MILD)
    levels = {Severity.ERROR: 1, Severity.WARNING: 2, None: 0}
    for level, failures in levels.items():
        (suite,) = suites(found, run=replace(RUN, fail_on=level))
        assert (suite.tests, suite.failures) == (2, failures)
    (suite,) = suites(exchange(MILD))
    (case,) = suite
    assert "warning RDQ041" in str(case.system_out)


def test_a_file_that_cannot_be_read_to_its_end_has_a_case_that_fails() -> None:
    for read in (Read("a.yaml", torn=7), Read("a.yaml", trouble="a.yaml: no cassette")):
        (suite,) = suites(read)
        assert results(suite) == {"the file is read to its end": ["Failure"]}


def test_a_suite_is_written_when_its_file_was_read() -> None:
    taken: list[Event] = []

    def events() -> Iterator[Event]:
        for event in (exchange(), Read("a.yaml"), exchange(), Read("b.yaml")):
            taken.append(event)
            yield event

    pieces = check(events(), Tally("reference", 1), RUN)
    next(piece for piece in pieces if "a.yaml" in piece)
    assert len(taken) == 2


@given(HOSTILE, HOSTILE, HOSTILE)
def test_any_text_is_read_back_but_for_what_xml_cannot_hold(message: str, where: str, file: str) -> None:
    finding = Finding("RDQ040", Severity.ERROR, where, message, "f")
    written = reported(check, exchange(Placed(finding, file, 1)), Read(file))
    root = ET.fromstring(written.encode())
    (failure,) = root.iter("failure")
    assert failure.attrib["message"] == spelled(f"{where}: {message}")
    assert (failure.text or "").startswith(spelled(f"error RDQ040 {where}: {message}\n"))
    assert next(root.iter("testsuite")).attrib["name"] == spelled(file)


def spelled(text: str) -> str:
    return "".join(
        each
        if each in "\t\n\r" or " " <= each <= "\ud7ff" or "\ue000" <= each <= "\ufffd" or each > "\uffff"
        else each.encode("unicode_escape").decode()
        for each in text
    )


def test_each_interaction_of_a_replay_is_a_case_and_what_no_recording_holds_has_its_own_suite() -> None:
    played, unplayed, others = JUnitXml.fromstring(replay(REPLAYED).encode())
    assert (played.name, unplayed.name, others.name) == ("a.yaml", "b.yaml", "not recorded")
    assert results(played) == {
        "interaction 2, POST /redirect": ["Failure"],
        "interaction 4, POST /answer": ["Failure"],
    }
    assert results(unplayed) == {"interaction 1, GET /me": ["Failure"]}
    assert results(others) == {"POST /redirect": ["Failure"], "webhook": ["Failure"]}
    assert (played.failures, unplayed.failures, others.failures) == (2, 1, 2)


def test_what_troubled_a_replay_as_a_whole_is_a_case_that_fails() -> None:
    [suite] = JUnitXml.fromstring(replay(Replayed((), (), (), (), trouble="no bot listened")).encode())
    [case] = suite
    assert (case.name, [(each.type, each.message) for each in case.result]) == (
        *("the run", [("trouble", "no bot listened")]),
    )


def test_misses_that_a_replay_did_not_keep_are_one_case() -> None:
    [suite] = JUnitXml.fromstring(replay(Replayed((), (), (), (), unlisted=1_000)).encode())
    assert results(suite) == {"1,000 more": ["Failure"]}


def test_the_faults_of_a_replay_are_cases_of_their_own_and_one_that_met_nobody_fails() -> None:
    played, faults = JUnitXml.fromstring(replay(FAULTY).encode())
    assert (played.name, played.failures, faults.name) == ("a.yaml", 0, "faults")
    assert results(faults) == {
        "503 into a.yaml, interaction 2, call 57, number 1 of its call: POST /redirect": [],
        "reset@2 into what is not recorded, number 2 of its call: POST /other": [],
        "swap": ["Failure"],
    }


def test_what_a_bot_did_well_or_not_badly_in_a_replay_passes() -> None:
    mild = replace(
        REPLAYED,
        missed=(),
        left=(),
        undelivered=(),
        findings=(Placed(replace(FINDING, severity=Severity.WARNING), "a.yaml", 3),),
    )
    [suite] = JUnitXml.fromstring(replay(mild).encode())
    assert results(suite) == {"interaction 2, POST /redirect": []}
    assert ["RDQ040" in (case.system_out or "") for case in suite] == [True]


def test_what_a_bot_sent_otherwise_is_output_of_its_interaction() -> None:
    mild = replace(REPLAYED, missed=(), left=(), undelivered=(), findings=())
    [suite] = JUnitXml.fromstring(replay(mild).encode())
    [case] = suite
    assert results(suite) == {"interaction 2, POST /redirect": []}
    assert case.system_out.splitlines() == [
        'differs a.yaml, interaction 2: redirect.headers.accept: "*/*" added  (3 times)',
        "differs a.yaml, interaction 2: redirect.body.timeout: 30 -> 30.0, which means the same",
    ]


def test_behind_the_text_of_a_failure_stands_what_was_sent_otherwise() -> None:
    played, *_ = JUnitXml.fromstring(replay(REPLAYED).encode())
    [failure] = next(iter(played)).result
    lines = failure.text.splitlines()
    assert (lines[0], lines[-1]) == (
        "error RDQ040 request.body.timeout: it is a string",
        "differs a.yaml, interaction 2: redirect.body.timeout: 30 -> 30.0, which means the same",
    )


def test_an_interaction_at_which_the_bot_refuses_a_webhook_fails() -> None:
    refused = Interaction("a.yaml", 3, "57", "POST /api/calls")
    [suite] = JUnitXml.fromstring(
        replay(Replayed((refused,), (), (), (), differences=REPLAYED.differences)).encode()
    )
    [[failure]] = [case.result for case in suite]
    assert (failure.type, failure.message) == ("refused", "incoming.status: 202 -> 500")
    assert failure.text == "differs a.yaml, interaction 3: incoming.status: 202 -> 500, refused now"
