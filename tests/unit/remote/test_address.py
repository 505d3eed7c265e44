"""Which text is a URL, and which may not be shown."""

import pytest

from harness.errors import HarnessError
from harness.remote.address import is_url, protocol, require_harmless, require_store, shown


@pytest.mark.parametrize("text", ["s3://bucket/a.yaml", "memory://a", "ABFS://calls/a", "git+ssh://x/y"])
def test_a_protocol_makes_a_url(text: str) -> None:
    assert is_url(text)


@pytest.mark.parametrize(
    "text", ["a.yaml", "C:\\calls\\a.yaml", "C://calls", "s3:/bucket", "calls/s3://a", "-"]
)
def test_anything_else_is_a_path(text: str) -> None:
    assert not is_url(text)
    assert protocol(text) == ""


@pytest.mark.parametrize(
    "url",
    ["s3://bucket/a@b.yaml", "abfs://calls@account.dfs.core.windows.net/a.yaml", "sftp://me@host/a.yaml"],
)
def test_the_name_of_a_container_or_a_user_is_no_secret(url: str) -> None:
    require_harmless(url)


@pytest.mark.parametrize(
    ("url", "seen"),
    [
        ("sftp://me:hunter2@host/a.yaml", "sftp://host/a.yaml"),
        ("https://hunter2@host/a.yaml", "https://host/a.yaml"),
        (
            "https://account.blob.core.windows.net/c/a.yaml?sig=hunter2",
            "https://account.blob.core.windows.net/c/a.yaml",
        ),
    ],
)
def test_what_may_be_a_secret_is_refused_and_not_shown(url: str, seen: str) -> None:
    with pytest.raises(HarnessError) as refused:
        require_harmless(url)
    assert str(refused.value) == (
        f"{seen} was given with a password or a query, which may be a secret; "
        "leave that out: credentials come from the environment, or from fsspec's configuration"
    )
    assert shown(url) == seen


def test_a_chain_of_urls_is_refused() -> None:
    with pytest.raises(HarnessError, match="is a chain of URLs"):
        require_harmless("zip://a.yaml::s3://bucket/calls.zip")


@pytest.mark.parametrize("url", ["s3://bucket", "abfs://calls@account/day", "GS://bucket/day"])
def test_a_store_takes_uploads(url: str) -> None:
    require_store(url)


@pytest.mark.parametrize("url", ["", "calls", "C://calls", "https://host/calls", "file:///calls"])
def test_what_is_no_store_takes_none(url: str) -> None:
    with pytest.raises(HarnessError, match="is no URL of an object store; begin it with one of s3, "):
        require_store(url)


def test_a_store_is_not_told_with_a_secret() -> None:
    with pytest.raises(HarnessError, match="may be a secret"):
        require_store("s3://id:hunter2@bucket")
