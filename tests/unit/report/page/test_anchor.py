"""Anchors of a page."""

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from harness.report.page.anchor import Anchors


def given_for(names: Iterable[str | None]) -> list[str]:
    anchors = Anchors()
    return [anchors.give("call", name) for name in names]


def test_an_anchor_is_the_kind_and_the_name() -> None:
    assert given_for(["57dab8b1-894c"]) == ["call-57dab8b1-894c"]


def test_the_second_of_a_name_is_numbered() -> None:
    assert given_for(["57", "57", None, None]) == ["call-57", "call-57-2", "call-none", "call-none-2"]


def test_a_number_that_is_part_of_a_name_is_not_taken_twice() -> None:
    assert given_for(["57", "57-2", "57"]) == ["call-57", "call-57-2", "call-57-2-2"]


@given(st.lists(st.none() | st.text(max_size=100)))
def test_every_anchor_is_another_one_and_needs_no_escape(names: list[str | None]) -> None:
    found = given_for(names)
    assert len(set(found)) == len(names)
    assert all(each.replace("-", "").isalnum() and each.isascii() for each in found)
