"""Recording in a test: who answers, what is kept, and when the cassette is written."""

import re
from pathlib import Path

import httpcore
import pytest

from harness.contract.editions import documentation
from harness.exchange import Origin, Way
from harness.library import open_cassette
from harness.server.server import Server
from harness.simulator.simulator import RING, Simulator
from tests.unit.plugged import project, run
from tests.unit.pytest_plugin.recording import BOT, PLAYED, USER, cassette
from tests.unit.recorded import CALLS

__all__ = ["project"]

pytest_plugins = ["pytester"]


def kept(path: Path) -> list[tuple[Way, Origin]]:
    return [(one.exchange.way, one.exchange.origin) for one in open_cassette(path).entries()]


WHOLE = [(Way.TO_BOT, Origin.LIVE), (Way.TO_GRAPH, Origin.SIMULATED), (Way.TO_BOT, Origin.LIVE)]


def test_without_being_asked_to_nothing_is_recorded(project: pytest.Pytester) -> None:
    result = run(project, PLAYED)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["redial: there is no cassette new.yaml; *; --redial-record once records it"])
    assert not cassette(project).exists()


@pytest.mark.parametrize("mode", ["once", "new_episodes", "all"])
def test_a_missing_cassette_is_recorded_masked_and_replays(project: pytest.Pytester, mode: str) -> None:
    run(project, PLAYED, "--redial-record", mode).assert_outcomes(passed=1)
    path = cassette(project)
    assert sorted(kept(path), key=str) == sorted(WHOLE, key=str)
    text = path.read_text()
    assert "secret.token" not in text
    assert USER not in text
    assert "Marlowe" not in text
    assert [
        each.name for each in path.parent.iterdir() if each.name not in ("new.yaml", "forward.yaml")
    ] == []
    run(project, PLAYED).assert_outcomes(passed=1)
    assert path.read_text() == text


def test_an_ini_line_says_the_same_as_an_option(project: pytest.Pytester) -> None:
    project.makeini("[pytest]\nasyncio_default_fixture_loop_scope = function\nredial_record = once\n")
    run(project, PLAYED).assert_outcomes(passed=1)
    assert cassette(project).exists()


def test_once_a_cassette_that_is_there_is_played_and_stays(project: pytest.Pytester) -> None:
    run(project, PLAYED, "--redial-record", "once")
    text = cassette(project).read_text()
    changed = PLAYED.replace('"timeout": 30', '"timeout": 45')
    run(project, changed, "--redial-record", "once").assert_outcomes(failed=1)
    assert cassette(project).read_text() == text


def test_all_records_anew_what_a_bot_does_now(project: pytest.Pytester) -> None:
    run(project, PLAYED, "--redial-record", "once")
    changed = PLAYED.replace('"timeout": 30', '"timeout": 45')
    run(project, changed, "--redial-record", "all").assert_outcomes(passed=1)
    assert len(kept(cassette(project))) == 3
    assert '"timeout": 45' in cassette(project).read_text()
    run(project, changed).assert_outcomes(passed=1)


def test_new_episodes_go_behind_what_is_there(project: pytest.Pytester) -> None:
    run(project, PLAYED, "--redial-record", "once")
    before = cassette(project).read_bytes()
    more = f"{PLAYED}    httpx.post(GRAPH + '/{CALLS[1]}/redirect', json=BODY, headers=HEADERS)\n"
    more = more.replace('"new.yaml"', '"new.yaml", fail_on="never"')  # no notification told of that call
    run(project, more, "--redial-record", "new_episodes").assert_outcomes(passed=1)
    assert cassette(project).read_bytes().startswith(before)
    assert len(kept(cassette(project))) == 4
    run(project, more).assert_outcomes(passed=1)


@pytest.mark.parametrize("mode", ["once", "all"])
def test_a_test_that_fails_leaves_the_cassettes_as_they_were(project: pytest.Pytester, mode: str) -> None:
    cassettes = {path: path.read_bytes() for path in (project.path / "cassettes").iterdir()}
    for wrong in (
        f"{PLAYED}    assert False\n",
        PLAYED.replace('"Authorization": "Bearer secret.token.text", ', ""),  # breaks the contract
    ):
        run(project, wrong, "--redial-record", mode).assert_outcomes(failed=1)
        assert {path: path.read_bytes() for path in (project.path / "cassettes").iterdir()} == cassettes


def test_a_webhook_that_the_test_gives_to_the_bot_itself_is_kept_without_a_reply(
    project: pytest.Pytester,
) -> None:
    by_hand = PLAYED.replace("redial.play(hear, timeout=0.2)", "hear(redial.incoming[0])").replace(
        '"incoming", "terminated"', '"incoming"'
    )
    run(project, by_hand, "--redial-record", "once").assert_outcomes(passed=1)
    assert sorted(kept(cassette(project)), key=str) == sorted(WHOLE[1:], key=str)
    run(project, by_hand).assert_outcomes(passed=1)


def test_behind_an_upstream_another_graph_answers(project: pytest.Pytester) -> None:
    graph = Simulator(documentation(), seed=7, bot="http://127.0.0.1:9/")
    with Server(graph) as server:
        rung = httpcore.request("POST", f"{server.url}{RING}").content.decode()
        call = re.findall(r'"call": "([^"]+)"', rung)[0]
        test = f"""{BOT}
@pytest.mark.redial("new.yaml")
def test_it(redial):
    answer = httpx.post(f"{{GRAPH}}/{call}/redirect", json=BODY, headers=HEADERS)
    assert answer.status_code < 300
"""
        run(project, test, "--redial-record", "once", "--redial-upstream", server.url).assert_outcomes(
            passed=1
        )
    assert kept(cassette(project)) == [WHOLE[1]]
    assert "https://graph.microsoft.com/v1.0" in cassette(project).read_text()
    run(project, test).assert_outcomes(passed=1)


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (
            ["-o", "redial_record=now"],
            "'now' is none of none, once, new_episodes, all; as in --redial-record once",
        ),
        (["--redial-record", "once", "--redial-upstream", "x"], "*is no http or https URL*"),
    ],
)
def test_what_cannot_be_recorded_is_one_sentence(
    project: pytest.Pytester, arguments: list[str], why: str
) -> None:
    result = run(project, PLAYED, *arguments)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([f"redial: {why}"])
    assert [path.name for path in (project.path / "cassettes").iterdir()] == ["forward.yaml"]


def test_an_upstream_that_does_not_answer_is_an_error_of_the_client(project: pytest.Pytester) -> None:
    arguments = ["--redial-record", "once", "--redial-upstream", "http://127.0.0.1:9"]
    test = f"""{BOT}
@pytest.mark.redial("new.yaml")
def test_it(redial):
    with pytest.raises(ConnectionError, match="the service sent no answer"):
        httpx.post(GRAPH + "/a/redirect", json=BODY, headers=HEADERS)
"""
    run(project, test, *arguments).assert_outcomes(passed=1)
