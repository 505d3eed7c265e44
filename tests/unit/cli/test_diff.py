"""`redial diff`: what it prints in words and as JSON, the status it ends with, and what it cannot read."""

import json
from dataclasses import replace
from itertools import chain
from pathlib import Path

import pytest

from harness.headers import Headers
from tests.unit.cli.terminal import Printed, Terminal, cassette
from tests.unit.har import exports
from tests.unit.recorded import CALLS, MEGAN, forward


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


def test_each_difference_is_printed_with_its_place(old: Path, new: Path, redial: Terminal) -> None:
    printed = redial("diff", old, new)
    assert (printed.status, printed.err) == (1, "")
    headline, change, place = printed.out.splitlines()
    assert headline == "2 calls, 1 changed: redirect.body.timeout: 45 -> 5 breaks RDQ041"
    assert change == "redirect.body.timeout: 45 -> 5 breaks RDQ041"
    (line,) = [
        number + 2 for number, text in enumerate(new.read_text().splitlines()) if text.startswith("# end 4 ")
    ]
    assert place.startswith(f"    {new}:{line}, interaction 5, call ")


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
    assert list(result) == ["version", "differences", "groups", "ungrouped", "alone", "summary"]
    assert result["version"] == 1
    (found,) = result["differences"]
    assert list(found)[:7] == ["call", "interaction", "path", "kind", "old", "new", "breaks"]
    assert isinstance(found.pop("call"), str)
    assert isinstance(found.pop("line"), int)
    assert found == {
        "interaction": 5,
        "path": "redirect.body.timeout",
        "kind": "changed",
        "old": 45,
        "new": 5,
        "breaks": ["RDQ041"],
        "mends": [],
        "note": "",
        "file": str(new),
    }
    assert list(result["summary"]) == [
        *("calls", "calls_changed", "differences", "equivalent", "breaks", "noise"),
        *("mends", "ignored", "varying", "outside", "renamed"),
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
    headline, change, _ = printed.out.splitlines()
    assert headline == "2 calls, 0 changed"
    assert change.startswith("redirect.body.maskCallee: ")
    assert change.endswith(", which means the same: no difference")


def test_what_is_gone_is_found_in_the_old_recording(old: Path, tmp_path: Path, redial: Terminal) -> None:
    shorter = cassette(tmp_path / "new.yaml", [*forward()[:2], *forward(CALLS[1], at=60)])
    *_, change, place = redial("diff", old, shorter).out.splitlines()
    assert change.startswith("terminated: ")
    assert change.endswith(" removed")
    assert place.startswith(f"    {old}:")
    assert ", interaction 3 of the old recording, call " in place


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
    (tmp_path / "none").mkdir()
    assert "no cassette" in redial.refused("diff", tmp_path / "none", old)
    assert "'html' is not one of" in redial.refused("diff", old, old, "--format", "html")
    assert "Missing argument 'NEW'" in redial.refused("diff", old)


def redirected(path: Path, count: int, **members: object) -> Path:
    """So many calls, each with these members in its redirect."""
    calls = (f"{number:08x}{CALLS[0][8:]}" for number in range(count))
    return cassette(
        path, chain.from_iterable(forward(call, at=9.0 * at, **members) for at, call in enumerate(calls))
    )


def test_what_differs_everywhere_is_told_once(tmp_path: Path, redial: Terminal) -> None:
    old, new = redirected(tmp_path / "a.yaml", 20), redirected(tmp_path / "b.yaml", 20, timeout=50)
    assert redial("diff", old, new).out.splitlines()[1] == "20 x  redirect.body.timeout: 45 -> 50"


def test_folders_are_compared_by_the_names_of_their_files(tmp_path: Path, redial: Terminal) -> None:
    for name, timeout in (("old", 45), ("new", 5)):
        redirected(tmp_path / name / "a.yaml", 1)
        redirected(tmp_path / name / "b.yaml", 2, timeout=timeout)
    redirected(tmp_path / "new" / "c.yaml", 1)
    printed = redial("diff", tmp_path / "old", tmp_path / "new")
    assert printed.status == 1
    assert printed.out.startswith(
        "4 calls, 3 changed: redirect.body.timeout: 45 -> 5 breaks RDQ041, and 2 more\n"
    )
    assert printed.out.endswith("\n1 file in NEW only\n")


def test_a_capture_is_compared_as_a_cassette_is(tmp_path: Path, redial: Terminal) -> None:
    har = tmp_path / "calls.har"
    har.write_bytes(exports.har(exports.entry()))
    assert redial("diff", har, har).out == "1 call, 0 changed\n"


@pytest.mark.parametrize(
    ("flags", "told"),
    [
        (("--ignore", "timeout"), "redirect.headers.x-sdk"),
        (("--only", "redirect.body"), "redirect.body.timeout"),
        (("--only", "redirect", "--ignore", "headers"), "redirect.body.timeout"),
    ],
)
def test_differences_are_chosen_by_their_paths(
    flags: tuple[str, ...], told: str, tmp_path: Path, redial: Terminal
) -> None:
    old = cassette(tmp_path / "a.yaml", forward())
    changed = forward(timeout=50)
    request = changed[1].request
    changed[1] = replace(
        changed[1], request=replace(request, headers=Headers((*request.headers, ("x-sdk", "2"))))
    )
    printed = redial("diff", old, cassette(tmp_path / "b.yaml", changed), *flags)
    assert printed.status == 1
    _, change, _, left_out = printed.out.splitlines()
    assert change.startswith(f"{told}: ")
    assert left_out == "left out: 1 difference as somebody chose"


def test_where_all_differences_are_left_out_the_status_is_0(old: Path, new: Path, redial: Terminal) -> None:
    printed = redial("diff", old, new, "--ignore", "redirect.body.timeout")
    assert printed == Printed(0, "2 calls, 0 changed\nleft out: 1 difference as somebody chose\n", "")


def test_the_configuration_chooses_and_flags_choose_more(
    old: Path, new: Path, tmp_path: Path, redial: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "redial.toml").write_text('[diff]\nignore = ["timeout"]\nonly = ["redirect"]')
    assert redial("diff", old, new, "--only", "timeout").status == 0
    (tmp_path / "redial.toml").write_text('[diff]\nonly = ["headers"]')
    assert redial("diff", old, new).status == 0
    printed = redial("diff", old, new, "--only", "timeout", "--ignore", "timeuot")
    assert (printed.status, printed.err) == (1, "redial: timeuot matched no difference\n")


def test_a_list_is_a_set_where_somebody_says_so(tmp_path: Path, redial: Terminal) -> None:
    targets = [{"identity": {kind: {"id": MEGAN, "displayName": kind}}} for kind in ("user", "application")]
    old = cassette(tmp_path / "a.yaml", forward(targets=targets))
    new = cassette(tmp_path / "b.yaml", forward(targets=targets[::-1]))
    assert redial("diff", old, new).status == 1
    assert redial("diff", old, new, "--unordered", "targets") == Printed(0, "1 call, 0 changed\n", "")
    printed = redial("diff", old, new, "--unordered", "target", "--unordered", "targets")
    assert (printed.status, printed.err) == (0, "redial: target matched no list\n")


def test_a_difference_that_breaks_nothing_may_pass(
    old: Path, new: Path, tmp_path: Path, redial: Terminal
) -> None:
    harmless = cassette(tmp_path / "c.yaml", [*forward(timeout=50), *forward(CALLS[1], at=60)])
    assert redial("diff", old, harmless).status == 1
    assert redial("diff", old, harmless, "--fail-on", "breaks").status == 0
    assert redial("diff", old, new, "--fail-on", "breaks").status == 1


def test_times_are_compared_and_never_a_difference(old: Path, redial: Terminal) -> None:
    printed = redial("diff", old, old, "--timing")
    assert printed.status == 0
    assert "\n  margin    14 s (14 .. 14, 2) -> 14 s (14 .. 14, 2): too few calls to say" in printed.out
    told = json.loads(redial("diff", old, old, "--timing", "--format", "json").out)["timing"]
    assert [each["figure"] for each in told] == ["margin_s", "ack_s", "answer_s", "attempts"]


def test_markdown_is_a_table(old: Path, new: Path, redial: Terminal) -> None:
    printed = redial("diff", old, new, "--format", "markdown")
    assert printed.status == 1
    assert printed.out.startswith("### redial diff: 2 calls, 1 changed: <code>redirect.body.timeout")
    assert "\n| --- | --- |" in printed.out


def test_a_file_of_a_folder_that_cannot_be_read_is_said_and_the_others_are_compared(
    tmp_path: Path, redial: Terminal
) -> None:
    for name, timeout in (("old", 45), ("new", 5)):
        redirected(tmp_path / name / "a.yaml", 1, timeout=timeout)
    (tmp_path / "new" / "b.yaml").write_text("a: [")
    printed = redial("diff", tmp_path / "old", tmp_path / "new")
    assert printed.status == 2
    assert "breaks RDQ041" in printed.out
    assert printed.err.count("\n") == 1
    assert "b.yaml" in printed.err


@pytest.mark.parametrize("flag", ["--ignore", "--only", "--unordered"])
def test_what_is_no_path_is_one_sentence(flag: str, old: Path, redial: Terminal) -> None:
    said = redial.refused("diff", old, old, flag, "a..b")
    assert "'a..b' is no path, such as redirect.body.timeout" in said
