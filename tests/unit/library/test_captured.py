"""A capture opened for reading: masked before anybody sees it, and named in what is said of it."""

from pathlib import Path
from typing import BinaryIO

import pytest

from harness import har
from harness.errors import CassetteError
from harness.library.captured import Capture
from harness.redaction.redactor import Redactor, is_mask
from tests.unit.har import exports
from tests.unit.har.exports import CALL, entry


def masking() -> Redactor:
    return Redactor(b"a key of the tests")


def capture(path: Path, data: bytes) -> Capture:
    path.write_bytes(data)
    return Capture(path, lambda file: har.read(file.read()), masking)


def test_what_a_capture_tells_is_masked_and_its_facts_stay(tmp_path: Path) -> None:
    (found,) = capture(tmp_path / "x.har", exports.har(entry())).entries()
    assert found.call is not None
    assert found.call != CALL
    assert is_mask(found.call)
    assert found.key == masking().key_id
    assert found.call in found.exchange.request.url
    assert found.exchange.request.headers.get("authorization") == "Bearer REDACTED"
    assert found.exchange.facts["token_present"] is True


def test_it_is_read_as_often_as_asked_and_counts_what_is_none(tmp_path: Path) -> None:
    opened = capture(tmp_path / "x.har", exports.har(entry("https://shop.example"), entry())[:-2])
    assert list(opened.entries()) == list(opened.entries())
    assert (opened.left_out, opened.torn) == (1, 0)
    opened = capture(tmp_path / "x.har", exports.har(entry(), entry("https://shop.example"))[:-40])
    assert len(list(opened.entries())) == 1
    assert opened.left_out == 0
    assert opened.torn > 0


def test_what_is_wrong_with_it_names_the_file(tmp_path: Path) -> None:
    with pytest.raises(CassetteError, match=r"x\.har: it is no HAR"):
        list(capture(tmp_path / "x.har", b"{}").entries())
    (tmp_path / "x.har").unlink()
    with pytest.raises(CassetteError, match=r"x\.har: there is no such file"):
        list(Capture(tmp_path / "x.har", _nothing, masking).entries())


def _nothing(file: BinaryIO) -> har.Reading:
    raise AssertionError("there is nothing to read")
