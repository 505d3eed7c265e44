"""The ids of a webhook agree: of the call, and of its chain."""

from typing import Any

import pytest

from harness.contract.editions import documentation
from harness.exchange import Exchange
from harness.rules import judge
from tests.unit.rules.dialogue import CALLS, CHAINS
from tests.unit.rules.exchanges import CALL, alike, found_everywhere, severities
from tests.unit.rules.webhooks import DATA, WHERE, value, webhook

OTHER = CALLS["B"]
OLDER = CALL.replace("-", "").upper()


@pytest.mark.parametrize(
    ("exchange", "where"),
    [
        (webhook(element={"resourceUrl": f"/communications/calls/{OTHER}"}), f"{DATA}.id"),
        (webhook(id=OTHER), f"{DATA}.id"),
        (webhook(element={"resource": f"/app/calls/{OTHER}"}), f"{WHERE}.resource"),
        (webhook(at_id=f"/app/calls/{OTHER}"), f'{DATA}["@odata.id"]'),
        (
            webhook(element={"resourceUrl": ..., "resource": f"/communications/calls('{OTHER}')"}),
            f"{DATA}.id",
        ),
        (
            webhook(element={"resourceUrl": f"https://graph.microsoft.com/v1.0/app/calls/{OTHER}"}),
            f"{DATA}.id",
        ),
        (
            webhook(
                element={
                    "resourceUrl": f"/communications/calls/{CALL}/participants",
                    "resource": f"/app/calls/{OTHER}/participants",
                }
            ),
            f"{WHERE}.resource",
        ),
    ],
)
def test_two_ids_in_one_notification_are_a_warning(exchange: Exchange, where: str) -> None:
    assert severities("RDN005", exchange, where) == "warning warning warning"


def test_the_message_names_the_places_and_no_id() -> None:
    exchange = webhook(element={"resource": f"/app/calls/{OTHER}"}, id=OTHER)
    [finding] = judge(exchange, documentation())
    words = "`resourceUrl`, `resource` and `resourceData.id` do not name the same call"
    assert (finding.message, finding.where) == (words, f"{WHERE}.resource")


@pytest.mark.parametrize(
    ("element", "data"),
    [
        ({"resourceUrl": f"/communications/calls/{OLDER}"}, {}),
        ({"resource": f"app/calls/{OLDER}", "resourceUrl": ...}, {}),
        ({"resource": f"/app/calls/{CALL}"}, {"@odata.id": f"communications/calls('{CALL}')"}),
        ({}, {"id": OLDER}),
        ({}, {"id": ...}),
        ({}, {"id": 57}),
        ({"resourceUrl": f"/communications/calls/{CALL}/participants"}, {"id": "another"}),
        ({"resourceUrl": f"/communications/calls/{CALL}/operations/1"}, {"id": "1"}),
        ({"resourceUrl": "/somewhere/else"}, {}),
        ({"resourceUrl": f"/communications/calls/{OTHER}", "resourceData": []}, {}),
    ],
)
def test_one_id_in_any_spelling_or_in_one_place_only_is_accepted(
    element: dict[str, Any], data: dict[str, Any]
) -> None:
    assert found_everywhere(webhook(element=element, **data)) == alike()


CHAIN, ANOTHER = CHAINS["1"], CHAINS["2"]
SKYPE, SCENARIO = "x-microsoft-skype-chain-id", "scenario-id"


@pytest.mark.parametrize("header", [SKYPE, SCENARIO])
def test_a_header_with_another_id_than_the_chain_is_information(header: str) -> None:
    names = {SKYPE: "X-Microsoft-Skype-Chain-ID", SCENARIO: "Scenario-Id"}
    exchange = webhook(headers={names[header]: ANOTHER})
    assert severities("RDN014", exchange, f"request.headers.{header}") == "info info info"


def test_without_a_chain_in_the_call_the_headers_are_compared() -> None:
    assert found_everywhere(webhook(callChainId=...)) == alike()
    exchange = webhook(callChainId=..., headers={"Scenario-Id": ANOTHER})
    assert severities("RDN014", exchange, f"request.headers.{SCENARIO}") == "info info info"


@pytest.mark.parametrize(
    "exchange",
    [
        webhook(headers={"Scenario-Id": f" {CHAIN.upper()} "}),
        webhook(headers={"Scenario-Id": CHAIN.replace("-", "")}),
        webhook(headers={"Scenario-Id": ..., "X-Microsoft-Skype-Chain-ID": ...}, callChainId=ANOTHER),
        webhook(headers={"Scenario-Id": "", "X-Microsoft-Skype-Chain-ID": ...}),
        webhook(headers={"Scenario-Id": ...}, callChainId=None),
    ],
)
def test_one_chain_in_any_spelling_or_in_one_place_only_is_accepted(exchange: Exchange) -> None:
    assert found_everywhere(exchange) == alike()


def test_a_header_may_be_the_chain_of_any_call_that_the_webhook_tells_of() -> None:
    told = [
        {
            "changeType": "updated",
            "resourceUrl": f"/communications/calls/{call}",
            "resourceData": {"@odata.type": "#microsoft.graph.call", "id": call, "callChainId": chain},
        }
        for call, chain in ((CALL, ANOTHER), (OTHER, CHAIN))
    ]
    assert found_everywhere(webhook(body=value(*told))) == alike()
