"""A recording of ours without masks is found, and no other tool's is taken for one."""

from pathlib import Path

import pytest

from harness.cassette import line_of, read
from harness.checking.verdict import judged
from harness.contract.editions import documentation
from harness.exchange import Exchange
from harness.library import Recording, open_cassette, scrub
from harness.redaction.redactor import Redactor
from harness.rules import Judge
from tests.unit.cassette.exchanges import file_of, lines, redirect, webhook
from tests.unit.cassette.test_foreign import by_vcrpy, interaction

JUDGE = Judge(documentation(), frozenset({"RDS011"}))
REDACTOR = Redactor(b"a key for tests")


def found(path: Path) -> list[tuple[str, int | None]]:
    entries = open_cassette(path).entries()
    return [
        (each.finding.where, each.line)
        for event in judged(str(path), entries, JUDGE)
        for each in event.findings
    ]


@pytest.mark.parametrize("exchange", [redirect(), webhook()])
def test_each_block_without_masks_is_found_at_its_mark(tmp_path: Path, exchange: Exchange) -> None:
    path = tmp_path / "own.yaml"
    with Recording(path, None) as recording:
        recording.keep(exchange)
    (place,) = found(path)
    assert place[0] == "x_redial.key"
    assert path.read_text().splitlines()[(place[1] or 0) - 1].strip() == "key: null"


def test_what_was_masked_is_no_such_thing(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_bytes(file_of([redirect()], key="1c3ad9e2"))
    assert found(path) == []


def test_what_is_scrubbed_is_no_such_thing_any_more(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_bytes(file_of([redirect(), webhook()]))
    assert len(found(path)) == 2
    scrub(path, REDACTOR)
    assert found(path) == []


def test_a_recording_of_another_tool_is_let_be(tmp_path: Path) -> None:
    path = tmp_path / "vcr.yaml"
    path.write_text(by_vcrpy(interaction()), encoding="utf-8")
    assert found(path) == []


def test_the_place_is_the_line_of_the_mark() -> None:
    (entry,) = read(lines(file_of([redirect()])))
    assert entry.block.splitlines()[line_of(entry, "x_redial.key") - entry.line] == "    key: null"
