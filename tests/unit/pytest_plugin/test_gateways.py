"""Applications called without a server: what they are told, and what is taken of their answer."""

import asyncio
from typing import Any

import pytest

from harness.exchange import Request, Response
from harness.headers import Headers
from harness.pytest_plugin import gateways

WEBHOOK = Request(
    "POST",
    "https://bot.contoso.com/api/calls%20now?copy=1",
    Headers.of({"Content-Type": "application/json", "X-Forwarded-Host": "bot.contoso.com"}),
    b"{}",
)
ANSWER = Response(200, Headers.of({"Content-Type": "text/plain", "x-a": ["1", "2"]}), b"taken in", "Fine")


def test_wsgi_is_told_all_of_a_webhook() -> None:
    seen: dict[str, Any] = {}
    closed: list[bool] = []

    class Parts(list[bytes]):
        def close(self) -> None:
            closed.append(True)

    def application(environ: Any, start_response: Any) -> Parts:
        seen.update(environ)
        write = start_response("200 Fine", list(ANSWER.headers))
        write(b"taken ")
        return Parts([b"i", b"n"])

    assert gateways.wsgi(application, WEBHOOK) == ANSWER
    assert (seen["PATH_INFO"], seen["QUERY_STRING"]) == ("/api/calls now", "copy=1")
    assert (seen["CONTENT_TYPE"], seen["CONTENT_LENGTH"]) == ("application/json", "2")
    assert seen["HTTP_X_FORWARDED_HOST"] == "bot.contoso.com"
    assert "HTTP_CONTENT_TYPE" not in seen
    assert seen["wsgi.input"].read() == b"{}"
    assert closed == [True]


def test_asgi_is_told_all_of_a_webhook() -> None:
    seen: dict[str, Any] = {}

    async def application(scope: Any, receive: Any, send: Any) -> None:
        seen.update(scope)
        seen.update(await receive())
        headers = [(name.encode(), value.encode()) for name, value in ANSWER.headers]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"taken ", "more_body": True})
        await send({"type": "http.response.body", "body": b"in"})

    answer = asyncio.run(gateways.asgi(application, WEBHOOK))
    assert (answer.status, answer.headers, answer.body) == (200, ANSWER.headers, b"taken in")
    assert (seen["path"], seen["raw_path"], seen["query_string"]) == (
        "/api/calls now",
        b"/api/calls%20now",
        b"copy=1",
    )
    assert (b"content-length", b"2") in seen["headers"]
    assert (seen["body"], seen["more_body"]) == (b"{}", False)


def test_an_application_that_answers_nothing_took_no_webhook() -> None:
    async def silent(scope: Any, receive: Any, send: Any) -> None:
        pass

    assert asyncio.run(gateways.asgi(silent, WEBHOOK)).status == 500
    assert gateways.wsgi(lambda _environ, _start: [], WEBHOOK).status == 500


@pytest.mark.parametrize("body", [b"", b"x" * 100_000])
def test_a_body_of_any_size_comes_through(body: bytes) -> None:
    def echo(environ: Any, start_response: Any) -> list[bytes]:
        start_response("200 OK", [])
        return [environ["wsgi.input"].read()]

    assert gateways.wsgi(echo, Request("POST", "/", body=body)).body == body
