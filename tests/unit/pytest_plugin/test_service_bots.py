"""Which bots are recorded: where they listen, and what of theirs is no recording."""

import time

import pytest

from harness.exchange import Way
from harness.library import open_cassette
from tests.unit.plugged import project, run
from tests.unit.pytest_plugin.recording import BOT, PLAYED, cassette

__all__ = ["project"]

pytest_plugins = ["pytester"]

LISTENS = 'say where it listens: @pytest.mark.redial("new.yaml", path="/...")'

REFUSING = {
    "returns 500": ("lambda told: 500", "refused: the bot answered the webhook at /api/calls with 500"),
    "listens elsewhere": (
        "elsewhere",
        f"refused: the bot answered the webhook at /api/calls with 404; {LISTENS}",
    ),
    "listens nowhere": (
        "'http://127.0.0.1:9/hooks'",
        "not delivered: the webhook at /hooks: the bot at 127.0.0.1:9 accepts no connection",
    ),
}

REFUSED = f"""{BOT}
def elsewhere(environ, start_response):
    start_response("202 Accepted" if environ["PATH_INFO"] == "/hooks" else "404 Not Found", [])
    return [b""]

@pytest.mark.redial("new.yaml", fail_on="never")
def test_it(redial):
    redial.play(PLAYED_TO)
"""


@pytest.mark.parametrize("how", REFUSING)
def test_a_bot_that_refuses_the_webhook_is_no_recording_and_not_waited_for_long(
    project: pytest.Pytester, how: str
) -> None:
    bot, why = REFUSING[how]
    start = time.monotonic()
    result = run(project, REFUSED.replace("PLAYED_TO", bot), "--redial-record", "once")
    result.assert_outcomes(failed=1)
    assert result.stdout.str().count(f"\n  {why}\n") == 1
    result.stdout.fnmatch_lines(
        [
            "redial: what the test did is no recording new.yaml",
            "redial: new.yaml is not written, as the test failed",
        ]
    )
    assert time.monotonic() - start < 4, "of the 5 s that it has a fifth"
    assert not cassette(project).exists()


def test_a_webhook_that_is_refused_later_is_no_recording_either(project: pytest.Pytester) -> None:
    last = PLAYED.replace(
        "redial.play(hear", "redial.play(lambda told: hear(told) or 202 + 298 * len(states[1:])"
    )
    result = run(project, last, "--redial-record", "once")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["  refused: the bot answered the webhook at /api/calls with 500"])
    assert not cassette(project).exists()


@pytest.mark.parametrize("asked", ["redial.play(lambda told: 202, timeout=0.1)", "redial.incoming", "pass"])
def test_where_nothing_is_asked_of_graph_there_is_nothing_to_record(
    project: pytest.Pytester, asked: str
) -> None:
    test = f'@pytest.mark.redial("new.yaml")\ndef test_it(redial):\n    {asked}\n'
    for more in ([], ["--redial-upstream", "http://127.0.0.1:9"]):
        if "play" in asked and more:
            continue  # an upstream rings by itself
        result = run(project, test, "--redial-record", "once", *more)
        result.assert_outcomes(failed=1)
        result.stdout.fnmatch_lines(["  nothing to record: nothing was asked of Graph"])
        assert not cassette(project).exists()


ELSEWHERE = f"""{BOT}
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

def taken(path, body):
    if path == "/hooks/teams":
        hear(json.loads(body))
    return 202 if path == "/hooks/teams" else 404

def wsgi(environ, start_response):
    body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    start_response(f"{{taken(environ['PATH_INFO'], body)}} OK", [])
    return [b""]

async def asgi(scope, receive, send):
    status = taken(scope["path"], (await receive())["body"])
    await send({{"type": "http.response.start", "status": status, "headers": []}})
    await send({{"type": "http.response.body", "body": b""}})

class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        self.send_response(taken(self.path, self.rfile.read(int(self.headers["Content-Length"]))))
        self.end_headers()

    def log_message(self, *_):
        pass

@pytest.fixture
def url():
    with HTTPServer(("127.0.0.1", 0), Handler) as served:
        threading.Thread(target=served.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{{served.server_port}}"
        served.shutdown()

@pytest.mark.redial("new.yaml", MARKED)
ASYNC def test_it(redial, url):
    before = redial.calls
    AWAIT redial.play(PLAYED_TO, timeout=1)
    assert states == ["incoming", "terminated"]
    assert redial.calls == before
    assert redial.incoming[0] == redial.notifications[0]
"""


@pytest.mark.parametrize(
    ("bot", "marked"),
    [
        ("wsgi", 'path="/hooks/teams"'),
        ("wsgi, signed='3b2a1f0e-9d8c-4b7a-8f6e-5d4c3b2a1f0e'", 'path="/hooks/teams"'),
        ("asgi", 'path="/hooks/teams"'),
        ("url", 'path="/hooks/teams"'),
        ("url + '/hooks/teams'", ""),
    ],
)
@pytest.mark.parametrize("awaited", [False, True])
def test_a_call_rings_where_the_marker_or_the_url_says_that_the_bot_listens(
    project: pytest.Pytester, bot: str, marked: str, *, awaited: bool
) -> None:
    words = {"PLAYED_TO": bot, "MARKED": marked, "ASYNC ": "async " * awaited, "AWAIT ": "await " * awaited}
    test = ELSEWHERE
    for name, word in words.items():
        test = test.replace(name, word)
    run(project, f"import json\n{test}", "--redial-record", "once").assert_outcomes(passed=1)
    recorded = [one.exchange for one in open_cassette(cassette(project)).entries()]
    webhooks = [one.request for one in recorded if one.way is Way.TO_BOT]
    assert [one.path for one in webhooks] == ["/hooks/teams"] * 2
    assert all(b"/hooks/teams" in one.body for one in webhooks)
    run(project, f"import json\n{test}").assert_outcomes(passed=1)


def test_new_episodes_of_a_changed_bot_are_not_written_and_it_is_said_what_begins_anew(
    project: pytest.Pytester,
) -> None:
    run(project, PLAYED, "--redial-record", "once")
    before = cassette(project).read_bytes()
    changed = PLAYED.replace('"timeout": 30', '"timeout": 45')
    result = run(project, changed, "--redial-record", "new_episodes")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "  not played: interaction *, POST */redirect",
            "redial: new.yaml stays as it was, as the test failed; --redial-record all begins anew",
            "  not written: POST /v1.0/communications/calls/*/redirect, redirect: 204 (simulated)",
        ]
    )
    assert cassette(project).read_bytes() == before


def test_a_test_that_fails_by_itself_is_told_that_nothing_is_written(project: pytest.Pytester) -> None:
    result = run(project, f"{PLAYED}    assert False\n", "--redial-record", "once")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        ["*assert False*", "E * new.yaml is not written, as the test failed", "E *not written: POST *: 204 *"]
    )
