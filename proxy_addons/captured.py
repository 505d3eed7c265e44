"""A file of flows, as mitmproxy's `-w` and its UIs save them, read as entries: flow by flow, not as a whole.

What a flow says is read as of one that is live. Opens nothing and knows no path.
"""

import os
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from mitmproxy.flow import Flow
from mitmproxy.http import HTTPFlow
from mitmproxy.io import FlowReader

from harness import traffic
from harness.cassette import Entry, named_call
from harness.errors import CassetteError
from harness.exchange import Exchange, Origin, Response, Way
from harness.facts import facts_of
from harness.parties import KnownParties
from proxy_addons import flows
from proxy_addons.options import Target
from proxy_addons.recorder import STOPPED
from proxy_addons.watch import origin_of

STREAMED = "the answer was streamed past mitmproxy"


class Reading:
    """The entries of one file, once. An entry has no line: the number of its flow, from 1, stands for it.

    torn: bytes behind the last whole flow of a file that breaks off, or is broken there.
    left_out: flows that are part of no call's conversation.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.torn = 0
        self.left_out = 0

    def __iter__(self) -> Iterator[Entry]:
        parties = KnownParties()
        for number, flow in enumerate(self._flows(), start=1):
            try:
                found = exchange(flow, parties) if isinstance(flow, HTTPFlow) else None
            except Exception as error:  # a state that nobody checked has members of any type
                raise CassetteError(f"flow {number} is broken", hint="capture it again") from error
            if found is None:
                self.left_out += 1
            else:
                yield Entry(number, number, found, named_call(found), marked=False)

    def _flows(self) -> Iterator[Flow]:
        size = self._file.seek(0, os.SEEK_END)
        whole = self._file.seek(0)
        if not size:
            raise CassetteError("it is empty", hint="capture it again")
        try:
            for flow in FlowReader(self._file).stream():
                whole = self._file.tell()
                yield flow
        except OSError:
            raise
        except Exception as error:  # FlowReadException, or whatever a state that nobody checked leads to
            if not whole:
                raise CassetteError(
                    "no flow in it can be read",
                    hint="give a file that this mitmproxy, or an older one, wrote",
                ) from error
            self.torn = size - whole


def read(file: BinaryIO) -> Reading:
    """The entries of a file of flows. Iterating raises CassetteError for what is none."""
    return Reading(file)


def exchange(flow: HTTPFlow, parties: KnownParties, bot: Target | None = None) -> Exchange | None:
    """The exchange of a flow with its facts; None when it is part of no call's conversation.

    bot: what the bot's listener leads to, where that is known.
    """
    way = _way(flow, bot)
    if way is None or not flows.concerns(flow, way, "all"):
        return None
    whole = flow.request.timestamp_end is not None and flow.request.raw_content is not None
    response, error = _answer(flow, whole=whole)
    found = Exchange(
        request=flows.request(flow, way, bot),
        response=response,
        way=way,
        origin=_origin(flow) if response else Origin.LIVE,
        started_at=flows.started(flow),
        seconds=flows.seconds(flow),
        http=flows.http(flow),
        error=error,
    )
    parties.note(found)
    wire = replace(flows.wire(flow), complete=whole)
    told = dict(flows.answer_facts(flow)) if response else {}
    if by_hand := flows.by_hand(flow):
        told["by_hand"] = by_hand
    return replace(found, facts={**facts_of(found, wire, parties.of(found)), **told})


def _way(flow: HTTPFlow, bot: Target | None) -> Way | None:
    """The way as host and content tell it, else as its listener does: which of them was the bot's, a file
    does not say.
    """
    asked = flows.request(flow, Way.TO_LOGIN, None)  # under the URL that it had, whoever played Graph
    return traffic.way(asked) or flows.way(flow, bot)


def _answer(flow: HTTPFlow, *, whole: bool) -> tuple[Response | None, str | None]:
    """The answer, or why there is none. What may stand beside an error is no answer of the service."""
    if flow.error is not None:
        return None, flows.failure(flow, whole=whole)
    if flow.response is None:
        return None, STOPPED
    if flow.response.raw_content is None:
        return None, STREAMED
    return flows.response(flow), None


def _origin(flow: HTTPFlow) -> Origin:
    return Origin.RECORDED if flow.is_replay == "response" else origin_of(flow)
