"""mitmdump and mitmweb as programs: how they are called with our addon, and what they say when they fail.

Nothing is started here, and mitmproxy is not imported: whether it is installed is only looked up.
"""

import importlib.util
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from harness.errors import HarnessError
from harness.traffic import SERVICE

EXTRA = "pip install 'graph-redial[proxy]'"

DUMP, WEB = "mitmdump", "mitmweb"
_PROGRAM = "import sys; from mitmproxy.tools.main import {0}; sys.exit({0}())"
_TAKEN = "address already in use"
_STACK = "Stack backtrace:"
_NATIVE = "--mode local needs root, on Linux also a kernel that lets it use eBPF: another mode needs neither"
_LOG_TIME = re.compile(r"^\[\d\d:\d\d:\d\d\.\d+\] ")

WEB_COLUMNS = "method,path,status,time,comment"

SETTINGS: Mapping[str, object] = {
    # a service that cannot be reached is a 502 that we record, not a connection that closes before any HTTP
    "connection_strategy": "lazy",
    "upstream_cert": "false",
    "termlog_verbosity": "warn",
    "flow_detail": "0",
    "redial_leash": "true",
    "redial_tunnel": "true",
}
"""What a recording mitmproxy is always told."""

WEB_SETTINGS: Mapping[str, object] = {"web_open_browser": "false", "web_columns": WEB_COLUMNS}
"""What mitmweb is told besides."""


class PortLostError(HarnessError):
    """A port that was free when we looked was taken when mitmproxy came."""


class GivenUpError(HarnessError):
    """Whoever waited for mitmproxy to listen did so no longer. Nothing was recorded."""


def require(what: str) -> None:
    """Raise HarnessError when mitmproxy, which `what` needs, is not installed."""
    if importlib.util.find_spec("mitmproxy") is None:
        raise HarnessError(f"{what} needs mitmproxy, which is not installed", hint=EXTRA)


def addon_path() -> Path:
    """The file for `mitmdump -s` or `mitmweb -s`. Raises HarnessError when mitmproxy is not installed."""
    require("the proxy")
    package = importlib.util.find_spec("proxy_addons")
    if package is None or not package.submodule_search_locations:
        raise HarnessError("proxy_addons is not installed", hint=EXTRA)
    return Path(package.submodule_search_locations[0], "redirect.py").resolve()


def command(
    script: Path,
    modes: Sequence[str],
    settings: Mapping[str, object],
    arguments: Sequence[str],
    program: str = DUMP,
) -> list[str]:
    """Program and arguments: this Python, which need not be on PATH, without a look into the current
    folder.
    """
    told = {**SETTINGS, **(WEB_SETTINGS if program == WEB else {}), **settings}
    return [
        *(sys.executable, "-P", "-c", _PROGRAM.format(program)),
        *("--scripts", str(script)),
        *(part for mode in modes for part in ("--mode", mode)),
        *(part for name, value in told.items() for part in ("--set", f"{name}={_value(value)}")),
        *arguments,
    ]


def _value(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def listening(modes: Sequence[str], port: int, free: Iterator[int]) -> Iterator[str]:
    """The mode specs, each with a port: the first that names none gets `port`, unless that is 0."""
    for mode in modes:
        if "@" in mode:
            yield mode
        else:
            yield f"{mode}@{port or next(free)}"
            port = 0


def reverse(url: str) -> str:
    """The mode that stands for the service at `url`. Raises HarnessError when that is not scheme, host and
    port.
    """
    try:
        split = urlsplit(url)
        plain = split.scheme in ("http", "https") and bool(split.hostname) and split.port != 0
        plain = plain and split.path in ("", "/") and not split.query and "@" not in split.netloc
    except ValueError:
        plain = False
    if not plain:
        raise HarnessError(
            "the upstream is no address of a service", hint=f"give it as {SERVICE} or http://HOST:PORT"
        )
    return f"reverse:{url.rstrip('/')}"


def complaint(output: Sequence[str]) -> HarnessError:
    """Why it did not start, from the lines it wrote: the last one that tells something; of its native part,
    which redirects what local programs send, those before the stack.
    """
    said = [_LOG_TIME.sub("", line).removeprefix("-c: ") for line in output if line.strip()]
    if _STACK in said:
        why = " ".join(line.strip() for line in said[: said.index(_STACK)])
        return HarnessError(f"mitmproxy did not start: {why}", hint=_NATIVE)
    telling = [line for line in said if not line.startswith(("Error logged during", "Errors logged during"))]
    for line in telling:
        if _TAKEN in line.lower():
            return PortLostError(line, hint="choose another with --port")
    why = telling[-1] if telling else "it does not say why"
    return HarnessError(f"mitmproxy did not start: {why}", hint="correct what it names, or leave it out")
