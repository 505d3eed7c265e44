"""The line of a member, in a file of ours."""

import pytest

from harness.cassette import Entry, columns_of, line_of, read
from harness.exchange import Exchange, Request, Response, Way
from harness.headers import Headers
from tests.unit.cassette.exchanges import file_of, lines, redirect, webhook

BODY = b"""{"targets":[{"id":"a"},{"odd name":{"id":"b","text":"x\\ny: {"}}],"timeout":"30","timeout":31}"""
ANSWER = Response(
    400, Headers.of({"Retry-After": "2"}), b'{"error":{"code":"8523","innerError":{"date":"d"}}}', "Bad"
)


def told(where: str, exchange: Exchange) -> str:
    """The text on the line of a member, in a file with others before it."""
    data = file_of([webhook(), redirect(), exchange])
    entry = list(read(lines(data)))[2]
    return data.split(b"\n")[line_of(entry, where) - 1].decode().strip()


@pytest.mark.parametrize(
    ("where", "text"),
    [
        ("request.method", "method: POST"),
        ("request.headers.authorization", "authorization:"),
        ("request.headers.Content-Type", "content-type:"),
        ("request.body", "body: |-"),
        ("request.body.targets", '"targets": ['),
        ("request.body.targets[0].id", '"id": "a"'),
        ("request.body.targets[1]", "{"),
        ('request.body.targets[1]["odd name"].id', '"id": "b",'),
        ('request.body.targets[1]["odd name"].text', '"text": "x\\ny: {"'),
        ("request.body.timeout", '"timeout": 31'),
        ("response.status", "code: 400"),
        ("response.reason", "message: Bad"),
        ("response.headers.retry-after", "retry-after:"),
        ("response.body", "string: |-"),
        ("response.body.error.innerError.date", '"date": "d"'),
        ("x_redial.started_at", "started_at: '2026-11-23T08:00:00.123456Z'"),
    ],
)
def test_a_member_has_its_line(where: str, text: str) -> None:
    assert told(where, redirect(BODY, response=ANSWER)) == text


@pytest.mark.parametrize(
    "where", ["request.uri", "request.url", "request.path", "request.host", "request.query"]
)
def test_every_part_of_the_url_is_on_its_line(where: str) -> None:
    assert told(where, redirect()).startswith("uri: https://graph.microsoft.com/")


@pytest.mark.parametrize(
    ("where", "text"),
    [
        ("request.headers.cookie", "headers:"),
        ("request.body.targets[7].id", '"targets": ['),
        ("request.body.nothing.at.all", "body: |-"),
        ("request.body.TIMEOUT", "body: |-"),
        ("request.something", "request:"),
        ("nonsense", "- request:"),
        ("", "- request:"),
        ("conversation.state", "- request:"),
    ],
)
def test_a_member_that_is_missing_has_the_line_around_it(where: str, text: str) -> None:
    assert told(where, redirect(BODY)).removeprefix("- " if text == "request:" else "") == text


def test_what_a_bot_answered_stands_under_our_key() -> None:
    assert told("response.status", webhook(answer=ANSWER)) == "code: 400"
    assert told("response.body.error.code", webhook(answer=ANSWER)) == '"code": "8523",'
    assert told("response.headers.Retry-After", webhook(answer=ANSWER)) == "retry-after:"


def test_an_answer_that_is_missing_has_the_line_that_says_so() -> None:
    assert told("response.status", redirect(response=None, error="gone")) == "response: null"
    assert told("error", redirect(response=None, error="gone")) == "error: gone"
    assert told("response.status", webhook(answer=None)) == "reply: null"


@pytest.mark.parametrize("body", ['{"a": "é"}'.encode(), b'{"a": 1}\t', b"\xff\x00", b"plain", b""])
def test_a_body_that_is_not_laid_out_line_by_line_has_one_line_or_more(body: bytes) -> None:
    sent = Exchange(Request("POST", "https://a/", body=body), None, Way.TO_GRAPH)
    assert told("request.body", sent).startswith("body: ")


def test_a_block_that_cannot_be_composed_has_one_line() -> None:
    (entry,) = read(lines(file_of([redirect()])))
    broken = type(entry)(entry.number, entry.line, entry.exchange, None, block="- {a: [", marked=False)
    assert line_of(broken, "request.uri") == entry.line


@pytest.mark.parametrize(
    ("line", "columns"), [(6, None), (7, (1, 11)), (8, (5, 7)), (9, None), (10, (2, 3)), (11, None)]
)
def test_what_stands_on_a_line_has_its_columns(line: int, columns: tuple[int, int] | None) -> None:
    entry = Entry(1, 7, redirect(), None, block="- request:\n    a:\r\n   \n\t\N{SNOWMAN}")
    assert columns_of(entry, line) == columns
