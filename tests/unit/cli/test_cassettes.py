"""The cassettes that a command was given."""

from pathlib import Path

import pytest

from harness.cli.cassettes import Cassettes
from harness.errors import HarnessError

SHIPPED = Path(__file__).parents[3] / "cassettes"


def test_each_is_had_by_its_name_with_its_entries() -> None:
    paths = [SHIPPED / "forward.yaml", SHIPPED / "phone.yaml"]
    opened = Cassettes.at(paths)
    told = {name: len(list(entries)) for name, entries in opened.recordings}
    assert told == {str(path): 3 for path in paths}
    assert opened.unread == []


def test_a_torn_one_is_named_once_it_was_read(tmp_path: Path) -> None:
    torn = tmp_path / "torn.yaml"
    torn.write_bytes((SHIPPED / "forward.yaml").read_bytes()[:-40])
    opened = Cassettes.at([SHIPPED / "phone.yaml", torn])
    for _, entries in opened.recordings:
        list(entries)
    (sentence,) = opened.unread
    assert sentence.startswith(f"{torn} ends in the middle of an interaction")


def test_what_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(HarnessError, match="no such file"):
        Cassettes.at([tmp_path / "nothing.yaml"])
