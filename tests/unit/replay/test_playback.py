"""Playing a recording keeps account of what was played, missed, left and wrong."""

from dataclasses import replace
from datetime import timedelta

from harness.contract.editions import documentation
from harness.exchange import Exchange, Origin, Response, Way
from harness.faults import Spec
from harness.headers import Headers
from harness.replay.account import Befallen
from harness.replay.playback import Playback
from tests.unit.recorded import CALLS, KEY, asked, forward, redirect, redirect_body, told
from tests.unit.replay.playing import NOW, entries, playback


def test_all_played_and_delivered_is_complete_and_well() -> None:
    played = playback(forward())
    (rings,) = played.webhooks(NOW)
    played.delivered(rings, replace(told("created", "incoming"), started_at=NOW))
    answer = played.respond(redirect(), NOW + timedelta(seconds=1))
    assert answer is not None
    assert answer.origin is Origin.RECORDED
    complete = [played.complete]
    for follow_up in answer.then:
        over = replace(told("deleted", "terminated"), started_at=NOW + timedelta(seconds=2))
        played.delivered(follow_up, over)
    complete.append(played.complete)
    assert complete == [False, True]
    assert played.result().well
    assert len(played.result().played) == 3


def test_the_call_is_judged_as_it_went_this_time() -> None:
    """What was recorded was well: the bot was in time, and took the call."""
    played = playback(forward())
    (rings,) = played.webhooks(NOW)
    refused = replace(told("created", "incoming"), started_at=NOW, response=Response(500))
    played.delivered(rings, refused)
    played.respond(redirect(), NOW + timedelta(seconds=16))
    found = [(placed.finding.rule, placed.file, placed.finding.at) for placed in played.result().findings]
    assert found == [("RDN015", "1.yaml", 1), ("RDC002", "1.yaml", 2)]


def test_a_bot_that_does_not_wait_as_retry_after_says_is_told() -> None:
    throttled = Response(429, Headers.of({"Retry-After": "10"}))
    played = playback([asked(redirect(), at=1, response=throttled), asked(redirect(), at=12)])
    played.respond(redirect(), NOW)
    played.respond(redirect(), NOW + timedelta(seconds=2))
    [placed] = [each for each in played.result().findings if each.finding.rule == "RDC015"]
    assert "Retry-After had asked for 10" in placed.finding.message
    assert placed.finding.at == 2


def test_what_stays_unplayed_is_left_with_its_number_and_request() -> None:
    result = playback(forward()).result()
    (left,) = result.left
    assert (left.file, left.interaction, left.call) == ("1.yaml", 2, CALLS[0])
    assert left.request == f"POST /v1.0/communications/calls/{CALLS[0]}/redirect"
    assert not result.well


def test_a_webhook_is_left_only_where_a_bot_is() -> None:
    played = playback(forward())
    played.respond(redirect(), NOW)
    assert played.result().left == ()
    played.webhooks(NOW)
    assert playback(forward()).result().left[0].interaction == 2


def test_a_request_that_was_not_recorded_is_missed_with_a_reason() -> None:
    played = playback(forward())
    answer = played.respond(redirect(body=redirect_body(timeout=30)), NOW)
    assert answer is not None
    assert answer.response is not None
    assert (answer.response.status, answer.origin) == (501, Origin.FAULT)
    (missed,) = played.result().missed
    assert "timeout" in missed.why


def test_what_the_bot_sends_wrong_is_a_finding_at_the_interaction_it_matched() -> None:
    wrong = redirect_body(timeout="45")
    played = playback([asked(redirect(body=wrong))])
    played.respond(redirect(body=wrong), NOW)
    (placed,) = played.result().findings
    assert (placed.finding.rule, placed.file, placed.finding.at) == ("RDQ040", "1.yaml", 1)
    assert not played.result().well


def test_a_request_that_the_server_refused_is_missed_too() -> None:
    played = playback(forward())
    played.refused(redirect(), "redial refused it with 415 Unsupported Media Type")
    (missed,) = played.result().missed
    assert missed.request == f"POST {redirect().path}"
    assert missed.why == "redial refused it with 415 Unsupported Media Type"
    assert not played.result().well


def test_a_fault_on_what_is_not_recorded_names_nobody() -> None:
    played = Playback([("1.yaml", entries(forward()))], documentation(), told=KEY, faults=[Spec.told("503")])
    url = f"https://graph.microsoft.com/v1.0/users/alice@contoso.com/calls/{CALLS[1]}/redirect"
    played.respond(replace(redirect(), url=url), NOW)
    played.refused(replace(redirect(), url=url), "it broke off")
    result = played.result()
    told = [*(each.request for each in result.faults or ()), *(each.request for each in result.missed)]
    assert len(told) == 2
    assert not [each for each in told if "contoso" in each or CALLS[1] in each]


def test_a_wrong_request_that_matches_nothing_is_a_finding_without_a_place() -> None:
    played = playback(forward())
    played.respond(redirect(body=redirect_body(timeout="45")), NOW)
    (placed,) = played.result().findings
    assert (placed.finding.at, placed.file) == (None, "")


def test_a_webhook_that_the_bot_did_not_take_is_told_and_left() -> None:
    played = playback(forward())
    (rings,) = played.webhooks(NOW)
    played.delivered(rings, replace(told("created", "incoming"), response=None, error="nobody listens"))
    result = played.result()
    assert result.undelivered == ("1.yaml, interaction 1: nobody listens",)
    assert (len(result.played), [left.interaction for left in result.left]) == (0, [1, 2, 3])


def test_a_webhook_that_was_due_and_never_sent_is_left() -> None:
    played = playback(forward())
    for follow_up in played.webhooks(NOW):
        played.delivered(follow_up, told("created", "incoming"))
    played.respond(redirect(), NOW)
    result = played.result()
    assert (len(result.played), [left.interaction for left in result.left]) == (2, [3])
    assert not result.well


def test_a_webhook_that_a_fault_keeps_back_is_not_left() -> None:
    played = playback(forward(), faults=["missing"])
    assert played.webhooks(NOW) == ()
    assert [left.interaction for left in played.result().left] == [2, 3]


def test_several_recordings_are_played_each_with_its_own_numbers() -> None:
    played = playback(forward(CALLS[0]), forward(CALLS[1]))
    assert [left.interaction for left in played.result().left] == [2, 2]
    played.respond(redirect(CALLS[1]), NOW)
    played.respond(redirect(CALLS[0]), NOW)
    assert played.result().left == ()


def test_an_action_that_is_no_redirect_is_played_and_not_judged() -> None:
    request = replace(redirect(), url=redirect().url.replace("redirect", "answer"))
    played = playback([Exchange(request, told("x", "y").response, Way.TO_GRAPH)])
    played.respond(request, NOW)
    assert played.result().well


def test_after_a_fault_the_recorded_answer_is_there_for_the_repeat() -> None:
    played = playback(forward(), faults=["429:retry-after=2", "reset"])
    origins = []
    for seconds in (0, 2, 4):
        answer = played.respond(redirect(), NOW + timedelta(seconds=seconds))
        assert answer is not None
        origins.append(answer.origin)
    assert origins == [Origin.FAULT, Origin.FAULT, Origin.RECORDED]
    result = played.result()
    path = f"POST /v1.0/communications/calls/{CALLS[0]}/redirect"
    assert result.faults == (
        Befallen("429:retry-after=2", "1.yaml", 2, CALLS[0], path, 1),
        Befallen("reset", "1.yaml", 2, CALLS[0], path, 2),
    )
    assert (len(result.played), result.left, result.missed, result.well) == (1, (), (), True)


def test_a_bot_that_does_not_repeat_leaves_the_recorded_answer() -> None:
    played = playback(forward(), faults=["503"])
    played.respond(redirect(), NOW)
    assert [left.interaction for left in played.result().left] == [2]
    assert not played.result().well


def test_a_bot_that_repeats_before_an_injected_retry_after_is_over_is_told() -> None:
    played = playback(forward(), faults=["429:retry-after=10"])
    played.respond(redirect(), NOW)
    played.respond(redirect(), NOW + timedelta(seconds=1))
    assert [placed.finding.rule for placed in played.result().findings] == ["RDC015"]
    assert played.wait_s == 10


def test_complete_is_when_what_was_sent_was_delivered_however_often() -> None:
    for fault, times in (("missing", 0), ("duplicate", 2)):
        played = playback(forward(), faults=[fault])
        rings = played.webhooks(NOW)
        assert len(rings) == times
        answer = played.respond(redirect(), NOW)
        assert answer is not None
        for follow_up in (*rings, *answer.then):
            assert not played.complete
            played.delivered(follow_up, replace(told("x", "y"), started_at=NOW))
        assert played.complete
        assert [(each.fault, each.interaction) for each in played.result().faults or ()] == [(fault, 1)]


def test_a_fault_into_what_is_not_recorded_has_no_interaction() -> None:
    played = playback(forward(), faults=["503"])
    played.respond(redirect(body=redirect_body(timeout=30)), NOW)
    (befallen,) = played.result().faults or ()
    assert (befallen.file, befallen.interaction, befallen.call) == ("", None, None)
    assert played.result().missed == ()


def test_a_fault_that_met_nobody_is_not_well() -> None:
    played = playback(forward(), faults=["503@2"])
    played.respond(redirect(), NOW)
    assert (played.result().faults, played.result().unmet, played.result().well) == ((), ("503@2",), False)
    assert playback(forward()).result().faults is None


def test_numbers_are_those_of_the_file_where_some_are_left_out() -> None:
    left_out = [entry for entry in entries(forward()) if entry.number != 1]
    played = Playback([("1.yaml", left_out)], documentation())
    assert "interaction 2 is nearest" in played.find(redirect(body=redirect_body(timeout=5))).why  # type: ignore[union-attr]
    played.respond(redirect(), NOW)
    assert [one.interaction for one in played.result().played] == [2]


def test_what_happens_beside_the_recording_is_judged_with_it() -> None:
    played = playback(forward())
    played.happened(replace(told("created", "incoming"), response=Response(500)))
    assert [(placed.finding.rule, placed.file) for placed in played.result().findings] == [("RDN015", "")]


def test_what_matched_and_is_not_as_it_was_recorded_is_a_difference_and_well() -> None:
    played = playback(forward(CALLS[0]), forward(CALLS[1]))
    for call in CALLS[:2]:
        played.respond(redirect(call, redirect_body(maskCallee=False), headers={"Accept": "*/*"}), NOW)
    result = played.result()
    assert [(each.file, each.interaction, each.path, each.count) for each in result.differences] == [
        ("1.yaml", 2, "redirect.headers.accept", 1),
        ("1.yaml", 2, "redirect.body.maskCallee", 1),
        ("2.yaml", 2, "redirect.headers.accept", 1),
        ("2.yaml", 2, "redirect.body.maskCallee", 1),
    ]
    assert result.well


def test_each_attempt_that_a_fault_met_is_compared() -> None:
    played = playback(forward(), faults=["503*2"])
    for seconds in (0, 2, 4):
        played.respond(redirect(headers={"Accept": "*/*"}), NOW + timedelta(seconds=seconds))
    assert [(each.path, each.count) for each in played.result().differences] == [
        ("redirect.headers.accept", 3)
    ]


def test_what_was_missed_is_no_difference() -> None:
    played = playback(forward())
    played.respond(redirect(body=redirect_body(timeout=30)), NOW)
    assert played.result().differences == ()


def test_a_webhook_that_the_bot_took_and_refuses_now_is_not_well() -> None:
    played = playback(forward())
    (rings,) = played.webhooks(NOW)
    played.delivered(rings, replace(told("created", "incoming"), response=Response(500)))
    answer = played.respond(redirect(), NOW)
    assert answer is not None
    for follow_up in answer.then:
        played.delivered(follow_up, told("deleted", "terminated"))
    result = played.result()
    assert [(each.path, each.refuses) for each in result.differences] == [("incoming.status", True)]
    assert (result.missed, result.left, result.undelivered, result.well) == ((), (), (), False)


def test_a_miss_names_the_file_where_there_are_several() -> None:
    played = playback(forward(), forward(call=CALLS[1]))
    played.respond(redirect(CALLS[1], body=redirect_body(timeout=30)), NOW)
    assert played.result().missed[0].why.startswith("2.yaml, interaction 2 is nearest: body.timeout")
    alone = playback(forward())
    alone.respond(redirect(body=redirect_body(timeout=30)), NOW)
    assert alone.result().missed[0].why.startswith("interaction 2 is nearest: ")


def test_what_is_wrong_with_a_request_that_is_not_recorded_says_what_was_sent() -> None:
    played = playback(forward())
    played.respond(redirect(body=redirect_body(timeout="30")), NOW)
    (placed,) = played.result().findings
    assert str(placed) == f"POST /v1.0/communications/calls/{CALLS[0]}/redirect"
