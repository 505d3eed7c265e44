"""What a URL names, read as a path is. fsspec's memory:// stands for any store."""

import io
import pickle
from collections.abc import Iterator

import fsspec
import pytest

from harness.remote import Remote, RemoteError
from harness.remote.file import _Raw

DATA = bytes(range(256)) * 4096


@pytest.fixture
def memory() -> Iterator[fsspec.AbstractFileSystem]:
    files = fsspec.filesystem("memory")
    yield files
    files.store.clear()
    files.pseudo_dirs[:] = [""]


@pytest.fixture
def calls(memory: fsspec.AbstractFileSystem) -> str:
    for name in ("b.yaml", "day/a.yaml", ".hidden/c.yaml"):
        memory.pipe(f"/calls/{name}", DATA)
    return "memory://calls"


def test_a_file_is_one(calls: str) -> None:
    file = Remote.at(f"{calls}/day/a.yaml")
    assert (file.exists(), file.is_file(), file.is_dir()) == (True, True, False)
    assert (str(file), file.name, file.suffix) == ("memory://calls/day/a.yaml", "a.yaml", ".yaml")
    assert file.stat()["size"] == len(DATA)


def test_another_process_is_told_its_url_alone(calls: str) -> None:
    file = Remote.at(f"{calls}/day/a.yaml")
    assert file.is_file()
    again = pickle.loads(pickle.dumps(file.absolute()))
    assert again == file
    assert again.open().read() == DATA


@pytest.mark.parametrize("url", ["memory://calls", "memory://calls/", "memory://calls/day"])
def test_a_folder_is_one(calls: str, url: str) -> None:
    assert (Remote.at(url).exists(), Remote.at(url).is_file(), Remote.at(url).is_dir()) == (True, False, True)


def test_what_is_not_there_is_neither(calls: str) -> None:
    nothing = Remote.at(f"{calls}/none.yaml")
    assert (nothing.exists(), nothing.is_file(), nothing.is_dir()) == (False, False, False)
    with pytest.raises(RemoteError, match=r"^memory://calls/none.yaml: there is no such file"):
        nothing.stat()


def test_what_stands_in_a_folder_has_its_url(calls: str) -> None:
    folder = Remote.at(f"{calls}/")
    found = sorted(folder.rglob("*"))
    assert [str(file) for file in found] == [
        "memory://calls/.hidden/c.yaml",
        "memory://calls/b.yaml",
        "memory://calls/day/a.yaml",
    ]
    assert [str(file.relative_to(str(folder))) for file in found] == [
        ".hidden/c.yaml",
        "b.yaml",
        "day/a.yaml",
    ]
    assert all(file.is_file() for file in found)


def test_a_file_is_itself_by_its_url(calls: str) -> None:
    one, same = Remote.at(f"{calls}/b.yaml"), Remote.at(f"{calls}/b.yaml")
    assert {one, same.resolve()} == {one}
    assert one != Remote.at(f"{calls}/day/a.yaml")


def test_its_bytes_are_read_from_the_front_and_from_any_place(calls: str) -> None:
    with Remote.at(f"{calls}/b.yaml").open("rb") as file:
        assert file.read(300) == DATA[:300]
        assert file.seek(1000) == 1000
        assert file.read(10) == DATA[1000:1010]
        assert file.seek(-5, io.SEEK_END) == len(DATA) - 5
        assert file.read() == DATA[-5:]


def test_two_readers_of_a_file_have_a_place_each(calls: str) -> None:
    file = Remote.at(f"{calls}/b.yaml")
    with file.open() as one, file.open() as other:
        assert b"".join(
            part for _ in range(16) for part in (one.read(1 << 16), other.read(1 << 16))
        ) == b"".join(DATA[at : at + (1 << 16)] for at in range(0, len(DATA), 1 << 16) for _ in range(2))


def test_who_reads_a_little_asks_for_a_little(
    calls: str, memory: fsspec.AbstractFileSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocks: list[int] = []
    opened = type(memory).open

    def noted(*given: object, block_size: int, **more: object) -> object:
        blocks.append(block_size)
        return opened(*given, block_size=block_size, **more)

    monkeypatch.setattr(type(memory), "open", noted)
    with Remote.at(f"{calls}/b.yaml").open("rb", buffering=512) as file:
        assert file.read(300) == DATA[:300]
    with Remote.at(f"{calls}/b.yaml").open("rb") as file:
        assert file.read(300) == DATA[:300]
    assert blocks == [512, 4 * 1024 * 1024]


def test_what_fails_in_the_middle_of_reading_names_the_url() -> None:
    class Broken(io.BytesIO):
        def read(self, _: int | None = -1) -> bytes:
            raise ConnectionResetError("hunter2")

    with pytest.raises(RemoteError, match=r"^s3://b/a: the store cannot be reached"):
        io.BufferedReader(_Raw("s3://b/a", Broken(), None)).read()


def test_http_has_no_folders() -> None:
    with pytest.raises(RemoteError, match="http has no folders"):
        Remote.at("http://127.0.0.1:9/calls/").is_dir()
