"""An object store on this machine: moto's server, which speaks S3."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpcore
import pytest
from moto.server import ThreadedMotoServer

BUCKET = "recordings"


class Store:
    """The store: what stands in its bucket, by key."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"

    @property
    def environment(self) -> dict[str, str]:
        """What a program needs to find it, and to be let in."""
        return {
            "AWS_ENDPOINT_URL": self.url,
            "AWS_ACCESS_KEY_ID": "anybody",
            "AWS_SECRET_ACCESS_KEY": "hunter2hunter2",
            "AWS_DEFAULT_REGION": "us-east-1",
        }

    @property
    def objects(self) -> dict[str, bytes]:
        """Key -> content, as it is now."""
        found = self.files.find(BUCKET, refresh=True)
        return {name.removeprefix(f"{BUCKET}/"): self.files.cat_file(name) for name in found}

    @property
    def files(self) -> Any:
        """It as fsspec has it, past all caches."""
        from s3fs import S3FileSystem

        return S3FileSystem(skip_instance_cache=True, use_listings_cache=False)

    def put(self, key: str, content: Path | bytes) -> str:
        """Put an object there: its URL."""
        data = content if isinstance(content, bytes) else content.read_bytes()
        self.files.pipe_file(f"{BUCKET}/{key}", data)
        return f"s3://{BUCKET}/{key}"


@contextmanager
def serving(monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A store with an empty bucket, which this process's environment leads to, while the context is open."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        store = Store(server.get_host_and_port()[1])
        for name, value in store.environment.items():
            monkeypatch.setenv(name, value)
        httpcore.request("POST", f"{store.url}/moto-api/reset")  # its buckets are those of the process
        store.files.mkdir(BUCKET)
        yield store
    finally:
        server.stop()
        forget()


def forget() -> None:
    """Let no file system of fsspec's outlive its test: it would go on with the credentials of that."""
    from s3fs import S3FileSystem

    S3FileSystem.clear_instance_cache()
