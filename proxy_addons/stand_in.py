"""A Responder in the service's place: what it has to say is answered here, and nothing it is asked for goes
upstream.

Closed by design: once a Responder stands in, a request of the conversation is answered by it or refused,
whatever the Responder does. (mitmproxy's own server replay lets requests through when its stock is used up.)
"""

import asyncio
from datetime import UTC, datetime

from mitmproxy.http import HTTPFlow

from harness.errors import HarnessError
from harness.exchange import Origin, Way
from harness.responder import Answer, Responder
from proxy_addons import flows
from proxy_addons.failure import Tally, closed
from proxy_addons.recorder import Recorder
from proxy_addons.watch import Watch

ANSWER = "answer in the service's place"


class StandIn:
    """Answers the flows that the recorder watches on their way to Graph. Webhooks that follow are not
    delivered.
    """

    name = "redial.stand_in"

    def __init__(self, tally: Tally, recorder: Recorder) -> None:
        self.tally = tally
        self.responder: Responder | None = None
        self._recorder = recorder

    @closed(ANSWER, always=True)
    async def request(self, flow: HTTPFlow) -> None:
        """Answer, where a Responder stands in; a refusal is an answer too."""
        settings = self._recorder.settings
        if flow.response or flow.error or not flow.live or settings.replay is None:
            return
        if flows.way(flow, settings.bot) is not Way.TO_GRAPH or not flows.concerns(
            flow, Way.TO_GRAPH, settings.only
        ):
            return
        watch = self._recorder.watch(flow)
        if watch is None:
            raise HarnessError("it was not taken down", hint="look at what was said of it before")
        watch.origin = Origin.FAULT
        answer = self._answer(watch)
        watch.origin = answer.origin
        await asyncio.sleep(answer.delivery.delay)
        if answer.response is None:
            flow.kill()
        else:
            flow.response = flows.answer(answer.response)

    def _answer(self, watch: Watch) -> Answer:
        if self.responder is None or watch.request is None:
            raise HarnessError("the cassette to replay is not open", hint="start the proxy again")
        answer = self.responder.respond(watch.request, datetime.now(UTC))
        if answer is None:
            raise HarnessError("nothing is recorded for it", hint="record it first")
        return answer
