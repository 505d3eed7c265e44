"""What checking a cassette comes to."""

from collections.abc import Iterable
from datetime import timedelta

from harness import notification
from harness.cassette import HEADER, Entry, block, read
from harness.contract.editions import documentation
from harness.exchange import Exchange, Request, Response, Way
from harness.findings import Severity
from harness.notification import Call, Party
from harness.rules import RULES
from harness.verdict import Figures, Verdict, verdict
from tests.unit.rules.exchanges import CALL, NOON, answered, members, redirect

CODES = frozenset(rule.code for rule in RULES)


def entries(exchanges: Iterable[Exchange]) -> Iterable[Entry]:
    blocks = b"".join(block(each, number, key=None) for number, each in enumerate(exchanges, 1))
    return read((HEADER + blocks).splitlines(keepends=True))


def judged(*exchanges: Exchange, edition: str = "reference") -> Verdict:
    return verdict("a.yaml", entries(exchanges), documentation(edition), CODES)


def rings() -> Exchange:
    call = Call(
        CALL, "chain", "tenant", "https://bot.example/", Party("user", "1"), Party("application", "2")
    )
    request = Request("POST", "https://bot.example/", body=notification.write("created", "incoming", call))
    return Exchange(request, Response(202), Way.TO_BOT, started_at=NOON - timedelta(seconds=4), seconds=0.5)


def test_findings_carry_their_file_line_and_interaction() -> None:
    result = judged(
        redirect(answer=answered("reference")), redirect(members(timeout="x"), answer=answered("reference"))
    )
    (placed,) = result.findings
    assert (placed.file, placed.finding.at, placed.finding.call) == ("a.yaml", 2, CALL)
    assert placed.line > 2


def test_figures_are_taken_also_when_nothing_is_wrong() -> None:
    result = judged(rings(), redirect(answer=answered("reference")))
    assert not result.findings
    assert result.figures == (Figures(CALL, margin_s=11.0, ack_s=0.5, retry_s=None),)


def test_calls_exchanges_and_redirects_are_counted() -> None:
    other = redirect(
        url="https://graph.microsoft.com/v1.0/communications/calls/57/answer", answer=Response(202)
    )
    result = judged(rings(), redirect(answer=answered("reference")), other)
    assert (result.cassettes, result.exchanges, result.redirects, result.calls) == (1, 3, 1, 2)


def test_verdicts_add_up_in_any_grouping() -> None:
    one, two, three = (judged(redirect(members(timeout=n), answer=Response(202))) for n in (1, "x", 45))
    assert (one + two) + three == one + (two + three)
    assert (one + two).count(Severity.ERROR) == one.count(Severity.ERROR) + two.count(Severity.ERROR)


def test_nothing_added_changes_nothing() -> None:
    result = judged(redirect())
    assert Verdict("reference", len(CODES)) + result == result


def test_a_severity_is_reached_by_the_worse_ones_too() -> None:
    result = judged(redirect(members(timeout=5), answer=answered("reference")))
    assert result.reaches(Severity.INFO)
    assert result.reaches(Severity.WARNING)
    assert not result.reaches(Severity.ERROR)
