"""What `redial record` refuses to begin: a sentence and status 2, and nothing is left behind."""

import importlib.util
import socket
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

from harness.ports import free_ports
from tests.unit.cli.terminal import Terminal


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_an_existing_file_is_refused_and_stays_as_it_was(elsewhere: Path, redial: Terminal) -> None:
    (elsewhere / "mine.yaml").write_text("mine")
    assert "mine.yaml: it exists already; " in redial.refused("record", "-o", "mine.yaml", "--port", 0)
    assert (elsewhere / "mine.yaml").read_text() == "mine"


def test_a_folder_with_calls_in_it_is_refused_by_the_name_that_was_given(
    elsewhere: Path, redial: Terminal
) -> None:
    (elsewhere / "calls").mkdir()
    (elsewhere / "calls" / "none.yaml").write_text("mine")
    said = redial.refused("record", "-o", "calls/{call}.yaml", "--port", 0)
    assert said == (
        "redial: calls/none.yaml: it exists already; give another file, or --append to go on with this one\n"
    )


def test_an_occupied_port_is_refused(elsewhere: Path, redial: Terminal) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert f"port {port} is taken; " in redial.refused("record", "--port", port)
    assert list(elsewhere.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--bot", "localhost:3978"), "the bot's address is no http or https URL"),
        (("--bot", ""), "the bot's address is no http or https URL"),
        (("--upstream", ""), "the upstream is no address of a service"),
        (("--upstream", "not a url"), "the upstream is no address of a service"),
        (("--upstream", "https://graph.microsoft.com/v1.0"), "the upstream is no address of a service"),
        (("--mode", "regular", "--upstream", "http://127.0.0.1:1"), "leave out --upstream"),
        (("--only", "calls"), "'calls' is not one of"),
        (("--bot", "http://127.0.0.1:0/"), "nobody listens on port 0"),
        (
            ("--bot", "http://127.0.0.1:9000/a", "--upstream", "http://127.0.0.1:9000"),
            "127.0.0.1:9000 cannot be the bot and the service that it asks",
        ),
        (("--host", "no.such.host.example"), "'no.such.host.example' is no host"),
        (("--port", "70000"), "70000 is not in the range"),
        (("--upload", "calls"), "calls is no URL of an object store"),
        (("--upload", "s3://id:key@bucket"), "s3://bucket was given with a password or a query"),
        (("--upload", "s3://bucket", "--no-redact"), "only what is masked is uploaded"),
        (("--no-keep",), "--no-keep is for --upload"),
        (("--upload", "gs://bucket"), "the package for gs is missing"),
        (("--port", "http"), "'http' is not a valid integer"),
    ],
)
def test_what_makes_no_sense_is_one_sentence_and_leaves_nothing(
    arguments: tuple[str, ...], sentence: str, elsewhere: Path, redial: Terminal
) -> None:
    assert sentence in redial.refused("record", "--port", "0", *arguments)
    assert list(elsewhere.iterdir()) == []


def test_a_bot_that_does_not_listen_is_refused(elsewhere: Path, redial: Terminal) -> None:
    (nobody,) = free_ports("127.0.0.1", 1)
    said = redial.refused("record", "--port", 0, "--bot", f"http://127.0.0.1:{nobody}/api/calls")
    assert f"no bot listens at 127.0.0.1:{nobody}; start the bot first" in said
    assert list(elsewhere.iterdir()) == []


@pytest.mark.slow
def test_a_mode_that_does_not_exist_is_one_sentence(elsewhere: Path, redial: Terminal) -> None:
    assert "nonsense" in redial.refused("record", "--port", 0, "--mode", "nonsense")
    assert not (elsewhere / "recordings").exists()


@pytest.mark.slow
@pytest.mark.parametrize("content", [b"hello: world\n", b"\x00\xff", b"a: [\n"])
def test_what_is_no_cassette_is_not_appended_to(content: bytes, elsewhere: Path, redial: Terminal) -> None:
    (elsewhere / "odd.yaml").write_bytes(content)
    assert "odd.yaml" in redial.refused("record", "--append", "-o", "odd.yaml", "--port", 0)
    assert (elsewhere / "odd.yaml").read_bytes() == content


def test_a_home_that_takes_no_files_is_one_sentence(
    elsewhere: Path, redial: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    (elsewhere / "file").write_text("")
    monkeypatch.setenv("HOME", str(elsewhere / "file"))
    assert "set HOME to a folder you may write to" in redial.refused("record", "--port", 0)


@pytest.mark.parametrize("command", ["record", "demo", "addon-path"])
def test_the_extra_that_is_missing_is_named(
    command: str, elsewhere: Path, redial: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = importlib.util.find_spec

    def find(name: str, package: str | None = None) -> ModuleSpec | None:
        return None if name == "mitmproxy" else real(name, package)

    monkeypatch.setattr(importlib.util, "find_spec", find)
    monkeypatch.setenv("TMPDIR", str(elsewhere))
    assert "pip install 'graph-redial[proxy]'" in redial.refused(command)
    assert list(elsewhere.iterdir()) == []
