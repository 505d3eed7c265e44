"""A project masks with its own key, and by its own rules."""

from pathlib import Path

import pytest

from harness.errors import HarnessError
from harness.project import redactor


@pytest.fixture(autouse=True)
def without_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REDIAL_KEY", raising=False)


def test_without_a_key_there_is_one_for_the_run_and_none_is_made(tmp_path: Path) -> None:
    assert redactor(tmp_path).key_id != redactor(tmp_path).key_id
    assert list(tmp_path.iterdir()) == []


def test_a_key_in_the_environment_is_the_projects(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIAL_KEY", "a key of the tests")
    assert redactor(tmp_path).key_id == redactor(tmp_path, lasting=True).key_id
    assert list(tmp_path.iterdir()) == []


def test_what_stays_is_masked_with_a_key_that_stays(tmp_path: Path) -> None:
    made = redactor(tmp_path, lasting=True)
    assert (tmp_path / ".redial" / "key").is_file()
    assert redactor(tmp_path).key_id == made.key_id


def test_the_projects_own_rules_hold(tmp_path: Path) -> None:
    (tmp_path / "redial.toml").write_text('[redaction]\npatterns = ["ORDER-[0-9]+"]')
    assert "ORDER-7" not in redactor(tmp_path).text("it is ORDER-7 that is late")


def test_rules_that_mean_nothing_are_refused(tmp_path: Path) -> None:
    (tmp_path / "redial.toml").write_text('[redaction]\npatterns = ["("]')
    with pytest.raises(HarnessError, match="no regular expression"):
        redactor(tmp_path)
