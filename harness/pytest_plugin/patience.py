"""Patience: how long a client waits that is told to try again. In a test that is no time, unless asked for.

Measured with kiota-http 1.16, beneath msgraph-sdk: it sleeps through any Retry-After, takes 0 for none, and
then sleeps for three seconds and more. So it is told at the place where it reckons how long.
"""

import math
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any
from unittest import mock

from harness.exchange import Exchange, Response
from harness.replay.pace import Pace

_HEADER = "retry-after"
_KIOTA = "kiota_http.middleware.retry_handler"


def hurried(exchange: Exchange, pace: Pace) -> Exchange:
    """A recorded exchange whose Retry-After is that of `pace`: whole seconds, rounded up."""
    response = exchange.response
    if response is None or _HEADER not in response.headers:
        return exchange
    seconds = math.ceil(pace.gap(_asked_s(response, exchange.started_at)).total_seconds())
    headers = response.headers.replaced(_HEADER, str(seconds))
    return replace(exchange, response=replace(response, headers=headers))


def _asked_s(response: Response, since: datetime | None) -> float | None:
    """Seconds that an answer asks to wait; None where nobody can tell."""
    told = response.headers.get(_HEADER) or ""
    if told.strip().isdigit():
        return float(told)
    try:
        return (parsedate_to_datetime(told) - since).total_seconds() if since is not None else None
    except (TypeError, ValueError):
        return None


class Kiota:
    """Makes kiota's retries keep the pace of a replay, from when it is first answered with a need for one.

    It is not imported for that: where it asks, it is loaded.
    """

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._patch: Any = None

    def heed(self, response: Response) -> None:
        """See to it that kiota, where it is loaded, waits as `response` and the pace say."""
        if response.status in (429, 503, 504) and self._patch is None and _KIOTA in sys.modules:
            handler = sys.modules[_KIOTA].RetryHandler
            reckoned, pace = handler.get_delay_time, self._pace

            def get_delay_time(
                handler: Any, count: int, response: Any = None, *delay: Any, **named: Any
            ) -> float:
                told = str(response.headers.get(_HEADER, "")) if response is not None else ""
                if told.isdigit():
                    return float(told)
                return pace.gap(reckoned(handler, count, response, *delay, **named)).total_seconds()

            self._patch = mock.patch.object(handler, "get_delay_time", get_delay_time)
            self._patch.start()

    @contextmanager
    def restored(self) -> Iterator[None]:
        """Afterwards kiota is as it was."""
        try:
            yield
        finally:
            if self._patch is not None:
                self._patch.stop()
                self._patch = None
