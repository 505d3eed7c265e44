"""How a redirected call ends, as dialogues."""

import json

import pytest

from harness.checking.verdict import judged
from harness.contract.editions import documentation
from harness.exchange import Exchange
from harness.rules import Judge
from harness.rules.call.outcome import GRACE_S
from tests.unit.checking.test_verdict import entries
from tests.unit.rules.dialogue import broken, dialogue
from tests.unit.rules.exchanges import untimed

REDIRECTED = "0.0 platform incoming\n0.2 bot 202\n1.0 bot redirect timeout=30\n1.3 graph 202\n"
OTHER = "{at}.0 platform incoming call=B chain=2\n{at}.2 bot 202\n"


def found(text: str, code: str) -> list[tuple[str, int | None]]:
    return [(severity, at) for rule, severity, at in broken(text, "v1.0", code) if rule == code]


def unjudged(exchanges: list[Exchange], code: str = "RDC008") -> set[str]:
    parts = judged("a.yaml", entries(exchanges), Judge(documentation(), frozenset({code})))
    return {why for part in parts for _, why in part.unjudged}


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        (f"{1 + 30 + GRACE_S}.0 platform terminated\n99.0 bot 202", []),
        (f"{2 + 30 + GRACE_S}.0 platform terminated\n99.0 bot 202", [("warning", 2)]),
        (OTHER.format(at=1 + 30 + GRACE_S), [("warning", 2)]),
        (OTHER.format(at=30 + GRACE_S), []),
    ],
)
def test_a_redirected_call_ends_soon_after_its_targets_stop_ringing(
    end: str, expected: list[tuple[str, int]]
) -> None:
    assert found(REDIRECTED + end, "RDC008") == expected


@pytest.mark.parametrize(("targets", "rings"), [(1, 55), (2, 60)])
def test_without_a_timeout_the_documented_default_counts(targets: int, rings: int) -> None:
    many = json.dumps([{"identity": {"user": {"id": str(each)}}} for each in range(targets)]).replace(" ", "")
    sent = REDIRECTED.replace("timeout=30", f"timeout=null targets={many}")
    assert found(sent + OTHER.format(at=rings + GRACE_S), "RDC008") == []
    assert found(sent + OTHER.format(at=rings + GRACE_S + 1), "RDC008") == [("warning", 2)]


def test_a_recording_that_ends_early_or_keeps_no_webhooks_or_times_cannot_show_the_end() -> None:
    assert unjudged(dialogue(REDIRECTED)) == {"the recording ends before it could show"}
    assert unjudged(dialogue(REDIRECTED)[1:]) == {"the recording keeps no webhooks"}
    assert unjudged([untimed(each) for each in dialogue(REDIRECTED)]) == {"the recording keeps no times"}


def test_a_redirect_that_was_refused_ends_nothing() -> None:
    refused = REDIRECTED.replace("graph 202", "graph 404") + OTHER.format(at=300)
    assert found(refused, "RDC008") == []
    assert unjudged(dialogue(refused)) == set()


@pytest.mark.parametrize(
    ("callback", "path", "expected"),
    [
        ("https://bot.example/api/calls", "/api/calls", []),
        ("https://BOT.example:443/api/calls/", "/api/calls?x=1", []),
        ("https://bot.example/api/other", "/api/calls", [("warning", 3)]),
        ("https://other.example/api/calls", "/api/calls", [("warning", 3)]),
        ("", "/api/calls", []),
    ],
)
def test_the_end_is_told_at_the_callback(callback: str, path: str, expected: list[tuple[str, int]]) -> None:
    sent = REDIRECTED.replace("timeout=30", f'callbackUri="{callback}"')
    assert found(f"{sent}20.0 platform terminated to={path}\n20.1 bot 202", "RDC009") == expected


@pytest.mark.parametrize(
    ("at", "expected"),
    [("0.5", [("info", 2)]), ("1.5", []), ("19.0", []), ("21.0", [("info", 4)])],
)
def test_redirecting_is_told_between_the_redirect_and_the_end(
    at: str, expected: list[tuple[str, int]]
) -> None:
    lines = f"{REDIRECTED}{at} platform redirecting\n22.0 bot 202\n20.0 platform terminated\n22.0 bot 202"
    text = "\n".join(sorted(lines.splitlines(), key=lambda line: float(line.split()[0])))
    assert [severity for severity, _ in found(text, "RDC010")] == [each[0] for each in expected]


@pytest.mark.parametrize(
    ("info", "expected"),
    [
        ('{"code":200,"subcode":5000}', 0),
        ('{"code":0,"subcode":0}', 0),
        ('{"code":480,"subcode":10037}', 1),
        ('{"code":500}', 1),
        ('{"code":"480"}', 0),
        ("null", 0),
    ],
)
def test_an_end_in_failure_is_told(info: str, expected: int) -> None:
    ended = f"{REDIRECTED}20.0 platform terminated resultInfo={info}\n20.1 bot 202"
    assert len(found(ended, "RDC011")) == expected


def test_how_a_call_ends_that_was_not_redirected_is_no_matter() -> None:
    text = '0.0 platform incoming\n0.2 bot 202\n9.0 platform terminated resultInfo={"code":487}\n9.1 bot 202'
    assert found(text, "RDC011") == []
