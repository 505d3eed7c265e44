"""A cassette of ours in the hands of stock vcrpy and pytest-recording, which know nothing of us."""

import asyncio
import re
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import aiohttp
import httpx  # noqa: TID251 - the clients that users have
import pytest
import requests  # noqa: TID251 - the same
import vcr
import yaml
from vcr.cassette import Cassette
from vcr.errors import CannotOverwriteExistingCassetteException
from vcr.record_mode import RecordMode

from harness.cassette import HEADER, block
from harness.exchange import Exchange, Request, Response, Way
from harness.headers import Headers
from harness.library import Recording
from tests.unit.cassette.exchanges import CALL, REDIRECT, STARTED, file_of, redirect, webhook

pytest_plugins = ["pytester"]

BODY = b'{"targets":[{"identity":{"user":{"id":"1"}}}],"timeout":30}'
BUSY = Response(
    429,
    Headers.of({"Retry-After": "2", "Content-Encoding": "gzip", "Set-Cookie": ["a=1", "b=2"]}),
    b'{"error":{"code":"TooManyRequests","message":"Zu viele \xc3\x84nderungen"}}',
    "Too Many Requests",
)
TOKEN = Exchange(
    Request("POST", "https://login.microsoftonline.com/t/oauth2/v2.0/token", body=b"client_secret=x"),
    Response(200, body=b'{"access_token":"x"}'),
    Way.TO_LOGIN,
    started_at=STARTED,
)
CONVERSATION = [
    TOKEN,
    webhook(),
    redirect(BODY, response=BUSY),
    redirect(BODY),
    redirect(BODY, response=None, error="the connection was reset"),
    webhook(b'{"value":[{"changeType":"deleted","resourceUrl":"/communications/calls/%s"}]}' % CALL.encode()),
]
"""Of these vcrpy may answer two."""


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise AssertionError("a replay opened a socket")

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Recording(tmp_path / "calls.yaml", None) as recording:
        for exchange in CONVERSATION:
            recording.keep(exchange)
    return tmp_path / "calls.yaml"


def by_requests() -> tuple[int, str, bytes]:
    answer = requests.post(REDIRECT, data=BODY, timeout=5)
    return answer.status_code, answer.reason, answer.content


def by_httpx() -> tuple[int, str, bytes]:
    answer = httpx.post(REDIRECT, content=BODY)
    return answer.status_code, answer.reason_phrase, answer.content


def by_httpx_async() -> tuple[int, str, bytes]:
    async def post() -> httpx.Response:
        async with httpx.AsyncClient() as client:
            return await client.post(REDIRECT, content=BODY)

    answer = asyncio.run(post())
    return answer.status_code, answer.reason_phrase, answer.content


def by_aiohttp() -> tuple[int, str, bytes]:
    async def post() -> tuple[int, str, bytes]:
        async with aiohttp.ClientSession() as session, session.post(REDIRECT, data=BODY) as answer:
            return answer.status, answer.reason or "", await answer.read()

    return asyncio.run(post())


CLIENTS = [by_requests, by_httpx, by_httpx_async, by_aiohttp]


@pytest.mark.parametrize("post", CLIENTS)
def test_each_client_is_played_what_was_recorded(
    path: Path, post: Callable[[], tuple[int, str, bytes]]
) -> None:
    before = path.read_bytes()
    with vcr.use_cassette(str(path), record_mode=RecordMode.NONE) as cassette:
        status, reason, content = post()
        assert (status, reason) == (429, "Too Many Requests")
        assert yaml.safe_load(content)["error"]["message"] == "Zu viele Änderungen"
        assert not cassette.all_played
        assert post() == (202, "Accepted", b"")
        assert cassette.all_played
        with pytest.raises(CannotOverwriteExistingCassetteException):
            post()
    assert path.read_bytes() == before


def test_what_vcrpy_must_not_answer_is_not_loaded(path: Path) -> None:
    cassette = Cassette.load(path=str(path), record_mode=RecordMode.NONE)
    assert len(cassette) == 2
    assert [request.uri for request in cassette.requests] == [REDIRECT, REDIRECT]
    assert [response["status"]["code"] for response in cassette.responses] == [429, 202]


@pytest.mark.parametrize("exchange", [TOKEN, webhook(), CONVERSATION[4]])
def test_a_cassette_with_nothing_to_answer_is_an_empty_one(tmp_path: Path, exchange: Exchange) -> None:
    path = tmp_path / "calls.yaml"
    path.write_bytes(file_of([exchange]))
    assert len(Cassette.load(path=str(path), record_mode=RecordMode.NONE)) == 0


def test_a_body_matches_however_it_is_laid_out(path: Path) -> None:
    with vcr.use_cassette(str(path), record_mode=RecordMode.NONE, match_on=["method", "uri", "body"]):
        assert (
            requests.post(REDIRECT, json={"timeout": 30, **yaml.safe_load(BODY)}, timeout=5).status_code
            == 429
        )


@pytest.mark.parametrize("count", [1, 2, 6])
def test_a_file_loads_after_every_block(tmp_path: Path, count: int) -> None:
    path = tmp_path / "calls.yaml"
    path.write_bytes(HEADER + b"".join(block(e, n, key=None) for n, e in enumerate(CONVERSATION[:count], 1)))
    answers = sum(e.way is Way.TO_GRAPH and e.response is not None for e in CONVERSATION[:count])
    assert len(Cassette.load(path=str(path), record_mode=RecordMode.NONE)) == answers


USER_TEST = f"""
import pytest, requests

@pytest.mark.vcr
@pytest.mark.default_cassette("calls.yaml")
def test_the_bot(vcr):
    assert [requests.post("{REDIRECT}", data="x", timeout=5).status_code for _ in range(2)] == [429, 202]
    assert vcr.all_played and len(vcr) == 2
"""


@pytest.mark.slow
def test_pytest_recording_plays_it_to_a_test(path: Path, pytester: pytest.Pytester) -> None:
    folder = pytester.path / "cassettes" / "test_bot"
    folder.mkdir(parents=True)
    (folder / "calls.yaml").write_bytes(path.read_bytes())
    pytester.makepyfile(test_bot=USER_TEST)
    result = pytester.runpytest_subprocess("--block-network", "-p", "no:randomly", "-p", "no:cacheprovider")
    result.assert_outcomes(passed=1)
    assert (folder / "calls.yaml").read_bytes() == path.read_bytes()


@pytest.mark.slow
def test_our_blocks_are_all_that_a_reader_of_yaml_sees(path: Path) -> None:
    loaded = yaml.safe_load(path.read_bytes())
    assert list(loaded) == ["version", "interactions"]
    assert [interaction["x_redial"]["n"] for interaction in loaded["interactions"]] == list(range(1, 7))
    assert len(re.findall(rb"^# end \d+ \d+$", path.read_bytes(), re.MULTILINE)) == 6
