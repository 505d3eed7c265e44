"""How mitmdump is called, and what is made of its complaints."""

import importlib.util
import sys
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

from harness.errors import HarnessError
from harness.proxy import mitmdump
from harness.proxy.mitmdump import PortLostError, addon_path, command, complaint, listening, reverse


def test_the_addon_is_a_file_of_the_installed_package() -> None:
    assert addon_path().name == "redirect.py"
    assert addon_path().is_file()
    assert "mitmproxy" not in vars(mitmdump)


@pytest.mark.parametrize("missing", ["mitmproxy", "proxy_addons"])
def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    real = importlib.util.find_spec

    def find(name: str, package: str | None = None) -> ModuleSpec | None:
        return None if name == missing else real(name, package)

    monkeypatch.setattr(importlib.util, "find_spec", find)
    with pytest.raises(HarnessError) as told:
        addon_path()
    assert told.value.hint == "pip install 'graph-redial[proxy]'"


def test_the_command_is_this_python_and_does_not_look_into_the_current_folder() -> None:
    made = command(Path("/a b/redirect.py"), ["regular@1"], {"redial_only": "all"}, ["--verbose"])
    assert made[:3] == [sys.executable, "-P", "-c"]
    assert made[4:8] == ["--scripts", "/a b/redirect.py", "--mode", "regular@1"]
    assert "redial_only=all" in made
    assert "connection_strategy=lazy" in made
    assert made[-1] == "--verbose"


def test_what_is_said_last_holds() -> None:
    made = command(Path("x"), [], {"flow_detail": "3"}, [])
    assert [part for part in made if part.startswith("flow_detail")] == ["flow_detail=3"]


@pytest.mark.parametrize(
    ("modes", "port", "specs"),
    [
        (["reverse:https://g"], 8080, ["reverse:https://g@8080"]),
        (["reverse:https://g"], 0, ["reverse:https://g@1"]),
        (["regular@5", "socks5", "regular"], 8080, ["regular@5", "socks5@8080", "regular@1"]),
        (["regular", "socks5"], 0, ["regular@1", "socks5@2"]),
    ],
)
def test_every_mode_gets_a_port(modes: list[str], port: int, specs: list[str]) -> None:
    assert list(listening(modes, port, iter([1, 2, 3]))) == specs


@pytest.mark.parametrize("url", ["https://graph.microsoft.us", "http://127.0.0.1:9000", "http://[::1]:9000/"])
def test_a_service_is_scheme_host_and_port(url: str) -> None:
    assert reverse(url) == f"reverse:{url.rstrip('/')}"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "graph.microsoft.com",
        "ftp://g",
        "http://",
        "http://g/v1.0",
        "http://g?x",
        "http://a@g",
        "http://g:x",
        "http://[g",
    ],
)
def test_anything_else_is_no_service(url: str) -> None:
    with pytest.raises(HarnessError, match=r"give it as https://.* or http://HOST:PORT"):
        reverse(url)


def test_a_port_that_was_lost_is_told_from_other_complaints() -> None:
    lost = complaint(
        [
            "[12:00:00.123] reverse proxy to x failed to listen on :1 with [Errno 98] Address already in use",
            "Error logged during startup, exiting...",
        ]
    )
    assert isinstance(lost, PortLostError)
    assert lost.message.startswith("reverse proxy to x failed to listen")


@pytest.mark.parametrize(
    ("output", "why"),
    [
        (
            ["-c: Invalid proxy mode specification: made-up (unknown mode)"],
            "Invalid proxy mode specification",
        ),
        (["[12:00:00.123] a sentence", "", "Errors logged during startup, exiting..."], "a sentence"),
        (["Traceback", "Error: last line"], "Error: last line"),
        ([], "it does not say why"),
    ],
)
def test_a_complaint_is_the_last_line_that_tells_something(output: list[str], why: str) -> None:
    told = complaint(output)
    assert not isinstance(told, PortLostError)
    assert told.message.startswith(f"mitmproxy did not start: {why}")


def test_a_complaint_of_the_native_part_is_what_stands_before_its_stack() -> None:
    told = complaint(
        [
            "[12:00:00.123] Failed to run sudo.",
            "",
            "Caused by:",
            "    No such file or directory (os error 2)",
            "Stack backtrace:",
            "   0: <unknown>",
            "             at ./misc/../sysdeps/unix/sysv/linux/x86_64/clone3.S:81:0",
            "Error logged during startup, exiting...",
        ]
    )
    assert told.message == (
        "mitmproxy did not start: Failed to run sudo. Caused by: No such file or directory (os error 2)"
    )
    assert told.hint.startswith("--mode local needs root")
