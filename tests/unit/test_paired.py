"""Two recordings of a file or a folder each, brought together."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from harness import paired
from harness.comparison import Comparing, Digest
from harness.contract import editions
from harness.errors import HarnessError
from harness.exchange import Exchange
from harness.library import Recorded
from harness.paired import Paired
from harness.redaction.redactor import Redactor
from harness.remote import Source
from tests.unit.cassette.exchanges import file_of
from tests.unit.recorded import CALLER, CALLS, KEY, MEGAN, OTHER_KEY, forward

DOCUMENTATION = editions.documentation()
STRANGER = "6d1f6b2c-5e4a-4c3d-9b8a-7f6e5d4c3b2a"


def opened(paths: Iterable[Source]) -> list[Recorded]:
    return [Recorded(path, masking=lambda: KEY, flows=lambda _: None) for path in paths]  # type: ignore[arg-type,return-value]


def folder(path: Path, redactor: Redactor | None = None, **files: list[Exchange]) -> Path:
    path.mkdir()
    for name, exchanges in files.items():
        masked = [redactor.exchange(each) if redactor else each for each in exchanges]
        (path / f"{name}.yaml").write_bytes(file_of(masked))
    return path


def told(old: Path, new: Path) -> list[str]:
    found = Paired(old, new, opened)
    calls = list(found.calls(Comparing(DOCUMENTATION, found.known)))
    return [f"{Path(each.file).name} {each.interaction} {each}" for call in calls for each in call.changes]


def test_files_of_one_name_are_compared(tmp_path: Path) -> None:
    old = folder(tmp_path / "old", a=forward(), b=forward(CALLS[1]))
    new = folder(tmp_path / "new", a=forward(timeout=5), b=forward(CALLS[1]))
    assert told(old, new) == ["a.yaml 2 redirect.body.timeout: 45 -> 5 breaks RDQ041"]


def test_it_is_told_how_many_files_were_compared(tmp_path: Path) -> None:
    old = folder(tmp_path / "old", a=forward(), b=forward(CALLS[1]), c=forward(CALLS[2]))
    new = folder(tmp_path / "new", a=forward(), b=forward(CALLS[1]))
    found, done = Paired(old, new, opened), list[int]()
    list(found.calls(Comparing(DOCUMENTATION, found.known), done.append))
    assert done == [2, 2, 1]
    assert sum(done) == len(found.recordings)


def test_files_that_only_one_folder_has_are_compared_as_a_whole(tmp_path: Path) -> None:
    old = folder(
        tmp_path / "old", a=forward(), b=forward(CALLS[1], timeout=50), c=forward(CALLS[2], timeout=60)
    )
    new = folder(
        tmp_path / "new",
        OTHER_KEY,
        y=forward(CALLS[2], timeout=60),
        z=forward(CALLS[1], timeout=51),
        a=forward(),
    )
    found = Paired(old, new, opened)
    assert (found.old_alone, found.new_alone) == (2, 2)
    assert told(old, new) == ["z.yaml 2 redirect.body.timeout: 50 -> 51"]


def test_a_file_that_has_no_counterpart_at_all_came_or_went(tmp_path: Path) -> None:
    old = folder(tmp_path / "old", a=forward())
    new = folder(tmp_path / "new", a=forward(), b=forward(CALLS[1]))
    assert told(old, new) == ['b.yaml 1 call: "incoming 202, redirect 202, terminated 202" added']
    assert told(new, old) == ['b.yaml 1 call: "incoming 202, redirect 202, terminated 202" removed']


def test_a_file_is_compared_with_all_of_a_folder_and_with_another_file(tmp_path: Path) -> None:
    many = folder(tmp_path / "many", a=forward(), b=forward(CALLS[1], at=60))
    one = folder(tmp_path / "one", all=[*forward(CALLS[1], at=60, timeout=5), *forward()]) / "all.yaml"
    assert told(many, one) == ["all.yaml 2 redirect.body.timeout: 45 -> 5 breaks RDQ041"]
    assert told(one, many) == ["b.yaml 2 redirect.body.timeout: 5 -> 45 mends RDQ041"]
    assert told(one, one) == []
    assert Paired(one, many, opened).old_alone == 0


def test_an_id_of_both_recordings_is_itself_in_the_first_file_as_in_the_last(tmp_path: Path) -> None:
    old = folder(tmp_path / "old", a=forward(), b=forward(CALLS[1]), c=forward(CALLS[2], user=STRANGER))
    target = [*forward()]
    target[1] = forward(targets=[{"identity": {"user": {"id": STRANGER, "displayName": "Megan Bowen"}}}])[1]
    new = folder(tmp_path / "new", a=target, b=forward(CALLS[1]), c=forward(CALLS[2], user=STRANGER))
    (change,) = [each for each in told(old, new) if "user.id" in each]
    assert change.startswith(f'a.yaml 2 redirect.body.targets[0].identity.user.id: "{MEGAN}" -> "{STRANGER}"')


def test_an_id_that_changes_in_another_way_in_a_later_file_is_a_split(tmp_path: Path) -> None:
    old = folder(tmp_path / "old", a=forward(), b=forward(CALLS[1]))
    new = folder(tmp_path / "new", OTHER_KEY, a=forward(), b=forward(CALLS[1], timeout=45))
    body = (new / "b.yaml").read_text()
    masked = OTHER_KEY.masks.guid(MEGAN)
    assert masked in body
    (new / "b.yaml").write_text(body.replace(masked, OTHER_KEY.masks.guid(STRANGER)))
    (change,) = told(old, new)
    assert "would split it" in change


def test_no_more_ids_are_known_than_there_is_room_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = folder(tmp_path / "old", a=forward(), b=forward(CALLS[1]))
    known = Paired(old, old, opened).known
    assert ("guid", CALLER.replace("-", "")) in known
    monkeypatch.setattr(paired, "KNOWN", 3)
    found = Paired(old, old, opened)
    assert len(found.known) == 3
    assert Digest(found.calls(Comparing(DOCUMENTATION, found.known))).summary.differences == 0


def test_a_file_of_a_folder_that_cannot_be_read_is_told_and_one_that_was_given_raises(tmp_path: Path) -> None:
    old = folder(tmp_path / "old", a=forward(), b=forward(CALLS[1]))
    new = folder(tmp_path / "new", a=forward(timeout=5), b=forward(CALLS[1]))
    (new / "b.yaml").write_text("a: [")
    found = Paired(old, new, opened)
    changes = Digest(found.calls(Comparing(DOCUMENTATION, found.known)))
    assert "breaks RDQ041" in changes.headline
    (trouble,) = [each.trouble for each in found.read if each.trouble]
    assert trouble.startswith(str(new / "b.yaml"))
    with pytest.raises(HarnessError, match=r"b\.yaml"):
        told(old, new / "b.yaml")
    with pytest.raises(HarnessError, match="there is no such file"):
        Paired(old, tmp_path / "missing", opened)
