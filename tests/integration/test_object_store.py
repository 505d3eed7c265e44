"""Recordings in an object store, read by every command that reads: from a real S3 server on this machine."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests._store import BUCKET, Store, forget, serving
from tests.unit.cli.terminal import Printed, Terminal
from tests.unit.har import exports

pytestmark = pytest.mark.slow

CASSETTES = Path(__file__).parents[2] / "cassettes"


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    with serving(monkeypatch) as store:
        yield store


@pytest.fixture
def redial(capfd: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.chdir(tmp_path)
    return Terminal(capfd)


def as_local(printed: Printed, url: str, path: Path) -> Printed:
    """What would have been printed of files on this machine."""
    return Printed(printed.status, printed.out.replace(url, str(path)), printed.err.replace(url, str(path)))


@pytest.fixture
def folder(store: Store, tmp_path: Path) -> Path:
    """A folder whose files stand in the store, too, under `calls/`."""
    local = tmp_path / "calls"
    for name in ("forward.yaml", "day/violation.yaml", "day/.hidden.yaml"):
        (local / name).parent.mkdir(parents=True, exist_ok=True)
        (local / name).write_bytes((CASSETTES / Path(name).name.replace(".hidden", "late")).read_bytes())
        store.put(f"calls/{name}", local / name)
    store.put("calls/readme.txt", b"no cassette")
    return local


@pytest.mark.parametrize("form", ["text", "json", "sarif", "junit", "github", "azure"])
@pytest.mark.parametrize("end", ["", "/"])
def test_a_folder_is_checked_as_one_of_this_machine(
    folder: Path, redial: Terminal, form: str, end: str
) -> None:
    url = f"s3://{BUCKET}/calls"
    there = redial("check", url + end, "--format", form)
    assert there.status == 1
    assert f"{url}/day/violation.yaml" in there.out.replace("%3A", ":")
    if form in ("text", "json"):
        assert as_local(there, url, folder) == redial("check", folder, "--format", form)


def test_processes_share_a_folder_of_a_store(folder: Path, redial: Terminal) -> None:
    url = f"s3://{BUCKET}/calls"
    assert redial("check", url, "--jobs", "2") == redial("check", url)


def test_a_torn_tail_is_told_as_of_a_file_of_this_machine(
    store: Store, redial: Terminal, tmp_path: Path
) -> None:
    (tmp_path / "torn.yaml").write_bytes((CASSETTES / "forward.yaml").read_bytes()[:-40])
    url = store.put("torn.yaml", tmp_path / "torn.yaml")
    there = redial("check", url)
    assert there.status == 2
    assert as_local(there, url, tmp_path / "torn.yaml") == redial("check", tmp_path / "torn.yaml")


def test_folders_are_compared(folder: Path, store: Store, redial: Terminal) -> None:
    store.put("new/forward.yaml", CASSETTES / "violation.yaml")
    store.put("new/day/violation.yaml", CASSETTES / "violation.yaml")
    (folder.parent / "new" / "day").mkdir(parents=True)
    for name in ("forward.yaml", "day/violation.yaml"):
        (folder.parent / "new" / name).write_bytes((CASSETTES / "violation.yaml").read_bytes())
    there = redial("diff", f"s3://{BUCKET}/calls", f"s3://{BUCKET}/new")
    assert there.status == 1
    here = redial("diff", folder, folder.parent / "new")
    assert as_local(there, f"s3://{BUCKET}", folder.parent) == here
    assert redial("diff", folder, f"s3://{BUCKET}/calls").status == 0


def test_a_report_is_made(folder: Path, redial: Terminal) -> None:
    printed = redial(
        "report", f"s3://{BUCKET}/calls", "-o", "page.html", "--against", f"s3://{BUCKET}/calls/forward.yaml"
    )
    assert (printed.status, printed.err) == (0, "")
    assert f"s3://{BUCKET}/calls/day/violation.yaml" in Path("page.html").read_text()


def test_a_cassette_is_replayed(store: Store, redial: Terminal) -> None:
    url = store.put("forward.yaml", CASSETTES / "forward.yaml")
    printed = redial("replay", url, "--format", "json", "--", sys.executable, "-c", "")
    assert '"left"' in printed.out
    assert "Traceback" not in printed.err


def test_a_capture_is_made_a_cassette(store: Store, redial: Terminal) -> None:
    url = store.put("a.har", exports.har(exports.entry()))
    assert redial("record", "--from", url, "-o", "a.yaml").out == "a.yaml: 1 exchange, 1 redirect\n"


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        (f"s3://{BUCKET}/none.yaml", "there is no such file or directory; check the path"),
        (f"s3://{BUCKET}/none/", "there is no such file or directory; check the path"),
        ("s3://nowhere/calls", "there is no such file or directory; check the path"),
    ],
)
def test_what_is_not_there_is_one_sentence(store: Store, redial: Terminal, url: str, sentence: str) -> None:
    assert redial.refused("check", url) == f"redial: {url}: {sentence}\n"


def test_a_store_that_does_not_listen_is_one_sentence(
    redial: Terminal, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    forget()
    assert redial.refused("check", "s3://recordings/a.yaml") == (
        "redial: s3://recordings/a.yaml: the store cannot be reached; check its address and the network\n"
    )
    forget()


def test_without_credentials_one_sentence_says_so(
    redial: Terminal, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    forget()
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    assert "no credentials were found that it takes" in redial.refused("check", "s3://recordings/a.yaml")
    forget()


def test_a_large_file_is_not_held_whole(store: Store, tmp_path: Path) -> None:
    data = (CASSETTES / "forward.yaml").read_bytes()
    head, blocks = data[: data.index(b"- request")], data[data.index(b"- request") :]
    big = tmp_path / "big.yaml"
    big.write_bytes(head + blocks * (48 * 1024 * 1024 // len(blocks)))
    store.put("big.yaml", big)
    read = (
        "import sys, resource\nfrom harness.remote import source\n"
        "size = sum(map(len, source(sys.argv[1]).open('rb')))\n"
        "print(size, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )

    def peak(url: str) -> tuple[int, int]:
        printed = subprocess.run(
            [sys.executable, "-c", read, url], capture_output=True, text=True, check=True, timeout=120
        )
        size, kilobytes = printed.stdout.split()
        return int(size), int(kilobytes)

    small = store.put("small.yaml", data)
    (size, high), (_, low) = peak(f"s3://{BUCKET}/big.yaml"), peak(small)
    assert size == big.stat().st_size
    assert high - low < 24 * 1024
