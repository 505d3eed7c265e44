"""What Graph's SDK does when it meets a fault: it repeats what is worth it, and tells the rest."""

import asyncio
import time

import httpx  # noqa: TID251 - the SDK's
import pytest
from kiota_abstractions.api_error import APIError
from kiota_abstractions.authentication import BaseBearerTokenAuthenticationProvider
from msgraph.graph_request_adapter import GraphRequestAdapter
from msgraph.graph_service_client import GraphServiceClient

from tests.integration.clients import Tokens, typed
from tests.integration.faulty import BODY, CALL, Replay, replayed

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings(
        "ignore::DeprecationWarning:msgraph", "ignore::DeprecationWarning:kiota_abstractions"
    ),
]


def with_the_sdk(replay: Replay) -> Tokens:
    tokens = Tokens()

    async def post() -> None:
        adapter = GraphRequestAdapter(BaseBearerTokenAuthenticationProvider(tokens))
        adapter.base_url = replay.url.partition("/communications")[0]
        graph = GraphServiceClient(request_adapter=adapter)
        try:
            await graph.communications.calls.by_call_id(CALL).redirect.post(typed(BODY))
        finally:
            await adapter._http_client._transport.transport.aclose()  # the SDK itself closes nothing

    asyncio.run(post())
    return tokens


@pytest.mark.parametrize("fault", ["429:retry-after=1", "503:retry-after=1", "504:retry-after=1"])
def test_the_sdk_waits_and_repeats_what_is_worth_it(fault: str) -> None:
    with replayed(fault) as replay:
        start = time.monotonic()
        with_the_sdk(replay)
        assert time.monotonic() - start >= 1
        assert replay.account == (1, 0, [fault])
        assert codes(replay) == []


def test_the_sdk_gives_up_after_three_repeats() -> None:
    with replayed("503:retry-after=1*4") as replay:
        with pytest.raises(APIError) as caught:
            with_the_sdk(replay)
        assert caught.value.response_status_code == 503
        assert replay.account == (0, 1, ["503:retry-after=1*4"] * 4)


@pytest.mark.parametrize("fault", ["500", "502"])
def test_the_sdk_repeats_no_other_error_of_the_service(fault: str) -> None:
    with replayed(fault) as replay:
        with pytest.raises(APIError):
            with_the_sdk(replay)
        assert replay.account == (0, 1, [fault])


def test_the_sdk_meets_a_claims_challenge_with_one_more_request_that_asks_for_the_claims() -> None:
    with replayed("claims") as replay:
        before, after = with_the_sdk(replay).claims
        assert (before, bool(after)) == (None, True)
        assert replay.account == (1, 0, ["claims"])
        assert codes(replay) == []


def test_the_sdk_gives_up_at_a_second_challenge() -> None:
    with replayed("claims*2") as replay:
        with pytest.raises(APIError) as caught:
            with_the_sdk(replay)
        assert caught.value.response_status_code == 401
        assert replay.account == (0, 1, ["claims*2", "claims*2"])


@pytest.mark.parametrize("fault", ["reset", "truncated"])
def test_the_sdk_meets_a_broken_connection_as_an_error_of_the_transport(fault: str) -> None:
    with replayed(fault) as replay:
        with pytest.raises(httpx.TransportError):
            with_the_sdk(replay)
        assert replay.account == (0, 1, [fault])


def codes(replay: Replay) -> list[str]:
    """Rules of repeating that the client broke."""
    found = (placed.finding.rule for placed in replay.playback.result().findings)
    return [rule for rule in found if rule.startswith("RDC")]
