"""A whole session, as dialogues."""

import pytest

from harness.contract.editions import documentation
from harness.rules import Judge
from harness.rules.call.habits import MOST
from harness.session import Busiest, Session
from tests.unit.rules.dialogue import broken
from tests.unit.rules.exchanges import redirect

RING = "0.0 platform incoming\n0.2 bot 202\n"
NEXT = "30.0 platform incoming call=B chain=2\n30.2 bot 202\n"


def found(text: str, code: str) -> list[tuple[str, int | None]]:
    return [(severity, at) for rule, severity, at in broken(text, "v1.0", code) if rule == code]


@pytest.mark.parametrize(
    ("other", "expected"),
    [("version=v1.0", []), ("version=beta", [("warning", 4)]), ("root=app", [("warning", 4)])],
)
def test_a_session_keeps_to_one_version_and_root(other: str, expected: list[tuple[str, int]]) -> None:
    text = f"{RING}1.0 bot redirect\n1.2 graph 202\n{NEXT}31.0 bot redirect call=B {other}\n31.2 graph 202"
    assert found(text, "RDC023") == expected


@pytest.mark.parametrize(("requests", "expected"), [(MOST, 0), (MOST + 1, 1)])
def test_requests_stay_below_the_limit(requests: int, expected: int) -> None:
    session = Session(busiest=Busiest(requests, redirect()))
    judgement = Judge(documentation(), frozenset({"RDC024"})).session(session, lambda _: 7)
    assert len(judgement.findings) == expected


def test_a_token_is_fetched_once_an_hour() -> None:
    fetch = "0.5 bot token\n0.8 login 200\n"
    assert found(f"{RING}{fetch}1.0 bot redirect\n1.2 graph 202", "RDC025") == []
    early = f"{fetch}{fetch.replace('0.', '9.')}"
    assert found(early, "RDC025") == [("info", 2)]
    later = f"{fetch}3590.0 bot token\n3590.3 login 200"
    assert found(later, "RDC025") == []


@pytest.mark.parametrize(
    ("login", "graph", "expected"),
    [
        ("login.microsoftonline.com", "graph.microsoft.com", 0),
        ("login.windows.net", "graph.microsoft.com", 0),
        ("login.microsoftonline.us", "dod-graph.microsoft.us", 0),
        ("login.microsoftonline.us", "graph.microsoft.com", 1),
        ("login.microsoftonline.com", "graph.microsoft.us", 1),
        ("login.microsoftonline.us", "127.0.0.1", 0),
    ],
)
def test_token_and_graph_are_of_one_cloud(login: str, graph: str, expected: int) -> None:
    text = f"0.0 bot token host={login}\n0.3 login 200\n1.0 bot redirect host={graph}\n1.3 graph 202"
    assert len(found(text, "RDC026")) == expected


def test_without_a_login_nobody_knows_where_tokens_come_from() -> None:
    assert found("1.0 bot redirect host=graph.microsoft.us\n1.3 graph 202", "RDC026") == []
