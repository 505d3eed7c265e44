"""Whose an answer is: only what an upstream said is live."""

import pytest

from harness.exchange import Origin
from proxy_addons.watch import ORIGIN, origin_of
from tests import _mitm


@pytest.mark.parametrize(
    ("server", "said", "origin", "left"),
    [
        ("127.0.0.1", "simulated", Origin.SIMULATED, False),
        ("127.0.0.1", "recorded", Origin.RECORDED, False),
        ("::1", "fault", Origin.FAULT, False),
        ("127.0.0.1", "made-up", Origin.LIVE, False),
        ("192.0.2.7", "simulated", Origin.LIVE, True),
    ],
)
def test_a_server_on_this_machine_says_whose_its_answers_are(
    server: str, said: str, origin: Origin, left: bool
) -> None:
    flow = _mitm.flow(answer=_mitm.answer(headers=[("X-Redial-Origin", said)]), server=server)
    assert origin_of(flow) is origin
    assert flow.response is not None
    assert ("x-redial-origin" in flow.response.headers) is left


def test_a_server_that_says_nothing_is_live() -> None:
    assert origin_of(_mitm.flow(answer=_mitm.answer(), server="127.0.0.1")) is Origin.LIVE
    assert origin_of(_mitm.flow()) is Origin.LIVE


def test_what_came_of_no_connection_was_made_up_in_the_proxy() -> None:
    flow = _mitm.flow(answer=_mitm.answer(418))
    flow.server_conn.peername = None
    assert origin_of(flow) is Origin.FAULT


def test_a_flow_that_was_read_from_a_file_may_have_lost_its_connection() -> None:
    flow = _mitm.flow(answer=_mitm.answer(), live=False)
    flow.server_conn.peername = None
    assert origin_of(flow) is Origin.LIVE


@pytest.mark.parametrize(
    ("live", "known", "origin"),
    [
        (False, "enforced", Origin.ENFORCED),
        (False, ["no", "word"], Origin.LIVE),
        (True, "enforced", Origin.LIVE),
    ],
    ids=["over", "somebody else's", "sent again"],
)
def test_whose_an_answer_was_is_remembered_until_there_is_another(
    live: bool, known: object, origin: Origin
) -> None:
    flow = _mitm.flow(answer=_mitm.answer(), live=live)
    flow.metadata[ORIGIN] = known
    assert origin_of(flow) is origin
