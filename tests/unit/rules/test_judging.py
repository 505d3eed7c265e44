"""Judging one exchange, a recording, and a whole call."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness import notification
from harness.contract.editions import EDITIONS, documentation
from harness.contract.precedence import Documentation
from harness.conversation import Conversation
from harness.exchange import Exchange, Origin, Request, Response, Way
from harness.findings import Finding, Severity
from harness.headers import Headers
from harness.rules import RULES, Breach, Judge, Rule, Scope, Unjudged, codes, judge, judge_all
from harness.rules.subject import Redirect
from tests.unit.rules.exchanges import CALL, HEADERS, NOON, URL, answered, found, members, recorded, redirect

SPOILT = redirect(
    members(timeout="30", targets=[{}], colour=1),
    method="GET",
    headers={"client-request-id": HEADERS["client-request-id"]},
    answer=Response(200, body=b"x"),
)


@pytest.mark.parametrize("name", EDITIONS)
def test_a_redirect_as_documented_gives_no_finding(name: str) -> None:
    assert found(redirect(answer=answered(name)), name) == []


def test_findings_come_in_order_of_code_with_call_and_entry() -> None:
    findings = list(judge(SPOILT, documentation(), at=7))
    assert [each.rule for each in findings] == [
        *("RDQ001", "RDQ011", "RDQ012", "RDQ023", "RDQ040", "RDQ064", "RDR001"),
    ]
    assert {(each.call, each.at) for each in findings} == {(CALL, 7)}


def test_the_call_may_be_given() -> None:
    assert {each.call for each in judge(SPOILT, documentation(), call="masked")} == {"masked"}
    assert {each.at for each in judge(SPOILT, documentation())} == {None}


def test_only_the_selected_rules_run() -> None:
    assert [each.rule for each in judge(SPOILT, documentation(), codes=codes(["RDQ0"], ["RDQ01"]))] == [
        *("RDQ001", "RDQ023", "RDQ040", "RDQ064"),
    ]


def test_a_recording_is_judged_entry_by_entry_as_it_comes() -> None:
    taken: list[int] = []

    def entries() -> Iterator[tuple[int, Exchange]]:
        for number in (1, 2, 5):
            taken.append(number)
            yield number, SPOILT

    findings = judge_all(entries(), documentation(), codes(["RDQ040"]))
    assert (next(findings).at, taken) == (1, [1])
    assert [each.at for each in findings] == [2, 5]


SENT = tuple(rule for rule in RULES if rule.scope in (Scope.REDIRECT, Scope.BODY))


def test_rules_on_a_conversation_see_the_whole_call_and_name_the_entry() -> None:
    def no_redirect_without_a_call(
        conversation: Conversation, _documentation: Documentation
    ) -> Iterator[Breach]:
        yield Breach(Severity.INFO, "call", f"{len(conversation.steps)} steps", "none")
        for step in conversation.steps:
            if not step.legal:
                yield Breach(Severity.ERROR, "call", "illegal", "none", exchange=step.exchange)

    rules = (*SENT, Rule("RDX001", "calls are heard", Scope.CALL, no_redirect_without_a_call))
    party = notification.Party("user", "5e93a1c8-f04d-4762-9bd8-a20f6c75e31b")
    call = notification.Call(CALL, "chain", "tenant", "https://bot.example/", party, party)
    ring = Exchange(
        Request("POST", "https://bot.example/", Headers(), notification.write("created", "incoming", call)),
        Response(202),
        Way.TO_BOT,
        started_at=NOON,
    )
    stray = redirect(url=URL.replace(CALL, "0ad7c36f-82e4-4b59-a91d-3e75c08fb2d4"), answer=answered("v1.0"))
    recording = [(1, ring), (2, redirect(answer=answered("v1.0"))), (4, stray)]

    def seen(*wanted: str) -> list[tuple[str, str, int | None]]:
        found = judge_all(recording, documentation("v1.0"), frozenset(wanted) or None, rules=rules)
        return [(each.rule, each.message, each.at) for each in found]

    expected = [("RDX001", "2 steps", 1), ("RDX001", "1 steps", 4), ("RDX001", "illegal", 4)]
    assert seen() == expected
    assert seen("RDX001") == expected
    assert seen("RDQ040") == []
    assert [each.call for each in judge_all(recording, documentation("v1.0"), rules=rules)] == [
        CALL,
        *(["0ad7c36f-82e4-4b59-a91d-3e75c08fb2d4"] * 2),
    ]


def test_a_call_without_a_step_is_named_by_its_first_exchange() -> None:
    def always(_conversation: Conversation, _documentation: Documentation) -> Iterator[Breach]:
        yield Breach(Severity.INFO, "call", "said", "done")

    rules = (Rule("RDX001", "never holds", Scope.CALL, always),)
    asked = redirect(url=f"https://graph.microsoft.com/v1.0/communications/calls/{CALL}")
    assert list(judge_all([(1, asked)], documentation(), rules=rules)) == [
        Finding("RDX001", Severity.INFO, "call", "said", "done", None, CALL, 1)
    ]


def test_a_rule_that_cannot_tell_says_why_once_and_finds_nothing() -> None:
    def blind(_redirect: Redirect, _documentation: Documentation) -> Iterator[Breach | Unjudged]:
        yield Unjudged("it is dark")
        yield Unjudged("it is dark")

    rules = (Rule("RDX001", "is seen", Scope.REDIRECT, blind),)
    judgement = Judge(documentation(), rules=rules).exchange(redirect())
    assert (judgement.findings, judgement.judged) == ((), ())
    assert judgement.unjudged == (("RDX001", "it is dark"),)
    assert list(judge(redirect(), documentation(), rules=rules)) == []


SECRET = "b6c0e7f4-19d8-4c35-8a72-0e4f93d15ac6"


def test_no_finding_quotes_an_id_a_number_a_name_a_token_or_a_url() -> None:
    identity = {"id": SECRET, "displayName": f"Ada {SECRET}", "odata.type": SECRET}
    body = (
        members(
            targets=[
                {"identity": {"user": identity, "phone": {"id": f"00{SECRET}"}, "guest": SECRET}},
                {
                    "identity": {"application": {"id": f"x{SECRET}"}},
                    "endpointType": SECRET,
                    "participantId": SECRET,
                },
                {"identity": {"guest": {"id": SECRET}, "@odata.type": SECRET}, "@odata.type": f"#{SECRET}"},
                {"identity": {"guest": {"id": SECRET}}},
                {"identity": SECRET},
                SECRET,
            ],
            callbackUri=f"http://{SECRET}@{SECRET}.example/{SECRET}?code={SECRET}#{SECRET}",
            targetDisposition="forward",
            tenantId=SECRET,
            maskCallee=SECRET,
            routingPolicies=[SECRET],
            callback_uri=SECRET,
            Timeout=SECRET,
            timeout=5,
        )[:-1]
        + f', "timeout": 5, "subject": "{SECRET}"}}'.encode()
    )
    exchange = redirect(
        body,
        url=f"http://{SECRET}.example/v1.0/app/calls/{SECRET}0/redirect?token={SECRET}",
        headers={
            "Authorization": f"Basic {SECRET}",
            "Content-Type": f"text/plain; boundary={SECRET}",
            "client-request-id": f"x{SECRET}",
        },
        answer=Response(404, body=json.dumps({"message": SECRET}).encode()),
    )
    findings = [each for name in EDITIONS for each in judge(recorded(exchange), documentation(name))]
    assert len({each.rule for each in findings}) > 25
    assert [each for each in findings if SECRET in each.message + each.fix + each.where] == []


values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)
names = st.sampled_from(
    [
        "targets",
        "timeout",
        "callbackUri",
        "targetDisposition",
        "maskCallee",
        "mask_callee",
        "routingPolicies",
        "@odata_type",
        "@odata.type",
        "identity",
        "phone",
        "user",
        "User",
        "endpointType",
        "hidden",
    ]
)
targets = st.lists(
    st.fixed_dictionaries({"identity": st.dictionaries(names | st.just("id"), values) | values}) | values
)
bodies = st.one_of(
    st.binary(),
    values.map(lambda value: json.dumps(value).encode()),
    st.dictionaries(names | st.text(), values | targets).map(lambda value: json.dumps(value).encode()),
)
urls = st.one_of(
    st.just(URL),
    st.text(),
    st.text().map(lambda text: f"https://{text}/calls/{text}/redirect"),
    st.text().map(lambda text: URL.replace(CALL, text)),
)


@given(
    st.text(),
    urls,
    bodies,
    st.dictionaries(st.sampled_from([*HEADERS, "X"]), st.text()),
    st.integers(100, 599),
    bodies,
    st.sampled_from(Origin),
)
def test_whatever_is_sent_and_answered_nothing_is_raised_and_messages_are_one_line_of_ascii(
    method: str, url: str, body: bytes, headers: dict[str, str], status: int, answer: bytes, origin: Origin
) -> None:
    exchange = redirect(
        body, method=method, url=url, headers=headers, answer=Response(status, body=answer), origin=origin
    )
    exchange = recorded(exchange)
    known = {rule.code for rule in RULES}
    for name in EDITIONS:
        findings = list(judge(exchange, documentation(name), at=1))
        assert findings == list(judge(exchange, documentation(name), at=1))
        assert [each.rule for each in findings] == sorted(each.rule for each in findings)
        for each in findings:
            assert each.rule in known
            assert each.where.startswith(("request.", "response."))
            for words in (each.message, each.fix):
                assert words
                assert words.isascii()
                assert "\n" not in words
