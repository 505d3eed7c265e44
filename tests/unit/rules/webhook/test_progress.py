"""What a notification says has become of its call."""

from typing import Any

import pytest

from harness.chains import chains
from harness.contract.editions import EDITIONS, documentation
from harness.contract.editions import schema as declared
from harness.exchange import Exchange
from harness.rules import Judge, judge, judge_all
from tests.unit.rules.dialogue import broken, broken_everywhere, dialogue
from tests.unit.rules.exchanges import alike, found, found_everywhere, own_documentation, severities
from tests.unit.rules.webhooks import DATA, WHERE, webhook

CHANGE = f"{WHERE}.changeType"
STATE = f"{DATA}.state"


@pytest.mark.parametrize("change", ["ringing", "", "create", "unknownFutureValue"])
def test_a_change_that_the_schema_does_not_have_is_an_error(change: str) -> None:
    assert severities("RDN004", webhook(element={"changeType": change}), CHANGE) == "error error error"


@pytest.mark.parametrize("change", ["Created", "CREATED"])
def test_a_change_with_capitals_is_information(change: str) -> None:
    assert severities("RDN004", webhook(element={"changeType": change}), CHANGE) == "info info info"
    [finding] = judge(webhook(element={"changeType": change}), documentation())
    assert (
        finding.message == "`changeType` is `created` with capitals, as in logs of an SDK and not on the wire"
    )


@pytest.mark.parametrize(
    ("change", "state", "wanted"),
    [
        ("created", "established", "incoming"),
        ("created", "terminated", "incoming"),
        ("created", "ringing", "incoming"),
        ("deleted", "established", "terminated"),
        ("deleted", "incoming", "terminated"),
    ],
)
def test_a_state_that_does_not_fit_what_changed_is_a_warning(change: str, state: str, wanted: str) -> None:
    exchange = webhook(state, element={"changeType": change})
    assert found(exchange, "beta") == [("RDN007", "warning", STATE)]
    [finding] = judge(exchange, documentation("beta"))
    assert finding.message == f"the call is `{change}`, and its state is `{state}` instead of `{wanted}`"


def test_capitals_do_not_hide_that_they_do_not_fit() -> None:
    exchange = webhook("Established", element={"changeType": "Deleted"})
    assert [code for code, _, _ in found(exchange, "v1.0")] == ["RDN004", "RDN007", "RDN009"]


@pytest.mark.parametrize(
    ("change", "data"),
    [
        ("created", {}),
        ("created", {"direction": "outgoing", "state": "establishing"}),
        ("created", {"direction": ..., "state": "establishing"}),
        ("created", {"state": ...}),
        ("deleted", {"state": ...}),
        ("deleted", {"state": None}),
        ("deleted", {"state": "terminated"}),
        ("updated", {"state": "terminated"}),
        ("updated", {"state": "incoming"}),
    ],
)
def test_what_fits_or_is_left_open_is_accepted(change: str, data: dict[str, Any]) -> None:
    assert found_everywhere(webhook(element={"changeType": change}, **data)) == alike()


def test_a_state_that_no_schema_knows_is_not_compared() -> None:
    assert severities("RDN009", webhook("gone", element={"changeType": "deleted"}), STATE) == "info info info"


@pytest.mark.parametrize("state", ["gone", "", 9, None, True, ["incoming"]])
def test_a_state_that_no_schema_has_is_information(state: object) -> None:
    expected = "- - -" if state is None else "info info info"
    assert severities("RDN009", webhook("established", state=state), STATE) == expected


@pytest.mark.parametrize("state", ["Established", "transferaccepted"])
def test_a_state_in_other_capitals_is_information(state: str) -> None:
    assert severities("RDN009", webhook(state), STATE) == "info info info"
    [finding] = judge(webhook(state), documentation())
    assert finding.message.endswith("with other capitals than on the wire")


def test_ringing_is_a_state_of_beta_only() -> None:
    assert severities("RDN009", webhook("ringing"), STATE) == "- info -"
    [finding] = judge(webhook("ringing"), documentation("v1.0"))
    assert finding.message == "the state of the call is `ringing`, which only the schema of beta has"
    assert finding.cite
    assert finding.cite.words == "ringing | v1.0, beta" or finding.cite.words == "ringing | beta"
    assert list(judge(webhook("ringing"), own_documentation())) == []


@pytest.mark.parametrize("name", EDITIONS)
def test_every_state_of_a_version_is_accepted_under_it(name: str) -> None:
    states = declared().enumeration("callState")
    assert states
    for state in states.members:
        expected = [] if name == "reference" or name in state.versions else ["RDN009"]
        assert [
            code for code, _, _ in found(webhook(state.name, element={"changeType": "updated"}), name)
        ] == expected


CALLED = """
     0.0  platform  incoming {direction}
     0.1  bot       202
     1.0  bot       redirect
     1.2  graph     202
"""


@pytest.mark.parametrize(
    ("direction", "expected"),
    [
        ("", ""),
        ("direction=Incoming", ""),
        ("direction=outgoing", "RDN008:error"),
        ("direction=both", "RDN008:error"),
    ],
)
def test_only_an_incoming_call_can_be_redirected(direction: str, expected: str) -> None:
    text = CALLED.format(direction=direction)
    assert broken_everywhere(text, "RDN008") == dict.fromkeys(EDITIONS, expected)


def test_the_finding_is_about_the_redirect() -> None:
    text = CALLED.format(direction="direction=outgoing")
    assert broken(text, "v1.0", "RDN008") == [("RDN008", "error", 2)]
    [finding] = judge_all(enumerate(dialogue(text), 1), documentation(), frozenset({"RDN008"}))
    assert finding.where == "request.uri"


def unjudged(exchanges: list[Exchange]) -> list[tuple[str, str]]:
    judging = Judge(documentation(), frozenset({"RDN008"}))
    calls = [call for chain in chains(exchanges) for call in chain.calls]
    return [each for call in calls for each in judging.call(call, lambda _: None).unjudged]


def test_without_a_direction_nothing_is_said() -> None:
    said = dialogue(CALLED.format(direction=""))
    assert unjudged(said[1:]) == [("RDN008", "the recording does not hold the incoming notification")]
    assert unjudged(dialogue(CALLED.format(direction="direction=null"))) == [
        ("RDN008", "the notifications do not tell the direction of the call")
    ]
    assert unjudged(said) == []


def test_a_call_that_is_not_redirected_may_go_either_way() -> None:
    text = "0.0 platform incoming direction=outgoing\n0.1 bot 202"
    assert broken(text, "v1.0", "RDN008") == []
    assert unjudged(dialogue(text)) == []
