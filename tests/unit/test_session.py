"""A whole recording seen from afar."""

from dataclasses import replace
from datetime import timedelta

import pytest

from harness.exchange import Exchange, Request, Response, Way
from harness.session import LIFETIME, PERIOD, Sessions, session
from tests.unit.rules.exchanges import CALL, NOON, URL, redirect

TOKENS = "https://login.microsoftonline.com/5e93a1c8-f04d-4762-9bd8-a20f6c75e31b/oauth2/v2.0/token"


def fetch(at: float, url: str = TOKENS, method: str = "POST", status: int | None = 200) -> Exchange:
    began = NOON + timedelta(seconds=at)
    response = Response(status) if status else None
    return Exchange(Request(method, url), response, Way.TO_LOGIN, started_at=began, seconds=0.5)


def sent(at: float, url: str = URL) -> Exchange:
    return redirect(url=url, started_at=NOON + timedelta(seconds=at))


def test_the_first_exchange_of_each_version_root_and_host_is_kept() -> None:
    beta = URL.replace("v1.0/communications", "beta/app").replace(".com", ".us")
    seen = session([sent(0), sent(1), sent(2, beta), fetch(3)])
    assert list(seen.versions) == ["v1.0", "beta"]
    assert list(seen.roots) == ["communications", "app"]
    assert list(seen.graph) == ["graph.microsoft.com", "graph.microsoft.us"]
    assert list(seen.login) == ["login.microsoftonline.com"]
    assert seen.versions["v1.0"] == sent(0)


def test_token_fetches_are_counted_by_address_and_early_ones_told() -> None:
    late = LIFETIME.total_seconds() + 10
    other = TOKENS.replace("5e93a1c8", "0ad7c36f")
    known = f"{TOKENS.removesuffix('/oauth2/v2.0/token')}/v2.0/.well-known/openid-configuration"
    seen = session([fetch(0, known, "GET"), fetch(0), fetch(5), fetch(6, other), fetch(5 + late)])
    first, second = seen.fetches.values()
    assert (first.count, first.early, first.first_early) == (3, 1, fetch(5))
    assert (second.count, second.early, second.first_early) == (1, 0, None)


@pytest.mark.parametrize("status", [None, 401])
def test_what_brought_no_token_leaves_none_to_keep(status: int | None) -> None:
    (seen,) = session([fetch(0, status=status), fetch(1, status=status), fetch(2)]).fetches.values()
    assert (seen.count, seen.early) == (3, 0)


def test_a_recording_tells_the_status_of_a_fetch_as_a_fact() -> None:
    kept = [
        replace(fetch(at, status=None), facts={"login_status": status}) for at, status in ((0, 200), (1, 400))
    ]
    (seen,) = session([*kept, fetch(2)]).fetches.values()
    assert (seen.count, seen.early, seen.first_early) == (3, 2, kept[1])


def test_fetches_at_one_time_had_no_earlier_token() -> None:
    (seen,) = session([fetch(0), fetch(0.1), fetch(0.4)]).fetches.values()
    assert (seen.count, seen.early) == (3, 0)


def test_the_busiest_span_is_told_with_its_last_exchange() -> None:
    span = PERIOD.total_seconds()
    seen = session([sent(0), sent(1), sent(1 + span), sent(2 + span), sent(3 + span)])
    assert seen.busiest
    assert (seen.busiest.requests, seen.busiest.exchange) == (3, sent(3 + span))


def test_without_times_nothing_is_busy_or_early() -> None:
    untimed = Exchange(Request("POST", TOKENS), Response(200), Way.TO_LOGIN)
    seen = session([untimed, untimed, redirect(started_at=None)])
    assert seen.busiest is None
    (fetches,) = seen.fetches.values()
    assert (fetches.count, fetches.early) == (2, 0)


def test_it_says_which_exchanges_it_may_speak_of() -> None:
    seen = Sessions()
    assert [seen.add(each) for each in (sent(0), sent(60), fetch(61), fetch(62), fetch(63))] == [
        *(True, False),
        *(True, True, False),
    ]
    assert seen.session().roots == {"communications": sent(0)}
    assert CALL in sent(0).request.url
