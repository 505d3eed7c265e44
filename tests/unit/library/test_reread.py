"""A recording that is read once through, and then here and there again."""

from pathlib import Path

import pytest

from harness.comparison import Judged
from harness.errors import CassetteError, HarnessError
from harness.exchange import Exchange
from harness.library import Recorded, Reread
from harness.library.reread import HELD
from harness.redaction.redactor import Redactor
from tests.unit.cassette.exchanges import file_of, redirect, webhook
from tests.unit.har import exports
from tests.unit.har.exports import entry
from tests.unit.recorded import CALLER, CALLS, MEGAN, asked, forward
from tests.unit.recorded import redirect as request

MANY = HELD + 5
STOCK = (
    b'{"interactions": [{"request": {"method": "GET", "uri": "https://a/", "body": null, "headers": {}}}]}'
)


def reread(path: Path, data: bytes, *, strict: bool = True, held: int = HELD) -> Reread:
    path.write_bytes(data)
    recorded = Recorded(path, masking=lambda: Redactor(b"a key of the tests"), flows=lambda _: None)  # type: ignore[arg-type,return-value]
    return Reread(recorded, strict=strict, held=held)


def test_what_was_read_can_be_read_again_by_number(tmp_path: Path) -> None:
    recording = reread(tmp_path / "a.yaml", file_of([redirect(), webhook(), redirect()]))
    entries = list(recording.entries())
    assert recording.name == str(tmp_path / "a.yaml")
    assert [each.number for each in recording.again([1, 3])] == [1, 3]
    assert list(recording.again([2])) == [entries[1]]


def test_beyond_what_is_held_it_is_found_in_the_file(tmp_path: Path) -> None:
    exchanges: list[Exchange] = [asked(request(), at=float(number)) for number in range(MANY)]
    recording = reread(tmp_path / "a.yaml", file_of(exchanges))
    entries = list(recording.entries())
    numbers = [1, HELD, HELD + 1, MANY]
    assert list(recording.again(numbers)) == [entries[number - 1] for number in numbers]
    recording.forget()
    assert list(recording.again([2])) == [entries[1]]


def test_a_file_that_changes_meanwhile_is_said(tmp_path: Path) -> None:
    recording = reread(tmp_path / "a.yaml", file_of(forward()), held=0)
    list(recording.entries())
    (tmp_path / "a.yaml").write_bytes(file_of(forward()[:1]))
    with pytest.raises(CassetteError, match="it changed while it was compared; compare it again"):
        list(recording.again([3]))


def test_of_many_files_that_are_compared_as_a_whole_none_need_be_held(tmp_path: Path) -> None:
    recording = reread(tmp_path / "a.yaml", file_of(forward()), held=0)
    entries = list(recording.entries())
    assert list(recording.again([2, 3])) == entries[1:]


@pytest.mark.parametrize(("name", "data"), [("a.yaml", STOCK), ("a.har", exports.har(entry(), entry()))])
def test_what_has_no_places_is_held_whole(name: str, data: bytes, tmp_path: Path) -> None:
    recording = reread(tmp_path / name, data)
    entries = list(recording.entries())
    assert list(recording.again([entries[0].number])) == entries[:1]


def test_ids_are_found_in_a_cassette_and_in_a_capture(tmp_path: Path) -> None:
    recording = reread(tmp_path / "a.yaml", file_of(forward()))
    wanted = {("guid", each.replace("-", "")) for each in (CALLS[0], CALLER, MEGAN)}
    assert wanted <= recording.names()
    assert {kind for kind, _ in reread(tmp_path / "a.har", exports.har(entry())).names()} >= {"guid"}


def test_what_cannot_be_read_raises_where_it_was_given_and_is_told_where_it_was_found(tmp_path: Path) -> None:
    given = reread(tmp_path / "a.yaml", b"a: [")
    assert given.names() == frozenset()
    with pytest.raises(HarnessError, match=r"a\.yaml"):
        list(given.entries())
    found = reread(tmp_path / "b.yaml", b"a: [", strict=False)
    assert list(found.entries()) == []
    assert found.trouble is not None
    assert "b.yaml" in found.trouble


def test_judged_elsewhere_it_is_asked_for_when_it_is_wanted(tmp_path: Path) -> None:
    recording = reread(tmp_path / "a.yaml", file_of([redirect()]))
    assert recording.judged() is None
    told = Judged((), {})
    recording.judged_by(iter([told]))
    assert recording.judged() is told
    assert recording.judged() is None
    assert len(list(recording.entries())) == 1


def test_where_judging_it_came_to_nothing_it_is_not_read(tmp_path: Path) -> None:
    lost = CassetteError("a.yaml: its worker died", hint="try it by itself")
    recording = reread(tmp_path / "a.yaml", file_of([redirect()]), strict=False)
    recording.judged_by(iter([lost]))
    assert recording.judged() == Judged((), {})
    assert (list(recording.entries()), recording.trouble) == ([], str(lost))
    given = reread(tmp_path / "a.yaml", file_of([redirect()]))
    given.judged_by(iter([lost]))
    with pytest.raises(CassetteError, match="its worker died"):
        given.judged()
