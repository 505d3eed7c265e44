"""Cutting a file at its end markers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.cassette.pieces import cut, end_marker, marker, silent
from tests.unit.cassette.exchanges import lines


@given(st.integers(1, 10**12), st.integers(0, 10**12))
def test_a_marker_says_number_and_size(number: int, size: int) -> None:
    assert marker(end_marker(number, size)) == (number, size)


@pytest.mark.parametrize(
    "line",
    [b"# end 1\n", b"# end 1 5 6\n", b" # end 1 5\n", b"# end x 5\n", b"#end 1 5\n", b"# end 1 5 \n", b"\n"],
)
def test_anything_else_is_no_marker(line: bytes) -> None:
    assert marker(line) is None


@pytest.mark.parametrize("line", [b"# end 1 5\n", b"# end 1 5\r\n", b"# end 1 5"])
def test_a_marker_may_end_as_its_file_does(line: bytes) -> None:
    assert marker(line) == (1, 5)


@given(
    st.lists(st.sampled_from([b"- a\n", b"  b\n", b"\n", b"# end 1 4\n", b"# end 2 8\n", b"x", b"# end "])),
    st.integers(1, 40),
)
def test_nothing_is_lost_and_every_piece_knows_where_it_stands(parts: list[bytes], size: int) -> None:
    data = b"".join(parts)
    pieces = list(cut(lines(data)))
    assert list(cut(data[start : start + size] for start in range(0, len(data), size))) == pieces
    position = 0
    for piece in pieces:
        assert piece.offset == position
        assert piece.line == data[:position].count(b"\n") + 1
        assert data[position:].startswith(piece.text)
        position = piece.end
    assert position == len(data)


def test_a_piece_is_intact_from_its_dash_to_its_marker() -> None:
    (piece,) = cut([b"# mine\n", b"- a\n", b"  b\n", b"# end 3 8\n"])
    assert not piece.intact
    block = piece.from_block()
    assert (block.intact, block.offset, block.line, block.number, block.end) == (True, 7, 2, 3, piece.end)


def test_a_piece_without_a_block_stays_as_it_is() -> None:
    (piece,) = cut([b"# mine\n"])
    assert piece.from_block() is piece


def test_the_last_marker_may_lack_its_line_feed() -> None:
    (piece,) = cut([b"- a\n", b"# end 1 4"])
    assert (piece.intact, piece.closed) == (True, False)


@pytest.mark.parametrize(("text", "quiet"), [(b"", True), (b"\n \t\n# a\n  # b", True), (b"# a\nb", False)])
def test_blank_lines_and_remarks_are_silent(text: bytes, quiet: bool) -> None:
    assert silent(text) is quiet
