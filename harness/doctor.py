"""What keeps a bot's conversation from passing redial, looked at one thing after the other.

Each look is a row of LOOKS: it says what it found, and whether that is well. Nothing is changed, and nothing
that could be a secret is said.
"""

import importlib.metadata
import json
import os
import platform
import ssl
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpcore

from harness import trust
from harness.client import Outside, proxy
from harness.errors import HarnessError
from harness.ports import require_free, url
from harness.proxy.mitmdump import EXTRA
from harness.settings import GRAPH_URL, KEY, KEY_FILE
from harness.traffic import SERVICE, STATUS
from harness.webhooks.webhook import Bot

LOGIN = "https://login.microsoftonline.com"

_PATIENCE = dict.fromkeys(("connect", "read", "write", "pool"), 5.0)
_FAILURES = (
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.ProxyError,
    httpcore.UnsupportedProtocol,
)
_NEEDED = (3, 12)


class State(Enum):
    """How well something is. NOTE: it may be meant so."""

    WELL = "ok"
    NOTE = "note"
    BAD = "fail"


@dataclass(frozen=True, slots=True)
class Found:
    """What a look found. hint: what to do about it; empty where nothing is to be done."""

    state: State
    words: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """What is looked at. upstream, login: services to reach; without `login` LOGIN is looked at, which not
    every bot needs. bot: URL of the webhook, None for none.
    """

    host: str = "127.0.0.1"
    port: int = 8080
    bot_port: int = 8081
    bot: str | None = None
    upstream: str = SERVICE
    login: str | None = None
    environ: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    directory: Path = Path()


type Look = Callable[[Case], Iterator[Found]]


def looked(case: Case) -> Iterator[Found]:
    """Everything that LOOKS finds, in order, as it is found."""
    for look in LOOKS:
        yield from look(case)


def _programs(case: Case) -> Iterator[Found]:
    state = State.WELL if sys.version_info >= _NEEDED else State.BAD
    yield Found(
        state, f"Python {platform.python_version()}", "" if state is State.WELL else "use 3.12 or later"
    )
    try:
        yield Found(State.WELL, f"mitmproxy {importlib.metadata.version('mitmproxy')}")
    except importlib.metadata.PackageNotFoundError:
        yield Found(State.BAD, "mitmproxy is not installed", EXTRA)


def _authority(case: Case) -> Iterator[Found]:
    folder = _home(case)
    certificate = folder / trust.CERTIFICATE
    if not certificate.exists():
        yield Found(
            State.NOTE,
            "the proxy's certificate authority is not made yet",
            "the first `redial record` does it",
        )
        return
    try:
        (told,) = _store(certificate).get_ca_certs()
    except (OSError, ValueError) as error:
        yield Found(
            State.BAD, f"{certificate} is no certificate: {error}", f"remove {folder}, and record again"
        )
        return
    yield Found(State.WELL, f"certificate authority {certificate}, valid until {told['notAfter']}")
    for key in sorted(folder.glob("mitmproxy-ca.p*")):
        mode = key.stat().st_mode & 0o777
        if mode & 0o077:
            yield Found(State.BAD, f"{key} can be read by others ({mode:04o})", f"chmod 600 {key}")
        else:
            yield Found(State.WELL, f"its key {key.name} is its owner's alone ({mode:04o})")


def _trusted(case: Case) -> Iterator[Found]:
    """Whether what the bot is told to trust holds the authority: needed where TLS ends in the proxy."""
    certificate = _home(case) / trust.CERTIFICATE
    if not certificate.exists():
        return
    try:
        wanted = set(_store(certificate).get_ca_certs(binary_form=True))
    except OSError:
        return
    holding: dict[bool, list[str]] = {True: [], False: []}
    for name in (*trust.STORES, trust.EXTRA):
        if not (place := case.environ.get(name)):
            continue
        try:
            held = set(_store(Path(place)).get_ca_certs(binary_form=True))
        except OSError as error:
            yield Found(State.BAD, f"{name}: {place}: {error.strerror or error}", "correct it, or unset it")
        else:
            holding[wanted <= held].append(f"{name} ({place})")
    if holding[True]:
        yield Found(State.WELL, f"the authority is in what these name: {', '.join(holding[True])}")
    if holding[False]:
        hint = "run the bot as `redial record -- COMMAND`, or add the authority there"
        yield Found(State.NOTE, f"the authority is not in what these name: {', '.join(holding[False])}", hint)


def _ports(case: Case) -> Iterator[Found]:
    for port, option in ((case.port, "--port"), (case.bot_port, "--bot-port")):
        if (told := _status(case, port)) is not None:
            yield Found(State.WELL, f"port {port}: a recorder listens, process {told['pid']}")
            if option == "--port":
                yield from _silent(told["listeners"])
            continue
        try:
            require_free(case.host, port, option)
        except HarnessError as error:
            yield Found(State.BAD, f"{error.message}, and not by a recorder", error.hint)
        else:
            yield Found(State.WELL, f"port {port} is free")


def _silent(listeners: list[dict[str, Any]]) -> Iterator[Found]:
    """Which listener of a recorder that runs has heard nothing."""
    for each in listeners:
        where = f"its listener for {each['for']}, port {each['port']},"
        if each["requests"]:
            yield Found(State.WELL, f"{where} was asked {each['requests']} times")
        else:
            yield Found(
                State.NOTE, f"{where} was not asked anything yet", "lead the bot, or the tunnel, there"
            )


def _variables(case: Case) -> Iterator[Found]:
    said = False
    for name in ("HTTPS_PROXY", "https_proxy", GRAPH_URL):
        place = case.environ.get(name)
        if not place:
            continue
        said = True
        try:
            Bot.at(place).require_listening()
        except HarnessError:
            yield Found(
                State.BAD,
                f"{name} is {_host(place)}, where nobody listens",
                "start `redial record`, or unset it",
            )
        else:
            yield Found(State.WELL, f"{name} is {_host(place)}, where somebody listens")
    if case.environ.get("HTTPS_PROXY") and case.environ.get("NODE_USE_ENV_PROXY") != "1":
        yield Found(
            State.NOTE,
            "NODE_USE_ENV_PROXY is not set",
            "Node heeds HTTPS_PROXY only with NODE_USE_ENV_PROXY=1",
        )
    if not said:
        yield Found(
            State.NOTE,
            f"neither HTTPS_PROXY nor {GRAPH_URL} is set here",
            "`redial record -- COMMAND` sets both",
        )


def _services(case: Case) -> Iterator[Found]:
    login = State.NOTE if case.login is None else State.BAD
    for what, service, state, hint in (
        (
            "Graph",
            case.upstream,
            State.BAD,
            "nothing can be recorded of it; `redial record --simulate` asks none",
        ),
        ("login", case.login or LOGIN, login, "only a bot that fetches its tokens there needs it"),
    ):
        before = proxy(urlsplit(service).hostname or "", case.environ)
        through = f" through {_host(before)}" if before else ""
        try:
            status = _asked(f"{service}/", case)
        except (*_FAILURES, OSError, ValueError) as error:  # of a store, a handshake, a proxy
            yield Found(state, f"{what} at {service} is not reached{through}: {_why(error)}", hint)
        else:
            yield Found(State.WELL, f"{what} at {service} answers{through} ({status})")


def _bot(case: Case) -> Iterator[Found]:
    if case.bot is None:
        return
    bot = Bot.at(case.bot)
    try:
        bot.require_listening()
    except HarnessError as error:
        yield Found(State.BAD, error.message, error.hint)
    else:
        yield Found(State.WELL, f"the bot listens at {bot.authority}")


def _key(case: Case) -> Iterator[Found]:
    if case.environ.get(KEY):
        yield Found(State.WELL, f"the project key stands in {KEY}")
        return
    for folder in (case.directory, *case.directory.resolve().parents):
        if (path := folder / KEY_FILE).exists():
            mode = path.stat().st_mode & 0o777
            bad = bool(mode & 0o077)
            state = State.BAD if bad else State.WELL
            yield Found(state, f"project key {path} ({mode:04o})", f"chmod 600 {path}" if bad else "")
            return
    yield Found(State.NOTE, "there is no project key yet", "the first `redial record` makes it: .redial/key")


LOOKS: tuple[Look, ...] = (_programs, _authority, _trusted, _ports, _variables, _bot, _services, _key)
"""What is looked at, in the order in which one thing rests on another."""


def _home(case: Case) -> Path:
    """The folder of the authority, which may not be there yet."""
    return Path(case.environ.get("HOME") or Path.home()) / trust.HOME


def _store(path: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cafile=path)
    return context


def _asked(service: str, case: Case) -> int:
    """The status that a service answers with, asked as the bot's clients would: by its variables."""
    with Outside.of(case.environ).pool(urlsplit(service).hostname or "") as pool:
        return pool.request("GET", service, extensions={"timeout": _PATIENCE}).status


def _status(case: Case, port: int) -> dict[str, Any] | None:
    """What a recorder at a port of this machine says of itself; None when there is none."""
    try:
        answer = httpcore.request("GET", f"{url(case.host, port)}{STATUS}", extensions={"timeout": _PATIENCE})
        told: Any = json.loads(answer.content)
    except (*_FAILURES, OSError, ValueError):
        return None
    return told if isinstance(told, dict) and {"pid", "listeners"} <= told.keys() else None


def _host(place: str) -> str:
    """A URL without what may be secret in it."""
    split = urlsplit(place)
    return f"{split.scheme}://{split.hostname}{f':{split.port}' if split.port else ''}"


def _why(error: Exception) -> str:
    return str(error) or type(error).__name__
