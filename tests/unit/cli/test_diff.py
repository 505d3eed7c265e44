"""`redial diff`: what it prints in words and as JSON, the status it ends with, and what it cannot read."""

import json
from pathlib import Path

import pytest

from tests.unit.cli.terminal import Printed, Terminal, cassette
from tests.unit.recorded import CALLS, forward


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Two calls."""
    return cassette(tmp_path / "old.yaml", [*forward(), *forward(CALLS[1], at=60)])


@pytest.fixture
def new(tmp_path: Path) -> Path:
    """The same two calls, the second with another timeout that breaks the contract."""
    return cassette(tmp_path / "new.yaml", [*forward(), *forward(CALLS[1], at=60, timeout=5)])


def test_a_recording_compared_with_itself_ends_with_status_0(old: Path, redial: Terminal) -> None:
    assert redial("diff", old, old) == Printed(0, "2 calls, 0 changed\n", "")


def test_each_changed_call_is_printed_with_its_changes(old: Path, new: Path, redial: Terminal) -> None:
    printed = redial("diff", old, new)
    assert (printed.status, printed.err) == (1, "")
    headline, call, change = printed.out.splitlines()
    assert headline == "2 calls, 1 changed: redirect.body.timeout: 45 -> 5 breaks RDQ041"
    assert call.startswith("call ")
    assert change == "  interaction 5: redirect.body.timeout: 45 -> 5 breaks RDQ041"


def test_the_contract_of_the_configuration_says_what_breaks(
    tmp_path: Path, redial: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    old = cassette(tmp_path / "plain.yaml", forward())
    new = cassette(tmp_path / "masked.yaml", forward(maskCallee=True))
    assert "breaks" not in redial("diff", old, new).out
    (tmp_path / "redial.toml").write_text('contract = "v1.0"')
    assert "breaks RDQ062" in redial("diff", old, new).out


def test_json_has_the_public_shape(old: Path, new: Path, redial: Terminal) -> None:
    printed = redial("diff", old, new, "--format", "json")
    assert printed.status == 1
    result = json.loads(printed.out)
    assert list(result) == ["version", "differences", "summary"]
    assert result["version"] == 1
    (found,) = result["differences"]
    assert list(found) == ["call", "interaction", "path", "kind", "old", "new", "breaks"]
    assert isinstance(found.pop("call"), str)
    assert found == {
        "interaction": 5,
        "path": "redirect.body.timeout",
        "kind": "changed",
        "old": 45,
        "new": 5,
        "breaks": ["RDQ041"],
    }
    assert list(result["summary"]) == [
        *("calls", "calls_changed", "differences", "equivalent", "breaks", "noise"),
    ]
    assert result["summary"]["calls_changed"] == result["summary"]["breaks"] == 1


def test_json_without_a_difference_is_complete_too(old: Path, redial: Terminal) -> None:
    printed = redial("diff", old, old, "--format", "json")
    assert printed.status == 0
    assert json.loads(printed.out)["differences"] == []


def test_another_spelling_is_plainly_no_difference(old: Path, tmp_path: Path, redial: Terminal) -> None:
    spelled = [*forward(maskCallee=None), *forward(CALLS[1], at=60)]
    printed = redial("diff", old, cassette(tmp_path / "new.yaml", spelled))
    assert printed.status == 0
    headline, _, change = printed.out.splitlines()
    assert headline == "2 calls, 0 changed"
    assert change.startswith("  interaction 2: redirect.body.maskCallee: ")
    assert change.endswith(", which means the same: no difference")


def test_what_is_gone_is_found_in_the_old_recording(old: Path, tmp_path: Path, redial: Terminal) -> None:
    shorter = cassette(tmp_path / "new.yaml", [*forward()[:2], *forward(CALLS[1], at=60)])
    change = redial("diff", old, shorter).out.splitlines()[-1]
    assert change.startswith("  interaction 3 of the old recording: terminated: ")
    assert change.endswith(" removed")


def test_a_very_long_value_is_shortened_in_words_and_whole_in_json(
    old: Path, tmp_path: Path, redial: Terminal
) -> None:
    note = "x" * 5000
    long = cassette(tmp_path / "new.yaml", [*forward(note=note), *forward(CALLS[1], at=60)])
    assert max(map(len, redial("diff", old, long).out.splitlines())) < 250
    (found,) = json.loads(redial("diff", old, long, "--format", "json").out)["differences"]
    assert (found["kind"], found["old"]) == ("added", None)
    assert len(found["new"]) == 5000


@pytest.mark.parametrize("torn", ["old.yaml", "new.yaml", "both"])
def test_a_torn_side_is_compared_as_far_as_it_is_whole_with_status_2(
    torn: str, old: Path, new: Path, redial: Terminal
) -> None:
    sides = [path for path in (old, new) if torn in (path.name, "both")]
    for path in sides:
        path.write_bytes(path.read_bytes()[:-40])
    printed = redial("diff", old, new)
    assert printed.status == 2
    assert "redirect.body.timeout: 45 -> 5 breaks RDQ041" in printed.out
    said = printed.err.splitlines()
    assert len(said) == len(sides)
    for path, sentence in zip(sides, said, strict=True):
        assert sentence.startswith(f"redial: {path} ends in the middle of an interaction; ")


def test_where_nothing_was_compared_it_says_so_and_fails(tmp_path: Path, redial: Terminal) -> None:
    empty = tmp_path / "empty.yaml"
    empty.write_text("version: 1\ninteractions: []\n")
    printed = redial("diff", empty, empty)
    assert (printed.status, printed.out) == (2, "0 calls, 0 changed\n")
    assert printed.err.startswith("redial: nothing was compared, ")


@pytest.mark.parametrize(
    "content",
    [b"", b"hello: world\n", b"\x00\xff", b"a: [", b"- a\n"],
    ids=["empty", "foreign", "binary", "no yaml", "a list"],
)
def test_what_is_no_cassette_is_one_sentence_on_either_side(
    content: bytes, old: Path, tmp_path: Path, redial: Terminal
) -> None:
    odd = tmp_path / "odd.yaml"
    odd.write_bytes(content)
    assert str(odd) in redial.refused("diff", old, odd)
    assert str(odd) in redial.refused("diff", odd, old)
    assert odd.read_bytes() == content


def test_a_missing_file_a_folder_and_an_unknown_format_are_one_sentence_each(
    old: Path, tmp_path: Path, redial: Terminal
) -> None:
    assert "no such file" in redial.refused("diff", old, tmp_path / "missing.yaml")
    assert "it is a directory; give a cassette" in redial.refused("diff", tmp_path, old)
    assert "'markdown' is not one of" in redial.refused("diff", old, old, "--format", "markdown")
    assert "Missing argument 'NEW'" in redial.refused("diff", old)
