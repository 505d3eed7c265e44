"""The shipped cassettes: whole, without leaks, readable by others, and with the findings they should have.

What should be found is written from the pages: a string where seconds belong is an error in every edition,
and a 202 is documented by both published editions but not by the reference.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
import vcr
from vcr.cassette import Cassette as Stock

from harness.cassette import Entry
from harness.checking.verdict import judged
from harness.contract import editions
from harness.demo.scenarios import PUBLIC_KEY
from harness.exchange import Exchange, Origin, Way
from harness.library import open_cassette
from harness.redaction.leaks import leaks
from harness.redaction.redactor import Redactor
from harness.rules import Judge
from tests.architecture.tree import ROOT, files

FOLDER = ROOT / "cassettes"
EXPECTED = ROOT / "tests/expected"
RINGS, ENDS = ("to_bot", 202, "incoming"), ("to_bot", 202, "terminated")


@dataclass(frozen=True)
class Shipped:
    """What a cassette holds, in order, and how many are called."""

    story: list[tuple[str, int, str]]
    targets: int = 1


SHIPPED = {
    "forward": Shipped([RINGS, ("to_graph", 202, "redirect"), ENDS]),
    "simultaneous-ring": Shipped([RINGS, ("to_graph", 202, "redirect"), ENDS], targets=2),
    "throttled-then-accepted": Shipped(
        [RINGS, ("to_graph", 429, "redirect"), ("to_graph", 202, "redirect"), ENDS]
    ),
    "violation": Shipped([RINGS, ("to_graph", 400, "redirect")]),
    "call-gone": Shipped([RINGS, ("to_graph", 404, "redirect")]),
    "tenant-mismatch": Shipped([RINGS, ("to_graph", 403, "redirect")]),
    "phone": Shipped([RINGS, ("to_graph", 202, "redirect"), ENDS]),
    "late": Shipped([RINGS, ENDS, ("to_graph", 404, "redirect")]),
}


def path(name: str) -> Path:
    return FOLDER / f"{name}.yaml"


def entries(name: str) -> list[Entry]:
    return list(open_cassette(path(name)).entries())


def told(exchange: Exchange) -> tuple[str, int | None, str]:
    """Its way, the status of its answer, and the action or the state that it tells."""
    status = exchange.response.status if exchange.response else None
    if exchange.way is Way.TO_BOT:
        state = re.search(rb'"state": "(\w+)"', exchange.request.body)
        return "to_bot", status, state.group(1).decode() if state else ""
    return exchange.way.name.lower(), status, exchange.request.path.rpartition("/")[2]


def test_every_shipped_cassette_is_known_here() -> None:
    folder = Path("cassettes")
    assert {file.stem for file in files() if file.parent == folder and file.suffix != ".md"} == set(SHIPPED)


@pytest.mark.parametrize("name", SHIPPED)
def test_it_is_whole_and_ours(name: str) -> None:
    cassette = open_cassette(path(name))
    assert [entry.number for entry in cassette.entries()] == list(range(1, len(SHIPPED[name].story) + 1))
    assert (cassette.torn, cassette.foreign) == (0, False)


@pytest.mark.parametrize("name", SHIPPED)
def test_it_tells_the_story_of_its_name(name: str) -> None:
    recorded = entries(name)
    assert [told(entry.exchange) for entry in recorded] == SHIPPED[name].story
    assert len({entry.call for entry in recorded}) == 1
    for entry in recorded:
        if entry.exchange.way is Way.TO_GRAPH:
            assert entry.exchange.origin is Origin.SIMULATED
            assert entry.exchange.request.body.count(b'"identity"') == SHIPPED[name].targets


@pytest.mark.parametrize("name", SHIPPED)
def test_stock_vcrpy_loads_it_and_sees_the_requests_to_graph(name: str) -> None:
    with vcr.use_cassette(str(path(name)), record_mode="none") as stock:
        assert isinstance(stock, Stock)
        seen = [("to_graph", answer["status"]["code"], "redirect") for answer in stock.responses]
    assert seen == [part for part in SHIPPED[name].story if part[0] == "to_graph"]


@pytest.mark.parametrize("name", SHIPPED)
def test_it_gives_nothing_away(name: str) -> None:
    assert list(leaks(path(name).read_text())) == []


@pytest.mark.parametrize("name", SHIPPED)
def test_it_is_masked_with_the_public_key_and_would_not_change_again(name: str) -> None:
    redactor = Redactor(PUBLIC_KEY.encode())
    for entry in entries(name):
        assert entry.key == redactor.key_id
        assert redactor.exchange(entry.exchange).request == entry.exchange.request


def expected(name: str, edition: str) -> list[tuple[str, ...]]:
    """Number, rule, severity and place of what must be found, as tests/expected/ has it."""
    lines = (EXPECTED / f"{name}.txt").read_text().splitlines()
    rows = [tuple(line.split()) for line in lines if line and not line.startswith("#")]
    return sorted(row[1:] for row in rows if row[0] in ("*", edition))


@pytest.mark.parametrize("edition", editions.EDITIONS)
@pytest.mark.parametrize("name", SHIPPED)
def test_it_has_the_findings_it_should_have_and_no_other(name: str, edition: str) -> None:
    seen = list(judged(name, open_cassette(path(name)).entries(), Judge(editions.documentation(edition))))
    found = [
        (str(placed.finding.at), placed.finding.rule, str(placed.finding.severity), placed.finding.where)
        for part in seen
        for placed in part.findings
    ]
    assert sorted(found) == expected(name, edition)
    assert sum(part.redirect for part in seen) == sum(way == "to_graph" for way, *_ in SHIPPED[name].story)


def test_there_is_an_expectation_for_each_cassette_and_no_other() -> None:
    assert {file.stem for file in EXPECTED.glob("*.txt")} == set(SHIPPED)
