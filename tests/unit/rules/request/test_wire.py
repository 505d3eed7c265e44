"""The body as it travelled: its coding, its length, and keys that repeat."""

from dataclasses import replace

import pytest

from harness.contract.editions import documentation
from harness.exchange import Exchange, FactValue
from harness.facts import Wire
from harness.rules import Judge, judge
from tests.unit.rules.exchanges import (
    HEADERS,
    USER,
    alike,
    found_everywhere,
    members,
    recorded,
    redirect,
    severities,
)

LENGTH = "request.headers.content-length"


def unjudged(exchange: Exchange, code: str) -> list[str]:
    """Why a rule could not tell."""
    return [why for _, why in Judge(documentation(), frozenset({code})).exchange(exchange).unjudged]


@pytest.mark.parametrize("encoding", ["gzip", "br", "other"])
def test_a_body_that_is_not_in_its_coding_is_an_error(encoding: str) -> None:
    exchange = replace(redirect(b""), facts={"encoding": encoding, "encoding_valid": False})
    assert severities("RDQ013", exchange, "request.body") == "error error error"


@pytest.mark.parametrize(
    "wire", [Wire(3, 3), Wire(3, 3, "gzip"), Wire(3, 1, "gzip", decodes=False, complete=False)]
)
def test_a_body_that_is_or_broke_off_is_no_fault_of_its_coding(wire: Wire) -> None:
    exchange = recorded(redirect(), wire)
    assert found_everywhere(exchange) == alike()
    assert unjudged(exchange, "RDQ013") == []


def test_a_coding_of_which_nothing_is_known_is_not_judged() -> None:
    exchange = redirect(headers=HEADERS | {"Content-Encoding": "br"})
    assert unjudged(exchange, "RDQ013") == [
        "the recording does not say whether the body was what its Content-Encoding says"
    ]
    assert unjudged(redirect(), "RDQ013") == []


@pytest.mark.parametrize("sent", [0, 237, 1000])
def test_a_length_that_is_not_the_bodys_is_an_error(sent: int) -> None:
    exchange = recorded(redirect(), Wire(sent, 248))
    assert severities("RDQ014", exchange, LENGTH) == "error error error"
    [finding] = judge(exchange, documentation())
    assert finding.message == f"Content-Length is {sent}, and the body has 248 bytes"


@pytest.mark.parametrize("wire", [Wire(248, 248), Wire(None, 248), Wire(0, 0)])
def test_a_length_that_is_right_or_was_not_sent_is_accepted(wire: Wire) -> None:
    exchange = recorded(redirect(), wire)
    assert found_everywhere(exchange) == alike()
    assert unjudged(exchange, "RDQ014") == []


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({}, "the recording keeps no lengths"),
        ({"duplicate_keys": 0}, "the recording keeps no lengths"),
        ({"length_sent": 248, "length_counted": 3, "request_complete": False}, "the request broke off"),
    ],
)
def test_a_length_that_is_not_known_is_not_judged(facts: dict[str, FactValue], why: str) -> None:
    exchange = replace(redirect(), facts=facts)
    assert unjudged(exchange, "RDQ014") == [why]
    assert found_everywhere(exchange) == alike()


REPEATED = members()[:-1] + b', "timeout": 30}'
INSIDE = members(targets=[USER]).replace(b'"id":', b'"odd name": 1, "odd name": 2, "id":')


@pytest.mark.parametrize("facts", [{}, {"duplicate_keys": 1}])
@pytest.mark.parametrize(
    ("body", "where"),
    [
        (REPEATED, "request.body.timeout"),
        (INSIDE, 'request.body.targets[0].identity.user["odd name"]'),
        (b'{"odd name": 1, ' + members()[1:-1] + b', "odd name": 2}', 'request.body["odd name"]'),
    ],
)
def test_a_key_that_stands_twice_is_an_error_where_it_stands(
    facts: dict[str, FactValue], body: bytes, where: str
) -> None:
    exchange = replace(redirect(body), facts=facts)
    for name in ("reference", "v1.0", "beta"):
        seen = [
            (str(each.severity), each.where)
            for each in judge(exchange, documentation(name))
            if each.rule == "RDQ074"
        ]
        assert seen == [("error", where)]


def test_a_key_that_stands_thrice_is_told_once() -> None:
    body = REPEATED[:-1] + b', "timeout": 60}'
    assert severities("RDQ074", redirect(body), "request.body.timeout") == "error error error"


def test_a_repeat_that_the_recording_does_not_show_is_told_of_the_body() -> None:
    exchange = replace(redirect(), facts={"duplicate_keys": 2})
    assert severities("RDQ074", exchange, "request.body") == "error error error"


def test_a_body_that_was_counted_to_have_none_is_not_read_again() -> None:
    assert found_everywhere(replace(redirect(REPEATED), facts={"duplicate_keys": 0})) == alike()


def test_a_key_may_stand_in_several_objects() -> None:
    assert found_everywhere(redirect(members(targets=[USER | {"timeout": 30}]))) == alike()
