"""The platform's token: fresh on each webhook, for the bot's application and the tenant of the call."""

from datetime import UTC, datetime
from typing import Any

import pytest

from harness.exchange import Request
from harness.headers import Headers
from harness.notification import Call, Party, write
from harness.tokens import bearer
from harness.tokens.platform_token import PlatformToken

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
TENANT = "a1f0c2d4-5b6e-4788-9a0b-1c2d3e4f5a6b"
APP = "c41d7a90-5b6e-4f23-9c08-7a1e2d3b4f56"


def webhook(target: Party, authorization: str | None = "Bearer REDACTED", tenant: str = TENANT) -> Request:
    call = Call("57", "chain", tenant, "https://bot.example/", Party("user", "1"), target)
    fields = {"Accept": "*/*"} | ({"Authorization": authorization} if authorization else {})
    return Request("POST", "/api/calls", Headers.of(fields), write("created", "incoming", call))


def claims(webhook: Request, app: str | None = None) -> Any:
    return bearer.claims(PlatformToken(bearer.unsigned, app).on(webhook, NOW))


def test_it_says_what_the_documented_sample_says() -> None:
    assert claims(webhook(Party("applicationInstance", "2")), APP) == {
        "aud": APP,
        "iss": "https://api.botframework.com",
        "tid": TENANT,
        "iat": NOW.timestamp(),
        "nbf": NOW.timestamp(),
        "exp": NOW.timestamp() + 3900,
    }


@pytest.mark.parametrize(
    ("sent", "app", "audience"),
    [
        (webhook(Party("application", "called")), None, "called"),
        (webhook(Party("application", "called")), APP, APP),
        (webhook(Party("user", "1"), f"Bearer {bearer.unsigned({'aud': 'named'})}"), None, "named"),
        (webhook(Party("applicationInstance", "2")), None, None),
        (Request("POST", "/", Headers.of({"Authorization": "Bearer x"}), b"no JSON"), None, None),
    ],
    ids=["called", "given", "named by its own token", "told by nothing", "no notification"],
)
def test_its_audience_is_the_bots_application(sent: Request, app: str | None, audience: str | None) -> None:
    assert claims(sent, app).get("aud") == audience


def test_it_is_known_beforehand_whether_all_tokens_are_for_somebody() -> None:
    named, nameless = webhook(Party("application", "called")), webhook(Party("applicationInstance", "2"))
    bare = webhook(Party("application", "called"), None)
    token = PlatformToken(bearer.unsigned)
    assert [token.addressed(each) for each in ([named, bare], [named, nameless], [bare], [])] == [
        *(True, False, None, None)
    ]
    assert PlatformToken(bearer.unsigned, APP).addressed([nameless]) is True


def test_a_tenant_that_no_notification_tells_is_that_of_its_own_token() -> None:
    own = f"Bearer {bearer.unsigned({'tid': TENANT})}"
    assert claims(Request("POST", "/", Headers.of({"Authorization": own}), b""), APP)["tid"] == TENANT


def test_a_webhook_that_carried_no_token_gets_none() -> None:
    bare = webhook(Party("user", "1"), None)
    assert PlatformToken(bearer.unsigned, APP).on(bare, NOW) is bare


def test_nothing_else_of_a_webhook_changes() -> None:
    before = webhook(Party("user", "1"))
    after = PlatformToken(bearer.unsigned).on(before, NOW)
    assert (after.method, after.url, after.body) == (before.method, before.url, before.body)
    assert [name for name, _ in after.headers] == [name for name, _ in before.headers]
