"""Envelopes are read as far as they carry data, and written as the platform shapes them."""

import json

from hypothesis import given
from hypothesis import strategies as st

from harness import notification
from harness.notification import Call, Party

CALL = Call(
    id="2b1f7a52-8f0c-4a57-9d0e-5c1f6a7b8c9d",
    chain="7c0e5d1b-31f7-4f4a-8a51-0f6d2b9c3e4f",
    tenant="9a3d0c5e-64f2-4d19-b1c8-2e7f5a6b4d3c",
    callback="https://bot.example/api/calls",
    source=Party("user", "1d5b7c9e-0a2f-4b6d-8e3c-7f9a1b2c3d4e", "Caller"),
    target=Party("applicationInstance", "3e6c8d0f-1b3a-4c7e-9f4d-8a0b2c3d4e5f", "Front Desk"),
)


def test_what_is_written_is_read_back() -> None:
    (told,) = notification.read(notification.write("created", "incoming", CALL))
    assert (told.change, told.state, told.call, told.chain) == ("created", "incoming", CALL.id, CALL.chain)
    assert told.data["source"]["identity"]["user"]["displayName"] == "Caller"


def test_extra_members_join_the_resource_data() -> None:
    (told,) = notification.read(
        notification.write("deleted", "terminated", CALL, {"resultInfo": {"code": 200}})
    )
    assert told.data["resultInfo"] == {"code": 200}


def test_a_phone_has_no_tenant() -> None:
    assert "tenantId" not in Party("phone", "+12065550100").identity_set(CALL.tenant)["phone"]


def test_the_older_resource_member_names_the_call_too() -> None:
    envelope = {
        "value": [{"changeType": "created", "resource": "/app/calls/57", "resourceData": {"id": "58"}}]
    }
    (told,) = notification.read(json.dumps(envelope).encode())
    assert (told.resource, told.call) == ("/app/calls/57", "57")


def test_without_a_resource_the_data_names_the_call() -> None:
    (told,) = notification.read(b'{"value": [{"resourceData": {"id": "58"}}]}')
    assert told.call == "58"


def test_what_is_no_envelope_holds_no_notification() -> None:
    for message in (b"", b"[]", b"{}", b'{"value": 3}', b'{"value": [3]}', b'{"callState": "incoming"}'):
        assert notification.read(message) == ()


@given(
    st.recursive(st.none() | st.text() | st.integers(), lambda i: st.lists(i) | st.dictionaries(st.text(), i))
)
def test_no_element_makes_reading_raise(element: object) -> None:
    for odd in (element, {"resourceUrl": element, "resourceData": element}):
        notification.read(json.dumps({"value": [odd]}).encode())
