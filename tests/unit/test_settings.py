"""The project key: found, made once, never printed."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from harness.errors import HarnessError
from harness.settings import APP_ID, AUTHORITY_URL, BOT_URL, ENVIRONMENT, GRAPH_URL, KEY, project_key


def test_the_environment_decides_before_any_file(tmp_path: Path) -> None:
    in_file = project_key(tmp_path, create=True, environ={})
    told = project_key(tmp_path, create=True, environ={KEY: "correct horse"})
    assert told == b"correct horse" != in_file


def test_the_environment_of_the_process_is_the_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(KEY, "correct horse")
    assert project_key(tmp_path, create=False) == b"correct horse"


def test_without_a_key_there_is_none_and_nothing_is_written(tmp_path: Path) -> None:
    assert project_key(tmp_path, create=False, environ={KEY: ""}) is None
    assert list(tmp_path.iterdir()) == []


def test_a_new_key_is_random_private_and_ignored_by_git(tmp_path: Path) -> None:
    key = project_key(tmp_path, create=True, environ={})
    made = tmp_path / ".redial"
    assert (made / "key").read_text() == f"{key.decode()}\n" if key else False
    assert len(bytes.fromhex((made / "key").read_text())) == 32
    assert stat.S_IMODE((made / "key").stat().st_mode) == 0o600
    assert (made / ".gitignore").read_text() == "*\n"
    assert sorted(path.name for path in made.iterdir()) == [".gitignore", "key"]
    other = tmp_path / "other"
    other.mkdir()
    (other / ".redial").mkdir()  # a folder without a key hides none above it
    assert project_key(other, create=True, environ={}) == key


def test_the_key_is_made_once_and_read_ever_after(tmp_path: Path) -> None:
    made = project_key(tmp_path, create=True, environ={})
    assert project_key(tmp_path, create=True, environ={}) == made
    assert project_key(tmp_path, create=False, environ={}) == made


def test_the_text_of_the_file_is_the_same_key_in_the_environment(tmp_path: Path) -> None:
    made = project_key(tmp_path, create=True, environ={})
    text = (tmp_path / ".redial" / "key").read_text()
    assert project_key(tmp_path / "elsewhere", create=False, environ={KEY: text}) == made


def test_a_folder_of_the_project_uses_the_key_above_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = project_key(tmp_path, create=True, environ={})
    deep = tmp_path / "tests" / "cassettes"
    deep.mkdir(parents=True)
    assert project_key(deep, create=True, environ={}) == made
    assert not (deep / ".redial").exists()
    monkeypatch.chdir(deep)
    assert project_key(Path(), create=False, environ={}) == made


def test_two_that_make_a_key_at_once_get_the_same_one(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = {*pool.map(lambda _: project_key(tmp_path, create=True, environ={}), range(32))}
    assert len(keys) == 1
    assert sorted(path.name for path in (tmp_path / ".redial").iterdir()) == [".gitignore", "key"]


def test_an_ignore_file_of_the_users_own_stays(tmp_path: Path) -> None:
    (tmp_path / ".redial").mkdir()
    (tmp_path / ".redial" / ".gitignore").write_text("mine\n")
    project_key(tmp_path, create=True, environ={})
    assert (tmp_path / ".redial" / ".gitignore").read_text() == "mine\n"


@pytest.mark.parametrize("content", [b"", b"short\n", b"\xff\xfe\xfd\xfc\xfb\xfa\xf9\xf8\xf7"])
def test_a_key_file_that_holds_no_key_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    (tmp_path / ".redial").mkdir()
    (tmp_path / ".redial" / "key").write_bytes(content)
    with pytest.raises(HarnessError) as caught:
        project_key(tmp_path, create=True, environ={})
    assert "key" in str(caught.value)
    assert "short\n" not in str(caught.value)
    assert (tmp_path / ".redial" / "key").read_bytes() == content


def test_a_short_key_is_refused_without_being_named(tmp_path: Path) -> None:
    with pytest.raises(HarnessError) as caught:
        project_key(tmp_path, create=False, environ={KEY: "s3cr3t"})
    assert "s3cr3t" not in str(caught.value)
    assert KEY in str(caught.value)


def test_a_key_that_is_a_folder_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / ".redial" / "key").mkdir(parents=True)
    with pytest.raises(HarnessError, match="cannot read the project key"):
        project_key(tmp_path, create=True, environ={})


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read and write everything")
def test_a_key_that_may_not_be_read_is_said(tmp_path: Path) -> None:
    project_key(tmp_path, create=True, environ={})
    (tmp_path / ".redial" / "key").chmod(0)
    with pytest.raises(HarnessError, match="Permission denied"):
        project_key(tmp_path, create=True, environ={})


def test_where_no_key_can_be_written_one_sentence_says_so(tmp_path: Path) -> None:
    (tmp_path / ".redial").write_text("a file, not a folder")
    with pytest.raises(HarnessError) as caught:
        project_key(tmp_path, create=True, environ={})
    assert "cannot make the project key" in caught.value.message
    assert KEY in caught.value.hint
    assert (tmp_path / ".redial").read_text() == "a file, not a folder"


def test_every_variable_has_a_meaning() -> None:
    assert {KEY, GRAPH_URL, AUTHORITY_URL, BOT_URL, APP_ID} == set(ENVIRONMENT)
    assert all(name.startswith("REDIAL_") and meaning for name, meaning in ENVIRONMENT.items())
