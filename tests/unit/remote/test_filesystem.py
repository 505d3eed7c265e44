"""From a URL to a file system."""

import sys

import pytest

from harness.errors import HarnessError
from harness.remote.filesystem import located


def test_a_url_leads_to_a_file_system_and_a_key_in_it() -> None:
    assert located("memory://calls/a.yaml").key == "/calls/a.yaml"


def test_an_unknown_protocol_is_said() -> None:
    with pytest.raises(HarnessError) as refused:
        located("s5://bucket/a.yaml")
    assert str(refused.value) == (
        "s5://bucket/a.yaml: s5 is no protocol that fsspec knows; use s3, gs, abfs or another of its"
    )


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "adlfs", None)
    with pytest.raises(HarnessError, match=r"abfs://calls/a: the package for abfs is missing; .*adlfs"):
        located("abfs://calls/a")


def test_without_fsspec_what_to_install_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec", None)
    with pytest.raises(HarnessError, match=r"takes fsspec; pip install 'graph-redial\[cluster\]'"):
        located("s3://bucket/a.yaml")


def test_a_secret_is_refused_before_anything_is_opened() -> None:
    with pytest.raises(HarnessError, match="may be a secret"):
        located("s3://id:hunter2@bucket/a.yaml")
