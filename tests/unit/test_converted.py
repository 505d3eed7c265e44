"""A capture becomes the cassette that a live recording would have made."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from harness.cassette import Entry, named_call
from harness.converted import Converted, convert
from harness.errors import CassetteError, HarnessError
from harness.exchange import Exchange
from harness.library import Recording, open_cassette
from harness.redaction.redactor import Redactor
from tests.unit.recorded import CALLS, forward

REDACTOR = Redactor(b"a key for tests alone")


class Flows:
    """What a reader of captures gives."""

    torn, left_out = 5, 2

    def __init__(self, exchanges: list[Exchange]) -> None:
        self._exchanges = exchanges

    def __iter__(self) -> Any:
        for number, each in enumerate(self._exchanges, 1):
            yield Entry(number, number, each, named_call(each), marked=False)


@pytest.fixture
def capture(tmp_path: Path) -> Path:
    path = tmp_path / "capture.mitm"
    path.write_bytes(b"12:whatever")
    return path


def converted(capture: Path, cassette: Path, exchanges: list[Exchange], **more: Any) -> Converted:
    settings: dict[str, Any] = {
        "flows": lambda file: Flows(exchanges),
        "mended": lambda path, torn: None,
    } | more
    return convert(capture, cassette, REDACTOR, **settings)


def test_it_is_the_cassette_that_a_recorder_would_have_made(capture: Path, tmp_path: Path) -> None:
    exchanges = [*forward(CALLS[0]), *forward(CALLS[1], at=30)]
    live, made = tmp_path / "live.yaml", tmp_path / "made.yaml"
    with Recording(live, REDACTOR) as recording:
        for each in exchanges:
            recording.keep(each)
    result = converted(capture, made, exchanges)
    assert made.read_bytes() == live.read_bytes()
    assert result == Converted(len(exchanges), 2, left_out=2, torn=5)


def test_only_redirects_are_kept_when_only_they_are_wanted(capture: Path, tmp_path: Path) -> None:
    made = tmp_path / "made.yaml"
    assert converted(capture, made, forward(CALLS[0]), only="redirects").kept == 1
    assert len(list(open_cassette(made).entries())) == 1


def test_each_call_may_have_a_file_of_its_own(capture: Path, tmp_path: Path) -> None:
    converted(capture, tmp_path / "calls" / "{call}.yaml", [*forward(CALLS[0]), *forward(CALLS[1])])
    assert len(list((tmp_path / "calls").iterdir())) == 2


def test_nothing_is_masked_where_nobody_wants_that(capture: Path, tmp_path: Path) -> None:
    made = tmp_path / "made.yaml"
    converted(capture, made, forward(CALLS[0]), redact=False)
    assert CALLS[0] in made.read_text()
    assert {entry.key for entry in open_cassette(made).entries()} == {None}


def test_it_goes_on_with_a_cassette_only_when_asked(capture: Path, tmp_path: Path) -> None:
    made = tmp_path / "made.yaml"
    converted(capture, made, forward(CALLS[0]))
    before = made.read_bytes()
    with pytest.raises(CassetteError, match="it exists already"):
        converted(capture, made, forward(CALLS[1]))
    assert made.read_bytes() == before
    converted(capture, made, forward(CALLS[1]), append=True)
    assert made.read_bytes().startswith(before)


def test_a_cassette_is_no_capture(tmp_path: Path) -> None:
    cassette = tmp_path / "calls.yaml"
    with Recording(cassette, REDACTOR) as recording:
        recording.keep(forward(CALLS[0])[0])
    with pytest.raises(HarnessError, match="is a cassette already; `redial scrub` masks one in place"):
        converted(cassette, tmp_path / "made.yaml", [])
    assert not (tmp_path / "made.yaml").exists()


def test_a_har_that_is_none_leaves_nothing(tmp_path: Path) -> None:
    har = tmp_path / "x.har"
    har.write_bytes(BytesIO(b'{"log": 1}').getvalue())
    with pytest.raises(CassetteError):
        converted(har, tmp_path / "made.yaml", [])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["x.har"]
