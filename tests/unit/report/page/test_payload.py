"""Bodies as a page shows them."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.report.page.payload import SHOWN, SHOWN_BYTES, Payload, payload, size


def shown(message: bytes, **marks: str) -> Payload:
    found = payload(message, marks)
    assert found is not None
    return found


def test_json_is_laid_out_as_it_was_spelled() -> None:
    found = shown(b'{"a":1.0,"a":"\\u00e4"}')
    assert (found.kind, found.size) == ("JSON", "22 bytes")
    assert found.text == '{\n  "a": 1.0,\n  "a": "\\u00e4"\n}'


def test_what_is_said_of_a_member_marks_its_line() -> None:
    found = payload(b'{"timeout":"30","targets":[{"identity":{}}]}', {"timeout": "t", "targets[0].x": "x"})
    assert found is not None
    assert [(piece.text, piece.mark) for piece in found.pieces] == [
        ("{\n", ""),
        ('  "timeout": "30",\n', "t"),
        ('  "targets": [\n', ""),
        ("    {\n", "x"),
        ('      "identity": {}\n    }\n  ]\n}', ""),
    ]


def test_a_member_that_is_missing_in_all_of_the_body_marks_nothing() -> None:
    assert [piece.mark for piece in shown(b"{}", timeout="t").pieces] == [""]


@pytest.mark.parametrize(
    ("message", "kind", "text"),
    [
        (b"no luck\r\n\ttoday", "text", "no luck\\r\n\ttoday"),
        (b"\xef\xbb\xbf{}", "JSON", "{}"),
        ('{"a":1}'.encode("utf-16"), "JSON", '{\n  "a": 1\n}'),
        (b"caf\xe9 au lait, s'il vous pla\xeet", "text", "caf\\xe9 au lait, s'il vous pla\\xeet"),
        ("turned \u202e around".encode(), "text", "turned \\u202e around"),
        (b"\x00\x01\x02\xff", "bytes", "00000000  00 01 02 ff" + " " * 36 + "  ...."),
    ],
    ids=["text", "byte order mark", "UTF-16", "Latin-1", "direction", "binary"],
)
def test_what_is_no_plain_json_is_shown_as_what_it_is(message: bytes, kind: str, text: str) -> None:
    found = shown(message)
    assert (found.kind, found.text) == (kind, text)


def test_of_a_large_body_the_beginning_is_shown() -> None:
    text, binary = shown(b"x" * 3_000_000), shown(bytes(range(256)) * 400)
    assert (len(text.text), text.cut, text.size) == (SHOWN, True, "2.9 MiB")
    assert (binary.text.count("\n") + 1, binary.cut, binary.size) == (SHOWN_BYTES // 16, True, "100 KiB")
    members = json.dumps({str(at): at for at in range(SHOWN)}).encode()
    assert (len(shown(members).text), shown(members).cut) == (SHOWN, True)


def test_a_character_is_not_torn_where_a_body_is_cut() -> None:
    found = shown(("€" * (2 * SHOWN)).encode())
    assert (found.kind, found.text) == ("text", "€" * SHOWN)


def test_an_empty_body_is_none() -> None:
    assert payload(b"", {}) is None


@given(
    st.binary(max_size=300)
    | st.text(st.characters(), max_size=300).map(lambda text: text.encode("utf-8", "replace"))
)
def test_every_character_shows(message: bytes) -> None:
    found = payload(message, {"a": "x"})
    assert found is None or all(each.isprintable() or each in "\n\t" for each in found.text)


@pytest.mark.parametrize(
    ("count", "words"),
    [(1, "1 byte"), (1023, "1023 bytes"), (1024, "1.0 KiB"), (65_536, "64 KiB"), (5 * 1024**4, "5120 GiB")],
)
def test_a_size_has_the_unit_that_fits(count: int, words: str) -> None:
    assert size(count) == words
