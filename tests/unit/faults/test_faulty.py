"""A Responder whose answers and webhooks go wrong."""

from datetime import UTC, datetime

from harness.exchange import Origin, Response
from harness.faults import Faults, Faulty, Spec
from harness.responder import Answer, FollowUp
from tests._voices import Voice
from tests.unit.recorded import redirect, told

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def test_it_answers_faults_first_and_then_as_the_other_does() -> None:
    over = FollowUp(told("deleted", "terminated").request, NOW)
    voice = Voice(lambda request: Answer(Response(202), Origin.SIMULATED, (over,)))
    faulty = Faulty(voice, Faults([Spec.told("503"), Spec.told("duplicate")]))
    answers = [faulty.respond(redirect(), NOW) for _ in range(2)]
    assert [(each.origin, len(each.then)) for each in answers if each] == [
        (Origin.FAULT, 0),
        (Origin.SIMULATED, 2),
    ]
    assert len(voice.asked) == 1


def test_what_time_brings_goes_wrong_too_and_what_nobody_answers_stays_so() -> None:
    voice = Voice(lambda request: None)
    voice.coming = [FollowUp(told("created", "incoming").request, NOW)]
    faulty = Faulty(voice, Faults([Spec.told("missing")]))
    assert list(faulty.due(NOW)) == []
    assert faulty.respond(redirect(), NOW) is None
