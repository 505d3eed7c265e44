"""What a marker says, and what nobody understands."""

from typing import Any

import pytest

from harness.errors import HarnessError
from harness.pytest_plugin.marker import Wanted, wanted
from harness.replay.pace import Pace


def marker(*arguments: Any, **named: Any) -> Any:
    return pytest.mark.redial(*arguments, **named).mark


def test_a_cassette_alone_is_played_as_the_project_has_it() -> None:
    assert wanted(marker("forward.yaml")) == Wanted("forward.yaml", None, None, "any", Pace())


def test_all_that_a_marker_may_say() -> None:
    told = {"contract": "v1.0", "fail_on": "warning", "order": "strict", "latency": "x0.5", "max_age": 90}
    read = wanted(marker("a.yaml", **told, repeats=True, path="/hooks/teams"))
    assert read == Wanted("a.yaml", "v1.0", "warning", "strict", Pace(0.5), True, 90.0, "/hooks/teams")


@pytest.mark.parametrize("one", [None, marker(), marker("a", "b"), marker(cassette="a")])
def test_a_marker_names_one_cassette(one: Any) -> None:
    with pytest.raises(HarnessError, match="name one cassette"):
        wanted(one)


@pytest.mark.parametrize(
    ("named", "why"),
    [
        (
            {"ordr": "strict"},
            "the marker has no ordr; it takes contract, fail_on, order, latency, repeats, max_age, path",
        ),
        ({"order": "loose"}, "the marker's order: 'loose' is none of any, strict"),
        ({"fail_on": None}, "the marker's fail_on: None is none of error, warning, info, never"),
        ({"latency": "fast"}, "the marker's latency: 'fast' is none of none, recorded"),
        ({"contract": 1}, "the marker's contract: 1 names no edition"),
        ({"max_age": "old"}, "the marker's max_age: 'old' is no number of days"),
        ({"repeats": "yes"}, "the marker's repeats: 'yes' is neither True nor False"),
        ({"max_age": -1}, "the marker's max_age: -1 is no number of days"),
        ({"path": "hooks"}, "the marker's path: 'hooks' is no path such as /api/calls"),
        ({"path": ""}, "the marker's path: '' is no path such as /api/calls"),
    ],
)
def test_what_nobody_understands_is_one_sentence(named: dict[str, Any], why: str) -> None:
    with pytest.raises(HarnessError, match=why):
        wanted(marker("a.yaml", **named))
