"""The plugin as its users meet it: tests run by pytest inside a test."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.plugged import project, run
from tests.unit.recorded import CALLS

__all__ = ["project"]

pytest_plugins = ["pytester"]

HEAVY = {"vcr", "httpx", "aiohttp", "requests", "mitmproxy", "yaml"}


def test_a_test_that_sends_what_is_recorded_passes(project: pytest.Pytester) -> None:
    result = run(
        project,
        """
@pytest.mark.redial("forward.yaml")
def test_it(redial):
    assert redial.path.name == "forward.yaml"
    assert len(redial.calls) == len(redial.incoming) == 2
    assert len(redial.exchanges) == 6 and len(redial.notifications) == 4
    assert [bot.send(redial), bot.send(redial, 1)] == [202, 202]
    assert len(redial.played) == len(redial.requests_made) == 2
""",
    )
    result.assert_outcomes(passed=1)


def test_a_recorded_answer_that_stays_unplayed_fails_the_test(project: pytest.Pytester) -> None:
    result = run(
        project,
        """
@pytest.mark.redial("forward.yaml")
def test_it(redial):
    bot.send(redial)
""",
    )
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "redial: the test and its recording forward.yaml do not agree",
            "  not played: interaction 5, POST /v1.0/communications/calls/*/redirect",
        ]
    )


def test_a_miss_fails_the_test_even_when_the_bot_swallows_it(project: pytest.Pytester) -> None:
    result = run(
        project,
        """
@pytest.mark.redial("forward.yaml")
def test_it(redial):
    with pytest.raises(Exception):
        bot.send(redial, timeout=5)
    assert [bot.send(redial), bot.send(redial, 1)] == [202, 202]
""",
    )
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        ["  not recorded: POST */redirect: interaction 2 is nearest: body.timeout recorded 45, sent 5"]
    )
    result.stdout.no_fnmatch_line("*not played*")


def test_a_test_that_fails_by_itself_is_told_what_its_tape_saw_and_fails_once(
    project: pytest.Pytester,
) -> None:
    result = run(
        project,
        """
@pytest.mark.redial("forward.yaml")
def test_it(redial):
    assert bot.send(redial) == 204
""",
    )
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*assert 202 == 204*", "E *not played: interaction 5, POST *"])


def test_a_test_that_skips_itself_is_skipped(project: pytest.Pytester) -> None:
    result = run(
        project,
        """
@pytest.mark.redial("forward.yaml")
def test_it(redial):
    pytest.skip("not today")
""",
    )
    result.assert_outcomes(skipped=1)


def test_the_marker_alone_inserts_the_tape_and_only_for_the_test_that_has_it(
    project: pytest.Pytester,
) -> None:
    result = run(
        project,
        """
@pytest.mark.redial("forward.yaml")
def test_marked():
    pass

def test_unmarked():
    pass
""",
    )
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["FAILED test_it.py::test_marked*"])


def test_a_missing_cassette_is_one_sentence(project: pytest.Pytester) -> None:
    result = run(project, '@pytest.mark.redial("none.yaml")\ndef test_it(redial): pass\n')
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["redial: there is no cassette none.yaml; looked in *"])
    result.stdout.no_fnmatch_line("*Traceback*")
    result.stdout.no_fnmatch_line("*harness/pytest_plugin*")


@pytest.mark.parametrize(
    "marker",
    ["", "@pytest.mark.redial()", '@pytest.mark.redial("a", "b")', '@pytest.mark.redial(cassette="a")'],
)
def test_a_marker_without_one_cassette_is_one_sentence(project: pytest.Pytester, marker: str) -> None:
    result = run(project, f"{marker}\ndef test_it(redial): pass\n")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(['redial: name one cassette; as in @pytest.mark.redial("forward.yaml")'])


def test_a_connection_that_is_not_recorded_is_refused_and_fails_the_test(project: pytest.Pytester) -> None:
    result = run(
        project,
        """
import socket

@pytest.mark.redial("forward.yaml")
def test_it(redial):
    bot.send(redial), bot.send(redial, 1)
    with socket.create_server(("127.0.0.1", 0)) as server, pytest.raises(OSError):
        socket.create_connection(server.getsockname())
    with pytest.raises(OSError):
        socket.create_connection(("graph.microsoft.com", 443))
""",
    )
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["  not recorded: a connection to graph.microsoft.com:443"])


def test_a_bot_on_a_loopback_port_is_reached_while_graph_is_replayed(project: pytest.Pytester) -> None:
    result = run(
        project,
        """
import asyncio
import aiohttp
from aiohttp import web

async def incoming(request):
    told = (await request.json())["value"][0]["resourceData"]
    url = f"https://graph.microsoft.com/v1.0/communications/calls/{told['id']}/redirect"
    _, body = bot.redirects(request.app["tape"], request.app["tape"].calls.index(told["id"]))
    async with aiohttp.ClientSession() as session, session.post(url, json=body, headers=bot.TOKEN) as answer:
        return web.Response(status=answer.status)

@pytest.mark.redial("forward.yaml")
async def test_it(redial):
    app = web.Application()
    app["tape"] = redial
    app.router.add_post("/api/calls", incoming)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]
    async with aiohttp.ClientSession() as session:
        for told in redial.incoming:
            async with session.post(f"http://127.0.0.1:{port}/api/calls", json=told) as answer:
                assert answer.status == 202
    await runner.cleanup()
""",
        "-W",
        "ignore",
    )
    result.assert_outcomes(passed=1)


def test_with_the_key_of_the_project_real_ids_are_known_and_nobody_else_s(
    project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    test = f"""
import httpx
from tests.unit.recorded import CALLER, redirect, redirect_body

@pytest.mark.redial("forward.yaml")
@pytest.mark.parametrize("user", [None, CALLER])
def test_it(redial, user):
    for number, timeout in enumerate([45, 30]):
        body = redirect_body(timeout=timeout, **({{}} if user is None else {{"user": user}}))
        assert httpx.post(redirect({CALLS!r}[number]).url, json=body, headers=bot.TOKEN).status_code == 202
"""
    run(project, test).assert_outcomes(passed=2)
    monkeypatch.setenv("REDIAL_KEY", "the key of this project")
    result = run(project, test)
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(
        ["*redial: POST * is not recorded: * is nearest: body.targets[[]0].identity.user.id recorded *"]
    )
    result.stdout.no_fnmatch_line("*record_mode=*")
    result.stdout.no_fnmatch_line("*match_on*")


def test_beside_pytest_recording_our_matchers_are_known_by_name(project: pytest.Pytester) -> None:
    result = run(
        project,
        """
@pytest.fixture
def vcr_config():
    return {"match_on": ["redial_route", "redial"]}

@pytest.fixture
def vcr_cassette_dir(request):
    return str(request.config.rootpath / "cassettes")

@pytest.mark.vcr
@pytest.mark.default_cassette("forward.yaml")
def test_it(vcr):
    import httpx
    from tests.unit.recorded import CALLS, redirect, redirect_body
    url = redirect(CALLS[0]).url.replace("/communications", "//communications")
    assert httpx.post(url, json=redirect_body()).status_code == 202
    assert vcr.play_count == 1
""",
    )
    result.assert_outcomes(passed=1)


def test_the_marker_is_described(project: pytest.Pytester) -> None:
    run(project, "", "--markers").stdout.fnmatch_lines(["@pytest.mark.redial(cassette, *): replay *"])


def test_loading_the_plugin_loads_nothing_heavy() -> None:
    script = f"import sys, harness.pytest_plugin; print({HEAVY!r} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    assert done.stdout == "set()\n"


@pytest.mark.slow
def test_a_run_without_a_tape_loads_nothing_heavy(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text("def test_it(): pass\n")
    (tmp_path / "conftest.py").write_text(
        f"import sys\ndef pytest_unconfigure(): print('loaded:', {HEAVY - {'yaml'}!r} & set(sys.modules))\n"
    )
    command = [sys.executable, "-m", "pytest", "-p", "harness.pytest_plugin", "-p", "no:cacheprovider", "-q"]
    environment = {
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "PATH": "",
    }
    done = subprocess.run(command, capture_output=True, cwd=tmp_path, env=environment, check=True, text=True)
    assert "1 passed" in done.stdout
    assert "loaded: set()" in done.stdout
