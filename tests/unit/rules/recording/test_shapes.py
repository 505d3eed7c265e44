"""What was taken out of a redirect or a webhook left its shape, or is said to have lost it."""

import json
from typing import Any

import pytest

from harness.contract.editions import documentation
from harness.exchange import Exchange, Way
from harness.redaction.masks import Masks
from harness.redaction.redactor import Redactor
from harness.rules import judge
from harness.rules.recording.shapes import SHAPES
from tests.unit.planting import URL, exchange
from tests.unit.rules.recordings import found, given_away, severities

MASKS = Masks(b"a key for tests")
GUID = MASKS.guid("8d1f6b2c-5e4a-4c3d-9b8a-7f6e5d4c3b2a")


def target(**identity: Any) -> dict[str, Any]:
    return {"targets": [{"identity": identity}], "timeout": 30}


LOST = [
    (target(phone={"id": "REDACTED"}), "targets[0].identity.phone.id", "RDQ028"),
    (target(phone={"id": "+1202XXXXXXX"}), "targets[0].identity.phone.id", "RDQ028"),
    (target(phone="***"), "targets[0].identity.phone", "RDQ026"),
    (target(user={"id": "<redacted>"}), "targets[0].identity.user.id", None),
    ({"targets": "REDACTED"}, "targets", "RDQ021"),
    (target(user={"id": GUID}) | {"callbackUri": "[FILTERED]"}, "callbackUri", "RDQ050"),
    (target(user={"id": GUID}) | {"timeout": "xxx"}, "timeout", "RDQ040"),
]


@pytest.mark.parametrize(("body", "where", "also"), LOST)
def test_a_placeholder_is_found_where_a_rule_looks_at_the_shape(
    body: Any, where: str, also: str | None
) -> None:
    whole = exchange(body, url=URL.replace(URL.split("/")[-2], GUID))
    assert severities(whole) == {("RDS010", "error", f"request.body.{where}")}
    assert also is None or also in {each.rule for each in judge(whole, documentation())}


@pytest.mark.parametrize(
    "call", ["REDACTED", "***", "%3Credacted%3E", "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"]
)
def test_a_placeholder_for_the_id_of_the_call_is_found_in_the_url(call: str) -> None:
    whole = exchange(url=f"https://graph.microsoft.com/v1.0/communications/calls/{call}/redirect")
    assert severities(whole) == {("RDS010", "error", "request.uri")}


@pytest.mark.parametrize("body", [b"REDACTED", b'"<redacted>"', b"***"])
def test_a_placeholder_for_the_whole_body_is_found(body: bytes) -> None:
    assert severities(exchange(body)) == {("RDS010", "error", "request.body")}


def test_a_webhook_is_looked_at_as_well_and_other_requests_are_not() -> None:
    data = {"id": "REDACTED", "state": "***", "callbackUri": "REDACTED"}
    body = {"value": [{"changeType": "created", "resourceUrl": "REDACTED", "resourceData": data}]}
    where = "request.body.value[0]."
    assert severities(exchange(body, url="https://bot.example/", way=Way.TO_BOT)) == {
        ("RDS010", "error", f"{where}{name}")
        for name in ("resourceUrl", "resourceData.id", "resourceData.state", "resourceData.callbackUri")
    }
    assert given_away(exchange(body, url=URL.replace("redirect", "answer"))) == []


@pytest.mark.parametrize(
    "body",
    [
        target(phone={"id": MASKS.number("+4930123"), "displayName": "REDACTED"}),
        target(user={"id": GUID, "displayName": "***", "tenantId": GUID}),
        target(user={"id": "redacted-63c53b42"}),
        {"targets": [], "callbackUri": "https://h7f3a90c2.example/xxx", "note": "REDACTED"},
        {"targets": None, "timeout": 30, "error": {"message": "***"}},
    ],
)
def test_a_mask_and_a_placeholder_that_no_rule_minds_are_let_be(body: Any) -> None:
    assert given_away(exchange(body)) == []


def test_the_message_names_the_place_and_the_fix_what_redial_leaves_there() -> None:
    (finding,) = found(exchange(target(phone={"id": "REDACTED"})))
    assert finding.message == (
        "a placeholder stands in `id` where a telephone number belongs, so that it cannot be judged"
    )
    assert finding.fix.endswith("the country code, `55501`, and digits.")
    assert "REDACTED" not in finding.message + finding.fix


@pytest.mark.parametrize("names", SHAPES, ids=".".join)
def test_what_redial_masks_itself_keeps_every_shape(names: tuple[str, ...]) -> None:
    sent: Any = "REDACTED"
    for name in reversed(names):
        sent = {name: sent}
    whole = exchange(json.dumps(sent).encode())
    assert {code for code, _, _ in given_away(whole)} == {"RDS010"}
    filled: Exchange = exchange(json.dumps(sent).replace("REDACTED", "+493023125042").encode())
    assert given_away(Redactor(b"a key for tests").exchange(filled)) == []
