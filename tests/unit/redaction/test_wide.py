"""UTF-16 in bytes is read, and written as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.redaction.wide import each_run, narrowed, widened


@given(st.text(), st.sampled_from([("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff")]))
def test_a_body_with_its_mark_comes_back_as_it_was(text: str, coding: tuple[str, bytes]) -> None:
    body = coding[1] + text.encode(coding[0])
    narrow = narrowed(body)
    assert narrow == text.encode()
    assert widened(narrow, body) == body


@pytest.mark.parametrize("body", [b"", b"plain", b"\xff\xfea", b"\xff\xfe\x00\xd8"])
def test_what_is_no_utf_16_is_let_be(body: bytes) -> None:
    assert narrowed(body) is None


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_run_of_ascii_among_other_bytes_is_changed(encoding: str) -> None:
    text = "\xfe" + "see it there".encode(encoding).decode("latin-1") + "\xff"
    changed = "\xfe" + "see me there".encode(encoding).decode("latin-1") + "\xff"
    assert each_run(text, lambda run: run.replace("it", "me")) == changed
