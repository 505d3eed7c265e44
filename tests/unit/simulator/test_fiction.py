"""The made-up parts of a simulated call."""

import json

import pytest

from harness.exchange import Request
from harness.facts import INVENTED
from harness.notification import Party
from harness.simulator.fiction import CALLEE, CALLERS, Home, Wanted, call, incoming, wanted, webhook_headers
from harness.tokens import bearer
from tests.unit.rules.exchanges import NOON

HOME = Home.drawn(lambda kind: f"{kind}-id", "/api/calls")


@pytest.mark.parametrize("body", [b"", b" \n", b"{}"])
def test_a_ring_may_ask_for_nothing(body: bytes) -> None:
    assert wanted(body) == Wanted()


def test_a_ring_may_ask_for_people_a_tenant_and_a_path() -> None:
    body = {
        "source": {"phone": {"id": "+12065550142"}},
        "target": {"application": {"id": "app", "displayName": "Front desk"}},
        "tenant": "t",
        "path": "/hook?x=1",
    }
    asked = wanted(json.dumps(body).encode())
    assert asked == Wanted(
        Party("phone", "+12065550142"), Party("application", "app", "Front desk"), "t", "/hook?x=1"
    )
    rung = call(0, "id", str, HOME, asked)
    assert (rung.source, rung.target, rung.tenant) == (asked.source, asked.target, "t")
    assert rung.callback == "https://bot.example/hook?x=1"


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"{", "no JSON"),
        (b"[]", "no JSON object"),
        (b'{"caller": 1}', "`caller` is none of"),
        (b'{"tenant": 1}', "`tenant` is no text"),
        (b'{"path": "api"}', "`path` is no path"),
        (b'{"path": "/a b"}', "`path` is no path"),
        (b'{"path": "/\xc3\xa4"}', "`path` is no path"),
        (b'{"path": "/\\n"}', "`path` is no path"),
        (b'{"source": "me"}', "`source` is not like"),
        (b'{"source": {}}', "`source` is not like"),
        (b'{"target": {"user": {}}}', "`target` is not like"),
        (b'{"target": {"user": {"id": 7}}}', "`id` is no text"),
        (b'{"target": {"user": {"id": "a"}, "phone": {"id": "b"}}}', "`target` is not like"),
    ],
)
def test_what_cannot_be_wished_for_is_named(body: bytes, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        wanted(body)


def test_what_is_not_asked_for_is_made_up() -> None:
    rung = call(len(CALLERS) + 1, "id", lambda kind: f"a {kind}", HOME, Wanted())
    assert (rung.id, rung.chain, rung.tenant) == ("id", "a chain", INVENTED)
    assert rung.source == Party("user", "a user", CALLERS[1])
    assert rung.target == Party("applicationInstance", "bot-id", CALLEE)
    assert rung.callback == "https://bot.example/api/calls"


def test_a_notification_names_its_chain_three_times_over() -> None:
    rung = call(0, "id", lambda kind: f"a {kind}", HOME, Wanted())
    headers = webhook_headers(rung, "message", NOON)
    assert headers.get("scenario-id") == headers.get("x-microsoft-skype-chain-id") == rung.chain
    assert headers.get("x-microsoft-skype-message-id") == "message"
    assert incoming(str)["incomingContext"]["sourceParticipantId"] == "participant"


@pytest.mark.parametrize(
    ("target", "audience"),
    [(Party("application", "app-id"), {"aud": "app-id"}), (Party("applicationInstance", "bot-id"), {})],
)
def test_the_token_of_a_notification_says_what_the_platforms_says_and_is_signed_by_nobody(
    target: Party, audience: dict[str, str]
) -> None:
    rung = call(0, "id", lambda kind: f"a {kind}", HOME, Wanted(target=target))
    request = Request("POST", "https://bot.example/", webhook_headers(rung, "message", NOON))
    assert bearer.claims(request) == {
        "iss": "https://api.botframework.com",
        "tid": INVENTED,
        "iat": NOON.timestamp(),
        "nbf": NOON.timestamp(),
        "exp": NOON.timestamp() + 3900,
        **audience,
    }
    assert bearer.token(request).endswith(f".{bearer.SIGNATURE}")
