"""What the proxy refuses before anything runs. With a real mitmdump: tests/integration/test_mitmdump_*.py."""

import importlib.util
import socket
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

from harness.errors import HarnessError
from harness.ports import free_ports
from harness.proxy.recording import Proxy


def refusal(proxy: Proxy) -> str:
    with pytest.raises(HarnessError) as told, proxy:
        pass
    assert not proxy.alive
    assert (proxy.pid, proxy.tally, proxy.graph_url) == (None, None, None)
    return str(told.value)


def test_a_port_that_is_taken_is_refused(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = refusal(Proxy(tmp_path / "calls.yaml", port=port))
    assert said == f"port {port} is taken; choose another with --port"
    assert list(tmp_path.iterdir()) == []


def test_the_bots_port_is_looked_at_when_there_is_a_bot(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, socket.create_server(("127.0.0.1", 0)) as bot:
        port = taken.getsockname()[1]
        url = f"http://127.0.0.1:{bot.getsockname()[1]}"
        said = refusal(Proxy(tmp_path / "calls.yaml", bot=url, bot_port=port))
    assert said == f"port {port} is taken; choose another with --bot-port"


def test_one_port_cannot_be_both(tmp_path: Path) -> None:
    (port,) = free_ports("127.0.0.1", 1)
    with socket.create_server(("127.0.0.1", 0)) as bot:
        url = f"http://127.0.0.1:{bot.getsockname()[1]}"
        said = refusal(Proxy(tmp_path / "calls.yaml", bot=url, port=port, bot_port=port))
    assert said == f"port {port} cannot serve Graph and the bot; choose another with --bot-port"


def test_a_bot_that_is_not_listening_is_refused(tmp_path: Path) -> None:
    (nobody,) = free_ports("127.0.0.1", 1)
    said = refusal(Proxy(tmp_path / "calls.yaml", bot=f"http://127.0.0.1:{nobody}/api/calls"))
    assert said == f"no bot listens at 127.0.0.1:{nobody}; start the bot first, or correct --bot"


def test_an_existing_cassette_is_refused_before_anything_starts(tmp_path: Path) -> None:
    cassette = tmp_path / "calls.yaml"
    cassette.write_text("mine")
    said = refusal(Proxy(cassette))
    assert said == f"{cassette}: it exists already; give another file, or --append to go on with this one"
    assert cassette.read_text() == "mine"


def test_an_edition_that_does_not_exist_is_refused_before_anything_starts(tmp_path: Path) -> None:
    assert refusal(Proxy(tmp_path / "calls.yaml", contract="v2")).startswith("unknown edition 'v2'")


def test_a_missing_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = importlib.util.find_spec

    def find(name: str, package: str | None = None) -> ModuleSpec | None:
        return None if name == "mitmproxy" else real(name, package)

    monkeypatch.setattr(importlib.util, "find_spec", find)
    said = refusal(Proxy(tmp_path / "calls.yaml"))
    assert said == "the proxy needs mitmproxy, which is not installed; pip install 'graph-redial[proxy]'"


@pytest.mark.parametrize("url", ["https://graph.microsoft.com/v1.0", "graph.microsoft.com", "ftp://g"])
def test_an_upstream_that_is_no_service_is_refused(url: str) -> None:
    with pytest.raises(HarnessError, match="the upstream is no address of a service"):
        Proxy(None, upstream=url)


def test_a_mode_and_an_upstream_contradict_each_other() -> None:
    with pytest.raises(HarnessError, match="a mode says itself where its requests go"):
        Proxy(None, modes=["regular"], upstream="https://graph.microsoft.com")


def test_a_bot_that_is_no_url_is_refused() -> None:
    with pytest.raises(HarnessError, match="no http or https URL"):
        Proxy(None, bot="localhost:3978")


def test_a_home_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    said = refusal(Proxy(tmp_path / "calls.yaml", confdir=tmp_path / "file" / "mitmproxy"))
    assert said.endswith("cannot be made: Not a directory; set HOME to a folder you may write to")


def test_the_authority_is_the_users_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert Proxy(None).authority == tmp_path / ".redial" / "mitmproxy" / "mitmproxy-ca-cert.pem"
    assert (tmp_path / ".redial" / "mitmproxy").stat().st_mode & 0o777 == 0o700


def test_stopping_what_never_started_is_nothing() -> None:
    proxy = Proxy(None)
    proxy.stop()
    assert proxy.tally is None
