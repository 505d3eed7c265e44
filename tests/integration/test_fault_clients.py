"""Each fault is what it says on the wire: the error that every client of Python raises."""

import asyncio
import json
import time
from collections.abc import Callable

import aiohttp
import httpx  # noqa: TID251 - the clients that users have
import pytest
import requests  # noqa: TID251 - the same

from tests.integration.faulty import BODY, HEADERS, replayed

pytestmark = pytest.mark.slow

PATIENCE = 1.0
"""Seconds that a client waits for the next bytes."""


def with_requests(url: str) -> int:
    answer = requests.post(url, json=BODY, headers=HEADERS, timeout=PATIENCE)
    if answer.status_code != 202:
        answer.json()
    return answer.status_code


def with_httpx(url: str) -> int:
    with httpx.Client(timeout=PATIENCE, trust_env=False) as client:
        answer = client.post(url, json=BODY, headers=HEADERS)
    if answer.status_code != 202:
        answer.json()
    return answer.status_code


def with_aiohttp(url: str) -> int:
    async def post() -> int:
        timeout = aiohttp.ClientTimeout(sock_read=PATIENCE)
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.post(url, json=BODY, headers=HEADERS) as answer,
        ):
            if answer.status != 202:
                await answer.json()
            return answer.status

    return asyncio.run(post())


CLIENTS: dict[str, Callable[[str], int]] = {
    "requests": with_requests,
    "httpx": with_httpx,
    "aiohttp": with_aiohttp,
}

ERRORS: dict[str, dict[str, type[Exception]]] = {
    "silence": {
        "requests": requests.exceptions.ReadTimeout,
        "httpx": httpx.ReadTimeout,
        "aiohttp": aiohttp.SocketTimeoutError,
    },
    "silence:seconds=0.1": {
        "requests": requests.exceptions.ConnectionError,
        "httpx": httpx.RemoteProtocolError,
        "aiohttp": aiohttp.ServerDisconnectedError,
    },
    "reset": {
        "requests": requests.exceptions.ConnectionError,
        "httpx": httpx.ReadError,
        "aiohttp": aiohttp.ClientOSError,
    },
    "truncated": {
        "requests": requests.exceptions.ChunkedEncodingError,
        "httpx": httpx.RemoteProtocolError,
        "aiohttp": aiohttp.ClientPayloadError,
    },
    "malformed": {
        "requests": requests.exceptions.JSONDecodeError,
        "httpx": json.JSONDecodeError,
        "aiohttp": json.JSONDecodeError,
    },
}
"""Fault -> client -> what it raises."""


@pytest.mark.parametrize("name", CLIENTS)
@pytest.mark.parametrize("fault", ERRORS)
def test_a_client_meets_a_fault_as_its_own_error_and_then_the_recorded_answer(fault: str, name: str) -> None:
    with replayed(fault) as replay:
        with pytest.raises(ERRORS[fault][name]) as caught:
            CLIENTS[name](replay.url)
        assert type(caught.value) is ERRORS[fault][name]
        assert replay.account == (0, 1, [fault])
        assert CLIENTS[name](replay.url) == 202
        assert replay.account == (1, 0, [fault])


@pytest.mark.parametrize("name", CLIENTS)
@pytest.mark.parametrize(
    ("fault", "status"),
    [("429:retry-after=2", 429), ("500", 500), ("503*1", 503), ("504", 504), ("claims", 401)],
)
def test_a_client_gets_the_status_of_a_refusal(fault: str, status: int, name: str) -> None:
    with replayed(fault) as replay:
        assert [CLIENTS[name](replay.url) for _ in range(2)] == [status, 202]


@pytest.mark.parametrize("name", CLIENTS)
def test_no_timeout_between_bytes_ends_a_slow_answer(name: str) -> None:
    with replayed("slow:rate=150") as replay:
        start = time.monotonic()
        assert CLIENTS[name](replay.url) == 202
        assert time.monotonic() - start > PATIENCE
        assert replay.account == (1, 0, ["slow:rate=150"])
