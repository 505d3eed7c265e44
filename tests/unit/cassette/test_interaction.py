"""The tree of an interaction: what is kept, and what is read from a tree that somebody edited."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from harness.cassette import interaction
from harness.cassette.shape import MalformedError
from harness.exchange import Exchange, Origin, Request, Way
from tests.unit.cassette.exchanges import CALL, redirect, webhook


def test_a_tree_gives_its_exchange_back() -> None:
    for exchange in (redirect(b"plain"), webhook(b"plain")):
        assert interaction.exchange(interaction.tree(exchange, 1, None)).way is exchange.way


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (datetime(2026, 1, 2, 3, 4, 5, 6, UTC), "2026-01-02T03:04:05.000006Z"),
        (datetime(2026, 1, 2, 3, tzinfo=timezone(timedelta(hours=2))), "2026-01-02T01:00:00.000000Z"),
        (datetime(2026, 1, 2, 3, tzinfo=UTC).replace(tzinfo=None), "2026-01-02T03:00:00.000000Z"),
        (None, None),
    ],
)
def test_the_start_is_written_in_utc_with_microseconds(moment: datetime | None, written: str | None) -> None:
    tree = interaction.tree(redirect(started_at=moment), 1, None)
    assert tree["x_redial"]["started_at"] == written


@pytest.mark.parametrize(
    "spelled", ["2026-01-02T03:04:05Z", "2026-01-02T05:04:05+02:00", "2026-01-02 03:04:05"]
)
def test_a_start_that_somebody_spelled_otherwise_is_read(spelled: str) -> None:
    tree = interaction.tree(redirect(), 1, None)
    tree["x_redial"]["started_at"] = spelled
    assert interaction.exchange(tree).started_at == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def test_way_and_origin_are_names_in_lower_case() -> None:
    ours = interaction.tree(webhook(), 1, None)["x_redial"]
    assert (ours["way"], ours["origin"]) == ("to_bot", "live")
    assert interaction.tree(redirect(origin=Origin.SIMULATED), 1, None)["x_redial"]["origin"] == "simulated"


def test_an_interaction_says_its_call_and_its_key() -> None:
    tree = interaction.tree(redirect(), 1, "aabbccdd")
    assert (interaction.call(tree), interaction.key(tree)) == (CALL, "aabbccdd")
    bare = interaction.tree(Exchange(Request("GET", "https://a/"), None, Way.TO_GRAPH), 1, None)
    assert (interaction.call(bare), interaction.key(bare)) == (None, None)


def test_members_that_somebody_deleted_are_unknown() -> None:
    tree = interaction.tree(redirect(facts={"length_sent": 3}), 1, None)
    tree["x_redial"] = {name: tree["x_redial"][name] for name in ("v", "way", "origin")}
    read = interaction.exchange(tree)
    assert (read.started_at, read.seconds, read.http, read.error, dict(read.facts)) == (
        None,
        None,
        None,
        None,
        {},
    )


@pytest.mark.parametrize("seconds", [1e300, float("inf"), float("nan"), 366 * 86_400 + 1, 2**4000])
def test_what_is_no_length_of_time_is_refused(seconds: float) -> None:
    tree = interaction.tree(redirect(), 1, None)
    tree["x_redial"]["seconds"] = seconds
    with pytest.raises(MalformedError, match="which is no number of seconds"):
        interaction.exchange(tree)


def test_facts_cannot_be_changed_behind_a_rule() -> None:
    read = interaction.exchange(interaction.tree(redirect(facts={"length_sent": 3}), 1, None))
    with pytest.raises(TypeError):
        read.facts["length_sent"] = 4  # type: ignore[index]


def test_only_what_carries_our_key_is_ours() -> None:
    assert interaction.marked(interaction.tree(redirect(), 1, None))
    assert not interaction.marked({"request": {}})
