"""The line of a member of an entry."""

import json

import pytest

from harness.har.lines import lines
from tests.unit.har.exports import entry, fields

ENTRY = entry(
    request={"headers": fields((":path", "/"), ("Retry-After", "1"), ("retry-after", "2"))},
    response={"content": {"size": 2, "text": "{}"}},
)


@pytest.mark.parametrize(
    ("steps", "text"),
    [
        (("request",), '"request": {'),
        (("request", "method"), '"method": "POST",'),
        (("request", "uri"), '"url": "https://graph.microsoft.com/'),
        (("request", "headers"), '"headers": ['),
        (("request", "headers", "retry-after"), '"name": "Retry-After",'),
        (("request", "body"), '"text": "{\\"targets\\"'),
        (("response", "status", "code"), '"status": 202,'),
        (("response", "status", "message"), '"statusText": "",'),
        (("response", "headers", "request-id"), '"name": "request-id",'),
        (("response", "body", "string"), '"text": "{}"'),
    ],
)
def test_a_member_has_the_line_it_has_in_the_har(steps: tuple[str, ...], text: str) -> None:
    written = json.dumps(ENTRY, indent=2)
    assert written.split("\n")[lines(written)[steps]].strip().startswith(text)


def test_a_body_of_fields_has_the_line_of_the_fields() -> None:
    written = json.dumps({"request": {"postData": {"params": []}}}, indent=2)
    assert lines(written)["request", "body"] == 3


@pytest.mark.parametrize("text", ["{}", '{"request": {"headers": [1, {"name": 2}]}}', "{", "[" * 9999])
def test_what_says_nothing_has_no_lines_of_members(text: str) -> None:
    assert not any(len(steps) > 2 for steps in lines(text))
