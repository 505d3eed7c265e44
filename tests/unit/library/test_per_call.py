"""Each call has a cassette of its own, and a second recorder none of them."""

import math
import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from harness.cassette import HEADER
from harness.errors import CassetteError
from harness.exchange import Exchange, Request, Way
from harness.library import CallRecordings, open_cassette
from harness.library.hold import held
from harness.library.per_call import STILL_S, file_name
from harness.redaction.redactor import Redactor
from tests.unit.cassette.exchanges import redirect, webhook

REDACTOR = Redactor(b"a key for tests alone")
type Opened = Callable[..., CallRecordings]


@pytest.fixture
def template(tmp_path: Path) -> Path:
    return tmp_path / "calls" / "{call}.yaml"


@pytest.fixture
def opened(template: Path) -> Opened:
    def open_(**more: object) -> CallRecordings:
        settings = {"redactor": REDACTOR, "naming": REDACTOR, "mended": lambda path, torn: None} | more
        return CallRecordings(template, **settings)  # type: ignore[arg-type]  # each test names what it changes

    return open_


def of_call(number: int) -> Exchange:
    """A redirect of a call of its own."""
    exchange = redirect()
    head, _, action = exchange.request.url.rpartition("/")
    url = f"{head.rpartition('/')[0]}/{number:08x}-0d4e-4a37-8b15-c7e3a6904d52/{action}"
    return replace(exchange, request=replace(exchange.request, url=url))


def login() -> Exchange:
    url = "https://login.microsoftonline.com/a1f0c2d4-5b6e-4788-9a0b-1c2d3e4f5a6b/oauth2/v2.0/token"
    return Exchange(Request("POST", url), None, Way.TO_LOGIN)


def files(template: Path) -> list[str]:
    return sorted(path.name for path in template.parent.iterdir())


def test_a_call_goes_to_the_file_that_its_masked_id_names(opened: Opened, template: Path) -> None:
    with_ids = opened()
    assert [with_ids.keep(of_call(number)) for number in (1, 2, 1)] == [1, 1, 2]
    with_ids.close()
    for name in files(template):
        entries = list(open_cassette(template.with_name(name)).entries())
        assert {file_name(entry.call) + ".yaml" for entry in entries} == {name}
    assert len(files(template)) == 2
    assert with_ids.count == 3


def test_what_belongs_to_no_call_goes_to_none(opened: Opened, template: Path) -> None:
    recordings = opened()
    recordings.keep(login())
    recordings.close()
    assert files(template) == ["none.yaml"]


def test_any_number_of_calls_takes_a_few_open_files(opened: Opened, template: Path) -> None:
    recordings = opened()
    before = len(os.listdir("/dev/fd"))  # noqa: PTH208
    for turn in range(2):
        for number in range(100):
            assert recordings.keep(of_call(number)) == turn + 1
    assert len(os.listdir("/dev/fd")) - before < 80  # noqa: PTH208
    recordings.close()
    assert len(files(template)) == 100


def test_ids_that_are_not_masked_name_no_file(opened: Opened, template: Path) -> None:
    recordings = opened(redactor=None)
    recordings.keep(of_call(7))
    recordings.close()
    (name,) = files(template)
    assert "00000007" not in name
    assert "00000007" in template.with_name(name).read_text()


def test_a_second_recorder_is_refused_by_name(opened: Opened) -> None:
    first = opened()
    with pytest.raises(CassetteError, match=f"process {os.getpid()} is recording to it"):
        opened()
    first.close()
    opened().close()


def test_cassettes_that_are_there_already_are_gone_on_with_only_when_asked(
    opened: Opened, template: Path
) -> None:
    first = opened()
    first.keep(of_call(1))
    first.close()
    with pytest.raises(CassetteError, match="exists already; give another folder, or go on"):
        opened()
    second = opened(append=True)
    assert second.keep(of_call(1)) == 2
    second.close()
    assert len(files(template)) == 1


def test_a_torn_tail_is_moved_and_told(opened: Opened, template: Path) -> None:
    first = opened()
    first.keep(login())
    first.close()
    with template.with_name("none.yaml").open("ab") as file:
        file.write(b"- torn")
    told: list[tuple[str, str]] = []
    second = opened(append=True, mended=lambda path, torn: told.append((path.name, torn.name)))
    assert second.keep(login()) == 2
    second.close()
    assert told == [("none.yaml", "none.yaml.torn")]


@pytest.mark.parametrize("name", ["{call}/x.yaml", "{call}-{call}.yaml", "x.yaml"])
def test_a_template_that_names_no_file_for_each_call_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(CassetteError, match="stands elsewhere than once in the name of the file"):
        CallRecordings(tmp_path / name, REDACTOR, naming=REDACTOR, mended=lambda path, torn: None)


def test_after_the_end_nothing_is_kept(opened: Opened) -> None:
    recordings = opened()
    recordings.close()
    recordings.close()
    with pytest.raises(CassetteError, match="the recording is closed"):
        recordings.keep(login())


def test_whether_more_can_be_kept_shows_beforehand(opened: Opened, template: Path) -> None:
    recordings = opened()
    recordings.require_able(login())
    recordings.keep(login())
    template.with_name("none.yaml").unlink()
    with pytest.raises(CassetteError, match="it was deleted while it was recorded"):
        recordings.require_able(login())
    assert recordings.lost() == "none.yaml: it was deleted while it was recorded"
    recordings.close()
    assert recordings.lost() is None


@pytest.mark.parametrize("asked", [redirect(), webhook()])
def test_whether_more_of_a_call_can_be_kept_shows_in_its_own_file(
    opened: Opened, template: Path, asked: Exchange
) -> None:
    with opened() as recordings:
        recordings.keep(redirect())
        recordings.require_able(asked)
        (own,) = template.parent.glob("*.yaml")
        own.unlink()
        with pytest.raises(CassetteError, match=f"{own.name}: it was deleted while it was recorded"):
            recordings.require_able(asked)
        recordings.require_able(of_call(2))


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (None, "none"),
        ("9F2C61B80D4E4A378B15C7E3A6904D52", "9f2c61b8-0d4e-4a37-8b15-c7e3a6904d52"),
        ("../../etc/passwd", "______etc_passwd"),
        ("redacted-1a2b3c4d", "redacted-1a2b3c4d"),
        ("x" * 300, "x" * 100),
        ("", "none"),
    ],
)
def test_any_id_gives_a_name_of_a_file(call: str | None, name: str) -> None:
    assert file_name(call) == name


def test_a_file_of_its_own_is_a_cassette_like_any_other(opened: Opened, template: Path) -> None:
    recordings = opened()
    recordings.keep(webhook())
    recordings.close()
    (name,) = files(template)
    assert template.with_name(name).read_bytes().startswith(HEADER)


class Watching:
    """What a watcher was told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, bool, bool]] = []

    def opened(self, recording: Path) -> None:
        self.told.append(("opened", held(recording), recording.exists()))

    def closed(self, recording: Path) -> None:
        self.told.append(("closed", held(recording), recording.exists()))


OPENED, CLOSED = ("opened", True, False), ("closed", False, True)


def test_a_watcher_hears_of_a_file_before_it_is_there_and_once_it_is_let_go_of(opened: Opened) -> None:
    watching = Watching()
    with opened(watcher=watching) as recordings:
        recordings.keep(of_call(1))
        recordings.keep(of_call(1))
        assert watching.told == [OPENED]
    assert watching.told == [OPENED, CLOSED]


def test_what_has_been_still_for_long_is_closed_and_a_late_word_opens_it_again(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    watching = Watching()
    now = time.monotonic()
    with opened(watcher=watching) as recordings:
        recordings.keep(of_call(1))
        recordings.rest()
        assert watching.told == [OPENED]
        monkeypatch.setattr("harness.library.per_call.time.monotonic", lambda: now + STILL_S + 60)
        recordings.keep(of_call(2))
        recordings.rest()
        assert watching.told == [OPENED, OPENED, CLOSED]
        assert recordings.keep(of_call(1)) == 2


def test_without_a_watcher_nothing_is_closed_before_the_end(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened() as recordings:
        recordings.keep(of_call(1))
        monkeypatch.setattr("harness.library.per_call.time.monotonic", lambda: math.inf)
        recordings.rest()
        assert recordings.lost() is None


def test_a_file_is_acted_on_only_while_it_is_closed(opened: Opened, template: Path) -> None:
    acted: list[str] = []
    with opened() as recordings:
        recordings.keep(of_call(1))
        (name,) = (
            path for path in template.parent.iterdir() if path.suffix == ".yaml" and path.name[0] != "."
        )
        recordings.apart(name, lambda: acted.append("open"))
        recordings.apart(template.with_name("other.yaml"), lambda: acted.append("closed"))
    assert acted == ["closed"]
