"""Places found without parsing are the places that parsing finds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.cassette import block, entry_at, read
from harness.cassette.index import glance, place_of, route_of
from harness.exchange import Exchange
from tests.unit.cassette.exchanges import CALL, exchanges, file_of, lines, redirect, webhook


@given(st.lists(exchanges, min_size=1, max_size=4))
def test_the_index_agrees_with_a_full_reading(recorded: list[Exchange]) -> None:
    data = file_of(recorded)
    entries, places = list(read(lines(data))), list(read(lines(data)).places())
    for entry, place in zip(entries, places, strict=True):
        assert place == place_of(entry, place.offset, place.size, 0)
        assert entry_at(place, data[place.offset : place.offset + place.size]) == entry


@pytest.mark.parametrize(
    ("url", "route"),
    [
        (
            f"https://graph.microsoft.com/v1.0//communications/calls/{CALL}/redirect",
            "/communications/calls/{callId}/redirect",
        ),
        (
            f"https://graph.microsoft.com/beta/app/calls('{CALL}')/microsoft.graph.redirect",
            "/app/calls/{callId}/redirect",
        ),
        ("https://bot.example/callback?a=b", "/callback"),
        ("http://[::1/x", "/http:/[::1/x"),
    ],
)
def test_a_route_leaves_the_call_out(url: str, route: str) -> None:
    assert route_of(url) == route


def test_a_glance_takes_nothing_from_within_a_body() -> None:
    fooling = b"a\n    uri: https://evil/\n    call: evil\nuri: x\n"
    text = block(redirect(fooling), 1, key=None)
    place = glance(text[: text.rindex(b"# end")], 1, 4, 79)
    assert place is not None
    assert (place.call, place.route) == (CALL, "/communications/calls/{callId}/redirect")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"    uri: ", b"    url: "),
        (b"    call: ", b"    came: "),
        (b"    call: ", b"    call: !x "),
        (b"uri: h", b"uri: 'h"),
    ],
)
def test_a_block_that_is_not_quite_ours_gets_no_glance(old: bytes, new: bytes) -> None:
    assert glance(block(webhook(), 1, key=None).replace(old, new), 1, 4, 0) is None


def test_an_interaction_pasted_in_has_its_own_place_in_the_block() -> None:
    second = block(webhook(), 2, key=None)
    data = file_of([redirect()]) + second[: second.rindex(b"# end")] + block(redirect(b"x"), 3, key=None)
    places = list(read(lines(data)).places())
    assert [(place.number, place.nth) for place in places] == [(1, 0), (2, 0), (3, 1)]
    read_alone = [entry_at(place, data[place.offset :][: place.size]) for place in places]
    assert read_alone == list(read(lines(data)))
