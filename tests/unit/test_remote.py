"""A path or a URL, as a user gives it."""

from pathlib import Path

import pytest

from harness.errors import HarnessError
from harness.remote import Remote, source


@pytest.mark.parametrize("text", ["calls/a.yaml", "C:\\calls\\a.yaml", "s3:/bucket"])
def test_a_path_stays_a_path(text: str) -> None:
    assert source(text) == Path(text)


def test_a_url_is_what_it_names() -> None:
    assert source("memory://calls/a.yaml") == Remote.at("memory://calls/a.yaml")


def test_a_url_that_cannot_be_read_is_said_before_it_is() -> None:
    with pytest.raises(HarnessError, match="s5 is no protocol that fsspec knows"):
        source("s5://bucket/a.yaml")
