"""Exchanges for the tests of the cassette floor: one of each kind, and strategies for all of them."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO

from hypothesis import strategies as st

from harness.cassette import HEADER, block
from harness.exchange import Exchange, Origin, Request, Response, Way
from harness.headers import Headers

CALL = "57dab8b1-894c-409a-b240-bd8beae78896"
REDIRECT = f"https://graph.microsoft.com/v1.0/communications/calls/{CALL}/redirect"
STARTED = datetime(2026, 11, 23, 8, 0, 0, 123456, UTC)

NASTY = [
    *(
        "",
        " ",
        "\n",
        "\n\n",
        "a\n\n",
        "a\n",
        "\na",
        " a\nb",
        "a \nb",
        "a\n b\n",
        "a\n\nb",
        "\ta\nb",
        "a\tb\nc",
    ),
    *(
        "a\r\nb",
        "a\rb",
        "a\x85b",
        "a\u2028b",
        "\ufeffa",
        "\x00",
        "a\x1bb",
        "é\nè",
        "\U0001f600\n",
        "a\x7f\nb",
    ),
    *(
        "...",
        "---",
        "...\n---\n",
        "- a\n- b",
        "# end 1 5",
        "# end 1 5\n# end 2 6\n",
        "a\n# end 1 5\n- request:\n",
    ),
    *(
        "null",
        "~",
        "true",
        "no",
        "1",
        "1.5",
        "0x1f",
        "1e3",
        "=",
        "<<",
        "2026-11-23",
        "12:30:45",
        "!!binary x",
    ),
    *(
        "*a",
        "&a",
        "{",
        "[",
        "%YAML",
        "@a",
        "`a",
        "'",
        '"',
        "a: b",
        "a #b",
        ": ",
        "? ",
        "|",
        ">",
        "-",
        "a:\n b: c",
    ),
]
"""Texts that YAML writers and readers are known to stumble over."""


def redirect(body: bytes = b'{"targets":[],"timeout":30}', **changes: object) -> Exchange:
    """A redirect that Graph accepted; `changes` are fields of the Exchange."""
    headers = Headers.of({"Authorization": "Bearer REDACTED", "Content-Type": "application/json"})
    answer = Response(202, Headers.of({"request-id": "abc"}), b"", "Accepted")
    values = {"way": Way.TO_GRAPH, "started_at": STARTED, "seconds": 0.25, "http": "1.1"} | changes
    return Exchange(Request("POST", REDIRECT, headers, body), values.pop("response", answer), **values)  # type: ignore[arg-type]


ACCEPTED = Response(202, reason="Accepted")


def webhook(body: bytes | None = None, answer: Response | None = ACCEPTED) -> Exchange:
    """A notification on the same call, and what the bot said."""
    told = b'{"value":[{"changeType":"created","resourceUrl":"/communications/calls/%s"}]}' % CALL.encode()
    return Exchange(
        Request("POST", "https://bot.example/callback", body=told if body is None else body),
        answer,
        Way.TO_BOT,
        started_at=STARTED,
    )


def file_of(exchanges: Iterable[Exchange], key: str | None = None) -> bytes:
    """A whole cassette."""
    return HEADER + b"".join(block(exchange, n, key=key) for n, exchange in enumerate(exchanges, 1))


def lines(data: bytes) -> list[bytes]:
    """The lines of a file as it yields them, opened for bytes."""
    return BytesIO(data).readlines()


texts = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    st.text("ab \n\t\r-#:'\"{}[]|>.", max_size=30),
    st.lists(st.sampled_from(NASTY), max_size=4).map("\n".join),
)
names = st.text("abcdefghijklmnopqrstuvwxyz-0123456789", min_size=1, max_size=20)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
bodies = st.one_of(
    st.binary(max_size=60),
    texts.map(str.encode),
    st.builds(
        lambda value, indent, ascii_only: _json(value, indent, ascii_only=ascii_only),
        json_values,
        st.sampled_from([None, 1, 4]),
        st.booleans(),
    ),
)
headers = st.lists(st.tuples(names, texts), max_size=4).map(lambda fields: Headers(tuple(fields)))
responses = st.builds(Response, st.integers(100, 599), headers, bodies, texts)
moments = st.datetimes(
    STARTED.replace(year=1970, tzinfo=None),
    STARTED.replace(year=9000, tzinfo=None),
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=30))]),
)
urls = st.one_of(
    st.just(REDIRECT),
    texts.map(lambda text: f"https://graph.microsoft.com/v1.0//communications/calls/{text}/redirect"),
    texts,
)
exchanges = st.builds(
    Exchange,
    st.builds(Request, st.sampled_from(["POST", "GET", "DELETE"]), urls, headers, bodies),
    st.none() | responses,
    st.sampled_from(Way),
    st.sampled_from(Origin),
    st.none() | moments,
    st.none() | st.floats(0, 1e6),
    st.sampled_from([None, "1.1", "2"]),
    st.none() | texts,
    st.dictionaries(names, texts | st.integers() | st.booleans(), max_size=3),
)


def _json(value: object, indent: int | None, *, ascii_only: bool) -> bytes:
    return json.dumps(value, indent=indent, ensure_ascii=ascii_only).encode("utf-8", "replace")
