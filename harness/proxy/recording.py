"""The recording proxy between a bot and Graph: a real mitmdump or mitmweb, a child process with our addon.

What is recorded, and how, is decided in proxy_addons, inside that process; here it is started, found and
ended.
"""

import os
import signal
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from threading import Lock
from types import MappingProxyType, TracebackType
from typing import Self

from harness import documents, trust
from harness.errors import HarnessError
from harness.library import existing
from harness.ports import free_ports, require_free
from harness.process.child import Child
from harness.proxy import announced
from harness.proxy.announced import Listening, Tally
from harness.proxy.apart import require_apart
from harness.proxy.mitmdump import (
    DUMP,
    WEB,
    GivenUpError,
    PortLostError,
    addon_path,
    command,
    listening,
    reverse,
)
from harness.traffic import SERVICE
from harness.webhooks.webhook import Bot

_START_SECONDS = 30.0  # a loaded machine imports mitmproxy slowly
_STOP_SECONDS = 90.0  # many large bodies are a while being kept, many recordings being uploaded
_ATTEMPTS = 3  # somebody else may take a free port between our look and mitmproxy's


class Proxy:
    """A recording mitmdump, while the context is open: `with Proxy(Path("call.yaml")) as proxy:
    proxy.graph_url`.

    cassette: where to record; None to judge only. append: go on behind what it holds.
    contract: what to judge by, an edition or a path; None for the configuration file's. only: `all` of the
    conversation, or `redirects`.
    upstream: the service behind the Graph listener; None for Graph itself.
    bot: the bot behind a second listener, for its webhooks. bot_later: it need not listen yet.
    host, port, bot_port: where to listen; port 0 for a free one.
    modes: mitmproxy's mode specs in place of the Graph listener. The first that names no port listens on
    `port`, the others on free ones.
    beside: one more listener, a proxy for clients that ask for Graph by name; they are led to `upstream`.
    ui: `dump`, or `web` for mitmweb. settings: further options by name, of redial or of mitmproxy.
    upstream_ca: a PEM file with the authority to trust for the service, in place of the public ones.
    confdir: where mitmproxy keeps its own certificate authority; `.redial/mitmproxy` at home by default.
    directory: the project whose key masks what is recorded; the current directory by default.
    say: told each line that the proxy prints, findings above all. arguments: further ones for mitmdump.

    given_up: asked while it starts; when it says so, the start ends with GivenUpError.

    Once it is stopped, `tally` says what it did, None when it could not say; `killed` whether that is because
    it did not end when it was told to.

    Entering raises HarnessError, with nothing left running, when the proxy cannot do what it is asked to.
    """

    def __init__(
        self,
        cassette: Path | None,
        *,
        append: bool = False,
        contract: str | None = None,
        only: str = "all",
        upstream: str | None = None,
        bot: str | None = None,
        bot_later: bool = False,
        host: str = "127.0.0.1",
        port: int = 0,
        bot_port: int = 0,
        modes: Sequence[str] = (),
        beside: bool = False,
        ui: str = "dump",
        settings: Mapping[str, object] = MappingProxyType({}),
        upstream_ca: Path | None = None,
        confdir: Path | None = None,
        directory: Path | None = None,
        say: Callable[[str], None] | None = None,
        arguments: Sequence[str] = (),
        given_up: Callable[[], bool] = lambda: False,
    ) -> None:
        if modes and upstream is not None:
            raise HarnessError(
                "a mode says itself where its requests go",
                hint="leave out --upstream, or use reverse:URL alone",
            )
        self.cassette = cassette
        self.tally: Tally | None = None
        self.killed = False
        self._modes = tuple(modes) or (reverse(SERVICE if upstream is None else upstream),)
        self._modes += ("regular",) if beside else ()
        self._web = ui == "web"
        self._bot = Bot.at(bot) if bot is not None else None
        self._bot_later = bot_later
        self._host, self._port, self._bot_port = host, port, bot_port
        self._confdir = confdir
        self._directory = directory
        self._say = say or _unheard
        self._given_up = given_up
        self._speaking = Lock()
        self._held: list[str] | None = None
        self._arguments = tuple(arguments)
        self._append, self._contract = append, contract
        self._settings: dict[str, object] = {
            "redial_cassette": cassette.absolute() if cassette else "",
            "redial_append": append,
            "redial_contract": contract or "",
            "redial_only": only,
            **({"redial_graph": upstream} if beside and upstream else {}),
            **settings,
        }
        if upstream_ca is not None:
            self._settings["ssl_verify_upstream_trusted_ca"] = upstream_ca.absolute()
        self._child: Child | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._listening = Listening()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def graph_url(self) -> str | None:
        """Where the bot finds Graph, in place of `https://graph.microsoft.com`; None with modes that stand
        for none.
        """
        return self._listening.graph_url

    @property
    def bot_url(self) -> str | None:
        """Where the platform finds the bot; None without a bot."""
        return self._listening.bot_url

    @property
    def proxy_url(self) -> str | None:
        """What to set HTTPS_PROXY to, in a mode that is a proxy to its clients."""
        return self._listening.proxy_url

    @property
    def ui_url(self) -> str | None:
        """Where mitmweb shows what passes, with the token that it asks for; None without it."""
        return self._listening.ui_url

    @property
    def authority(self) -> Path:
        """The certificate that a client has to trust when TLS ends in the proxy; a PEM file made on first
        use.
        """
        return trust.home(self._confdir) / trust.CERTIFICATE

    @property
    def pid(self) -> int | None:
        """The process id of mitmdump."""
        return self._child.pid if self._child else None

    @property
    def alive(self) -> bool:
        """Whether the proxy still runs: it may end by itself when it cannot go on."""
        return self._child is not None and self._child.status is None

    @property
    def ended_by(self) -> signal.Signals | None:
        """The signal that ended the proxy; None while it runs, or when it ended by itself."""
        status = self._child.status if self._child else None
        return signal.Signals(-status) if status is not None and status < 0 else None

    def start(self) -> None:
        """Start mitmdump and wait until it listens."""
        script = addon_path()
        self._look_first()
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                self._begin(script)
            except PortLostError:
                self.stop()
                if attempt == _ATTEMPTS:
                    raise
            except BaseException:
                self.stop()
                raise
            else:
                return

    def _look_first(self) -> None:
        """Raise HarnessError for what can be told before anything runs."""
        if self._contract is not None:
            documents.contract(self._contract)
        if self.cassette is not None and not self._append and (there := existing(self.cassette)):
            raise HarnessError(
                f"{there}: it exists already",
                hint="give another file, or --append to go on with this one",
            )
        ports = {"--port": self._port, **({"--bot-port": self._bot_port} if self._bot else {})}
        require_apart(self._bot, self._modes, self._host, ports)
        require_free(self._host, self._port)
        if self._bot is not None:
            if not self._bot_later:
                self._bot.require_listening()
            require_free(self._host, self._bot_port, "--bot-port")
            if self._bot_port and self._bot_port == self._port:
                raise HarnessError(
                    f"port {self._port} cannot serve Graph and the bot",
                    hint="choose another with --bot-port",
                )

    def stop(self) -> None:
        """End mitmdump in bounded time, and take down what it did. Twice is once."""
        if self._child is not None:
            ran = self.alive
            status = self._child.stop(_STOP_SECONDS)
            self.killed = self.killed or (ran and status == -signal.SIGKILL)
        if self._folder is not None:
            done = announced.read(self._ready).get("done")
            self.tally = Tally(**done) if done else None
            self._folder.cleanup()
            self._folder = None

    @property
    def _ready(self) -> Path:
        return Path(self._folder.name if self._folder else "", "ready.json")

    def _begin(self, script: Path) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="redial-")
        self._held = []
        settings = {
            **self._settings,
            "listen_host": self._host,
            "confdir": trust.home(self._confdir),
            "redial_ready": self._ready,
        }
        meant = {self._port, self._bot_port, self._bot.port if self._bot else 0}
        free = iter(free_ports(self._host, len(self._modes) + 2, but=meant))
        modes = list(listening(self._modes, self._port, free))
        if self._bot is not None:
            target = f"{self._bot.scheme}://{self._bot.authority}"
            modes.append(f"{reverse(target)}@{self._bot_port or next(free)}")
            # the URL that the platform called stands in Host; our addon gives Graph its own
            settings |= {"redial_bot": target, "keep_host_header": True}
        if self._web:
            settings |= {"web_host": self._host, "web_port": next(free)}
        self._child = Child(
            command(script, modes, settings, self._arguments, WEB if self._web else DUMP),
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            cwd=self._directory,
            say=self._said,
        )
        self._child.start()
        self._child.wait_until(lambda: self._ready.exists() or self._given_up(), _START_SECONDS)
        if self._given_up() and not self._ready.exists():
            raise GivenUpError("the proxy was told to end before it listened", hint="start it again")
        self._listening = announced.listening(self._ready, self._child)
        with self._speaking:
            held, self._held = self._held or [], None
            for line in held:
                self._say(line)

    def _said(self, line: str) -> None:
        """Pass a line of the proxy on; hold it back until it listens: a start that fails is told in one."""
        with self._speaking:
            if self._held is None:
                self._say(line)
            else:
                self._held.append(line)


def _unheard(line: str) -> None:
    """A line of the proxy when nobody listens."""
