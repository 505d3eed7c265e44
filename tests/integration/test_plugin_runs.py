"""The same tests say the same: run again, in another order, by several processes, a year later."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.unit.plugged import project

__all__ = ["project"]

pytest_plugins = ["pytester"]
pytestmark = pytest.mark.slow

TESTS = """
import threading
import pytest
import bot

def hear(tape, **changes):
    def heard(told):
        data = told["value"][0]["resourceData"]
        if data["state"] == "incoming":
            try:
                bot.send(tape, tape.calls.index(data["id"]), **changes)
            except Exception:
                pass  # as bots do
    return heard

def in_background(heard):
    return lambda told: threading.Timer(0.02, heard, [told]).start()

@pytest.mark.redial("forward.yaml")
def test_as_recorded(redial):
    redial.play(in_background(hear(redial)))

@pytest.mark.redial("forward.yaml")
def test_changed(redial):
    redial.play(hear(redial, timeout=5), timeout=0.2)

@pytest.mark.redial("forward.yaml", fail_on="info", contract="v1.0", order="strict")
def test_judged(redial):
    redial.play(hear(redial))

@pytest.mark.redial("forward.yaml", fail_on="warning")
def test_refused(redial):
    redial.play(lambda told: 500, timeout=0.2, signed=False)

@pytest.mark.redial("forward.yaml")
async def test_awaited(redial):
    await redial.play(hear(redial))

@pytest.mark.redial("forward.yaml")
def test_unplayed():
    pass

@pytest.mark.redial("none.yaml")
def test_without_a_cassette():
    pass

@pytest.mark.redial("new.yaml")
def test_new(redial):
    pass
"""

A_YEAR_LATER = """
import datetime
real = datetime.datetime

class Later(real):
    @classmethod
    def now(cls, tz=None):
        return real.now(tz) + datetime.timedelta(days=366)

datetime.datetime = Later
"""


def outcomes(project: pytest.Pytester, *arguments: str) -> dict[str, str]:
    """Each test and what is said of it."""
    report = project.path / "report.xml"
    result = project.runpytest_subprocess(
        "-p", "no:anyio", "-p", "no:cacheprovider", f"--junitxml={report}", *arguments
    )
    assert result.ret == 1
    told = {
        case.attrib["name"]: "".join(f"{part.tag} {part.get('message')}\n{part.text}" for part in case)
        for case in ET.parse(report).iter("testcase")
    }
    assert len(told) == 8
    return told


@pytest.fixture
def first(project: pytest.Pytester) -> dict[str, str]:
    project.makepyfile(test_it=TESTS)
    return outcomes(project, "-p", "no:randomly")


def test_what_is_told_of_each_test(first: dict[str, str]) -> None:
    assert {name for name, said in first.items() if not said} == {
        "test_as_recorded",
        "test_awaited",
        "test_judged",
    }
    assert "body.timeout recorded 45, sent 5" in first["test_changed"]
    assert "RDN015" in first["test_refused"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["-p", "no:randomly"],
        ["-p", "randomly"],
        ["-n", "2", "-p", "no:randomly"],
    ],
    ids=["again", "in random order", "by two processes"],
)
def test_the_same_tests_say_the_same(
    project: pytest.Pytester, first: dict[str, str], arguments: list[str]
) -> None:
    assert outcomes(project, *arguments) == first


def test_a_year_later_they_say_the_same(project: pytest.Pytester, first: dict[str, str]) -> None:
    project.makeconftest(A_YEAR_LATER)
    assert outcomes(project, "-p", "no:randomly") == first


def test_cassettes_are_recorded_alike_by_several_processes(project: pytest.Pytester) -> None:
    test = """
import httpx
import pytest

def hear(told):
    data = told["value"][0]["resourceData"]
    if data["state"] == "incoming":
        url = f"https://graph.microsoft.com/v1.0/communications/calls/{data['id']}/reject"
        httpx.post(url, json={"reason": "busy"}, headers={"Authorization": "Bearer a.b.c"})

@pytest.mark.redial("new.yaml")
@pytest.mark.parametrize("n", range(6))
def test_it(redial, n):
    redial.play(hear, timeout=0.1)
"""
    project.makepyfile(test_it=test)
    arguments = ["-p", "no:anyio", "-p", "no:cacheprovider", "-n", "2"]
    recorded = project.runpytest_subprocess(*arguments, "--redial-record", "all")
    recorded.assert_outcomes(passed=6)
    folder = Path(project.path, "cassettes")
    assert sorted(path.name for path in folder.iterdir()) == ["forward.yaml", "new.yaml"]
    project.runpytest_subprocess(*arguments).assert_outcomes(passed=6)
