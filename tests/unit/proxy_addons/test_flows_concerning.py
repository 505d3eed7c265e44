"""Which flows concern us, and which way they go."""

import pytest

from harness.errors import HarnessError
from harness.exchange import Way
from proxy_addons import flows
from proxy_addons.options import Target
from tests import _mitm

BOT = Target("http", "127.0.0.1", 3978)
CALLS = f"/v1.0/communications/calls/{_mitm.CALL}"


@pytest.mark.parametrize(
    ("mode", "url", "way"),
    [
        (_mitm.GRAPH, None, Way.TO_GRAPH),
        (_mitm.BOTS, None, Way.TO_BOT),
        ("reverse:https://login.microsoftonline.us", None, Way.TO_LOGIN),
        ("regular", "https://graph.microsoft.us", Way.TO_GRAPH),
        ("regular", "https://login.microsoftonline.com", Way.TO_LOGIN),
        ("regular", "https://example.com", None),
        ("regular", "https://graph.microsoft.com.evil.example", None),
    ],
)
def test_a_flow_goes(mode: str, url: str | None, way: Way | None) -> None:
    assert flows.way(_mitm.flow(mode=mode, url=url), BOT) is way


@pytest.mark.parametrize(
    ("url", "host", "way"),
    [
        ("https://graph.microsoft.com", "elsewhere.example", Way.TO_GRAPH),
        ("https://20.190.132.1", "graph.microsoft.com", Way.TO_GRAPH),
        ("https://elsewhere.example", "graph.microsoft.com", None),
        ("https://20.190.132.1", "elsewhere.example", None),
    ],
)
def test_a_proxy_goes_by_the_host_it_was_asked_for_and_by_its_name_where_that_is_an_address(
    url: str, host: str, way: Way | None
) -> None:
    flow = _mitm.flow(mode="regular", url=url, headers=[("Host", host)])
    assert flows.way(flow, None) is way
    if way is not None:
        assert flows.url(flow, way, None) == f"https://graph.microsoft.com{_mitm.PATH}"


@pytest.mark.parametrize(
    "path",
    [
        f"{CALLS}/redirect",
        f"/beta/communications/calls/{_mitm.CALL}/redirect",
        f"/v1.0/app/calls/{_mitm.CALL}/redirect",
        f"/v1.0/applications/7a0e/calls/{_mitm.CALL}/redirect",
        "/v1.0/participantLeftNotification/call/redirect",
        "/v1.0/participantJoiningNotification/call/redirect",
        f"{CALLS}/microsoft.graph.redirect",
        f"/v1.0//communications/calls/{_mitm.CALL}//redirect",
        f"/v1.0/communications/calls('{_mitm.CALL}')/redirect",
        f"{CALLS}/redirect?a=b",
        f"{CALLS}/answer",
        f"{CALLS}/reject",
    ],
)
def test_this_is_part_of_a_calls_conversation(path: str) -> None:
    assert flows.concerns(_mitm.flow(path), Way.TO_GRAPH, "all")
    assert flows.concerns(_mitm.flow(path), Way.TO_GRAPH, "redirects") == ("redirect" in path)


@pytest.mark.parametrize(
    "path",
    [
        "/v1.0/print/printers/1/jobs/2/redirect",
        "/v1.0/print/shares/1/jobs/2/microsoft.graph.redirect",
        "/v1.0/me",
        CALLS,
        f"{CALLS}/transfer",
        "/v1.0/users/redirect",
    ],
)
def test_this_is_none(path: str) -> None:
    assert not flows.concerns(_mitm.flow(path), Way.TO_GRAPH, "all")


@pytest.mark.parametrize(
    ("content", "concerns"),
    [
        (b'{"requests": [{"url": "%s"}]}' % _mitm.PATH.removeprefix("/v1.0").encode(), True),
        (b'{"requests": [{"url": "/me"}]}', False),
        (None, True),
    ],
    ids=["with a redirect", "without one", "not arrived yet"],
)
def test_a_batch_concerns_us_where_it_holds_a_redirect(content: bytes | None, concerns: bool) -> None:
    batch = _mitm.flow("/v1.0/$batch", content)
    assert flows.concerns(batch, Way.TO_GRAPH, "all") is concerns
    assert flows.concerns(batch, Way.TO_GRAPH, "redirects") is concerns
    with pytest.raises(HarnessError, match=r"inside a \$batch is not read" if content else "streamed"):
        flows.require_legible(batch, Way.TO_GRAPH)


def test_a_batch_that_cannot_be_unpacked_concerns_us() -> None:
    batch = _mitm.flow("/v1.0/$batch", b"junk", headers=[("Content-Encoding", "gzip")])
    assert flows.concerns(batch, Way.TO_GRAPH, "all")


def test_a_redirect_with_the_wrong_method_is_still_one() -> None:
    assert flows.concerns(_mitm.flow(method="PUT"), Way.TO_GRAPH, "redirects")
    assert not flows.concerns(_mitm.flow(f"{CALLS}/answer", method="GET"), Way.TO_GRAPH, "all")


@pytest.mark.parametrize(
    ("path", "method", "concerns"),
    [
        ("/contoso/oauth2/v2.0/token", "POST", True),
        ("/contoso/oauth2/token?x=y", "POST", True),
        ("/contoso/oauth2/v2.0/token", "OPTIONS", False),
        ("/contoso/v2.0/.well-known/openid-configuration", "GET", False),
    ],
)
def test_of_the_login_side_only_token_fetches_count(path: str, method: str, concerns: bool) -> None:
    assert flows.concerns(_mitm.flow(path, method=method), Way.TO_LOGIN, "all") is concerns
    assert not flows.concerns(_mitm.flow(path, method=method), Way.TO_LOGIN, "redirects")
