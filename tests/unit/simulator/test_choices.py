"""Choices: each is set by its name, and whatever is misspelt is one sentence that says what there is."""

from dataclasses import fields

import pytest

from harness.simulator.choices import CHOICES, USUAL, Choices, Refusal, Result

REFUSALS = [name for name, form in CHOICES.items() if "STATUS" in form.form]


def test_every_choice_has_a_form_and_none_besides() -> None:
    assert list(CHOICES) == [field.name for field in fields(Choices)]


def test_nothing_told_is_the_usual() -> None:
    assert USUAL.having(()) == USUAL


@pytest.mark.parametrize("name", REFUSALS)
def test_a_refusal_is_its_status_and_what_is_left_out_stays(name: str) -> None:
    usual = getattr(USUAL, name) or USUAL.call_over
    for text, refusal in {
        "418": Refusal(418, usual.code, usual.message),
        "418:8528": Refusal(418, "8528", usual.message),
        "418:8528:Call terminated: too late {sic}.": Refusal(418, "8528", "Call terminated: too late {sic}."),
    }.items():
        assert getattr(USUAL.having([f"{name}={text}"]), name) == refusal


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("call_unknown=ringing", None),
        ("limit=2", 2),
        ("retry_after=no", False),
        ("success=edition", None),
        ("success=204", 204),
        ("ending=0", 0.0),
        ("ending=1.5", 1.5),
        ("redirecting=yes", True),
        ("result=none", None),
        ("result=480:10037", Result(480, 10037)),
        ("result=0:0:Call: redirected.", Result(0, 0, "Call: redirected.")),
        ("ids=exact", False),
        ("consent=no", False),
    ],
)
def test_every_other_choice_has_words_of_its_own(text: str, value: object) -> None:
    assert getattr(USUAL.having([text]), text.partition("=")[0]) == value


def test_several_are_set_at_once_and_the_rest_stays() -> None:
    assert USUAL.having(["limit=2", "consent=no"]) == Choices(limit=2, consent=False)
    assert Choices(limit=2).having(["consent=no"]) == Choices(limit=2, consent=False)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("cal_over=404", r"'cal_over=404' is no choice; did you mean call_over\? there are rule_broken, "),
        ("retry-after=no", r"did you mean retry_after\? "),
        ("thunder=1", "'thunder=1' is no choice; there are rule_broken, "),
        ("limit", "'limit' is not spelled NAME=VALUE; there are "),
        ("", "'' is not spelled NAME=VALUE; there are "),
        ("call_over=200", "'call_over=200' is not call_over=.* with a status of 400 to 599"),
        ("call_over=404:", "is not call_over=STATUS"),
        ("call_over=404 8522", "is not call_over=STATUS"),
        ("call_over=٤٠٤", "is not call_over=STATUS"),
        ("call_unknown=ring", r"is not call_unknown=ringing\|STATUS.* with a status"),
        ("limit=0", "'limit=0' is not limit=REQUESTS, a whole number of 1 to 50000"),
        ("limit=1e3", "is not limit=REQUESTS"),
        ("ending=3601", "'ending=3601' is not ending=SECONDS, a number of 0 to 3600"),
        ("ending=-1", "is not ending=SECONDS"),
        ("redirecting=true", r"'redirecting=true' is not redirecting=no\|yes"),
        ("success=200", r"is not success=edition\|202\|204"),
        ("result=480", r"is not result=none\|CODE:SUBCODE"),
        ("ids=" + "x" * 500, r"'ids=x{56}' is not ids=any\|exact"),
    ],
)
def test_what_means_nothing_is_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        USUAL.having([text])


def test_no_choice_is_set_twice() -> None:
    with pytest.raises(ValueError, match="limit is set twice"):
        USUAL.having(["limit=1", "limit=1"])


def test_a_message_has_its_words_put_in_and_other_braces_stay() -> None:
    assert Refusal(400, "c", "{state} {else} {0}").worded({"state": "answered"}) == "answered {else} {0}"


def test_a_token_carries_the_role_where_somebody_consented() -> None:
    assert (USUAL.roles, USUAL.having(["consent=no"]).roles) == (("Calls.Initiate.All",), ())


def test_a_result_is_a_result_info() -> None:
    info = {"@odata.type": "#microsoft.graph.resultInfo", "code": 480, "subcode": 10037, "message": "m"}
    assert Result(480, 10037, "m").members == {"resultInfo": info}
