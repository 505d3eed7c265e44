"""The options that mitmproxy learns from us, and what they mean once they are read.

Only types that `--set` really understands (str and bool), and every choice is checked here: mitmproxy does
not.
"""

import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from mitmproxy import ctx
from mitmproxy.addonmanager import Loader
from mitmproxy.exceptions import OptionsError
from mitmproxy.options import Options
from mitmproxy.proxy.mode_specs import DnsMode, ProxyMode, ReverseMode

from harness.address import GRAPH_HOSTS
from harness.errors import HarnessError
from harness.remote.address import require_store

log = logging.getLogger("redial")

PREFIX = "redial_"
ONLY = ("all", "redirects")
ON_ERROR = ("stop", "continue")
HTTP = ("http", "https", "http3")
"""Schemes of a reverse mode behind which HTTP is spoken."""


@dataclass(frozen=True, slots=True)
class Option:
    """One option: its name on the command line, its default (which gives its type), and one paragraph of
    help.
    """

    name: str
    default: str | bool | int
    help: str


OPTIONS = (
    Option(
        "redial_cassette",
        "",
        "Record into this cassette; `{call}` in its name: one for each call. Empty: judge, and keep nothing.",
    ),
    Option("redial_append", False, "Go on behind the last exchange of a cassette that exists."),
    Option("redial_redact", True, "Mask what is sensitive before it is kept. Leave it on."),
    Option(
        "redial_upload", "", "Send what is recorded to this folder of an object store, once it is closed."
    ),
    Option("redial_keep", True, "Keep what was uploaded on this machine, too."),
    Option("redial_contract", "", "Judge by this edition or page, instead of the configuration file's."),
    Option("redial_bot", "", "URL of the bot that a reverse listener stands for: its traffic is webhooks."),
    Option("redial_only", "all", "What to keep: `all` of a call's conversation, or its `redirects` alone."),
    Option("redial_enforce", False, "Refuse a request that breaks the contract, instead of passing it on."),
    Option(
        "redial_on_error",
        "stop",
        "What becomes of traffic that cannot be recorded: `stop` refuses it, `continue` lets it pass.",
    ),
    Option("redial_replay", "", "Answer redirects from this cassette; none of them goes to the service."),
    Option("redial_graph", "", "URL of what plays Graph for clients that ask for it through a proxy."),
    Option("redial_login", "", "URL of what plays the login side for them."),
    Option(
        "redial_tunnel", False, "Pass on unread what clients of a proxy ask of other hosts than those two."
    ),
    Option("redial_silence", 0, "Name a listener that nothing reached for this many seconds; 0: never."),
    Option("redial_ready", "", "Write where the proxy listens, and at the end what it did, to this file."),
    Option("redial_leash", False, "Stop when standard input ends: whoever started the proxy is gone."),
)


@dataclass(frozen=True, slots=True)
class Target:
    """Where a reverse listener sends what it gets."""

    scheme: str
    host: str
    port: int


@dataclass(frozen=True, slots=True)
class Settings:
    """The options, read. None stands for an option that is off."""

    cassette: Path | None = None
    append: bool = False
    redact: bool = True
    upload: str | None = None
    keep: bool = True
    contract: str | None = None
    bot: Target | None = None
    only: str = "all"
    enforce: bool = False
    on_error: str = "stop"
    replay: Path | None = None
    graph: Target | None = None
    login: Target | None = None
    tunnel: bool = False
    silence: int = 0
    ready: Path | None = None
    leash: bool = False


def read(options: Options) -> Settings:
    """The settings that mitmproxy's options give. Raises HarnessError for a value that means nothing."""
    for name, choices in (("redial_only", ONLY), ("redial_on_error", ON_ERROR)):
        if (value := getattr(options, name)) not in choices:
            raise HarnessError(f"{name} is {value!r}", hint=f"choose one of {', '.join(choices)} for it")
    if options.redial_silence < 0:
        raise HarnessError("redial_silence is below 0", hint="give seconds, or 0")
    if options.redial_upload:
        require_store(options.redial_upload)
        if not options.redial_redact:
            raise HarnessError("only what is masked is uploaded", hint="leave redial_redact on")
        if not options.redial_cassette:
            raise HarnessError("there is nothing to upload", hint="say with redial_cassette where to record")
    return Settings(
        cassette=_path(options.redial_cassette),
        append=options.redial_append,
        redact=options.redial_redact,
        upload=options.redial_upload or None,
        keep=options.redial_keep,
        contract=options.redial_contract or None,
        bot=_target(options, "redial_bot"),
        only=options.redial_only,
        enforce=options.redial_enforce,
        on_error=options.redial_on_error,
        replay=_path(options.redial_replay),
        graph=_target(options, "redial_graph"),
        login=_target(options, "redial_login"),
        tunnel=options.redial_tunnel,
        silence=options.redial_silence,
        ready=_path(options.redial_ready),
        leash=options.redial_leash,
    )


def target(url: str, option: str = "redial_bot") -> Target:
    """The address that an option names. Raises HarnessError when it is none that HTTP is spoken with."""
    try:
        mode = ReverseMode.parse(f"reverse:{url}")
    except ValueError as error:
        raise HarnessError(
            f"{option} is not an address: {error}", hint="give it as http://HOST:PORT"
        ) from error
    if mode.scheme not in ("http", "https"):
        raise HarnessError(f"{option} speaks {mode.scheme}", hint="give it as http://HOST:PORT")
    return Target(mode.scheme, *mode.address)


def _target(options: Options, name: str) -> Target | None:
    url: str = getattr(options, name)
    return target(url, name) if url else None


def obstacles(options: Options) -> Iterator[HarnessError]:
    """What keeps the proxy from starting, or from going on, with these options."""
    known = [option.name for option in OPTIONS]
    for name in sorted(options.deferred):
        if name.startswith(PREFIX):
            near = get_close_matches(name, known, 1)
            question = f"did you mean {near[0]}? " if near else ""
            yield HarnessError(
                f"{name} is no option of redial", hint=f"{question}known are {', '.join(known)}"
            )
    for name in sorted(options.keys()):
        if name.startswith("emudhra") and getattr(options, name):
            yield HarnessError(
                f"{name} signs certificates with an authority whose key is public", hint="switch it off"
            )
    if options.redial_cassette or options.redial_enforce or options.redial_replay:
        yield from _unread(options)
        yield from _blind(options)
    if options.redial_replay:
        yield from _obstacles_to_replay(options)


def _unread(options: Options) -> Iterator[HarnessError]:
    """What lets a redirect pass unread."""
    if _set(options, "stream_large_bodies"):
        yield HarnessError(
            "a body that is streamed can be neither recorded nor judged",
            hint="leave stream_large_bodies unset",
        )
    clouds = [f"{host}:443" for host in sorted(GRAPH_HOSTS)]
    modes = map(ProxyMode.parse, options.mode)
    targets = ["{}:{}".format(*mode.address) for mode in modes if isinstance(mode, ReverseMode)]
    unread = _matching(options.ignore_hosts, [*clouds, *targets])
    if options.allow_hosts:
        allowed = _matching(options.allow_hosts, [*clouds, *targets])
        unread |= set(targets) - allowed
        unread |= set() if allowed else set(clouds)  # a bot needs no cloud but its own
    for name in sorted(unread):
        yield HarnessError(
            f"ignore_hosts and allow_hosts keep {name} from being read",
            hint="leave Graph out of the one, or name it in the other",
        )


def _matching(patterns: Sequence[str], texts: Iterable[str]) -> set[str]:
    """The texts in which one of the patterns is found, as mitmproxy looks for them."""
    return {text for text in texts if any(re.search(each, text, re.IGNORECASE) for each in patterns)}


def _blind(options: Options) -> Iterator[HarnessError]:
    """Modes through which no HTTP is seen: all that is asked there would pass unrecorded and unjudged."""
    for spec in options.mode:
        mode = ProxyMode.parse(spec)
        if isinstance(mode, DnsMode) or (isinstance(mode, ReverseMode) and mode.scheme not in HTTP):
            yield HarnessError(
                f"no HTTP is seen through the mode {spec.rpartition('@')[0] or spec}",
                hint="use reverse:https://HOST, regular, or another that is of HTTP",
            )


def _obstacles_to_replay(options: Options) -> Iterator[HarnessError]:
    if _set(options, "server_replay"):
        yield HarnessError(
            "mitmproxy's own server_replay overrides what redial_replay answers",
            hint="use one of the two",
        )
    if getattr(options, "connection_strategy", "lazy") != "lazy" or options.upstream_cert:
        yield HarnessError(
            "redial_replay must not reach the service, and these settings connect to it first",
            hint="add --set connection_strategy=lazy --set upstream_cert=false",
        )


class OptionsAddon:
    """Registers the options and refuses values that mean nothing.

    refused: whether those that it was started with were. Nothing may be recorded by any others.
    """

    name = "redial.options"

    def __init__(self) -> None:
        self.refused = False

    def load(self, loader: Loader) -> None:
        """Make the options known, and set those that the command line and config.yaml gave.

        mitmproxy would set them next, but for a value that means nothing it would print a traceback, and for
        one of the wrong type drop this script and go on without it, recording nothing. An error that is
        logged before `running` ends it instead.
        """
        for option in OPTIONS:
            loader.add_option(option.name, type(option.default), option.default, option.help)
        try:
            ctx.options.process_deferred()
            _require_sound(ctx.options)
        except (HarnessError, OptionsError, TypeError) as error:
            self.refused = True
            log.error("%s", error)
            _clear(ctx.options)

    def configure(self, updated: set[str]) -> None:
        """Refuse what cannot be, so that mitmproxy rolls it back."""
        if not self.refused:
            try:
                _require_sound(ctx.options)
            except HarnessError as error:
                raise OptionsError(str(error)) from error


def _require_sound(options: Options) -> None:
    """Raise HarnessError for the first thing that these options cannot mean."""
    read(options)
    for obstacle in obstacles(options):
        raise obstacle


def _clear(options: Options) -> None:
    """Take all of ours back: they were refused once, and that was said."""
    for name in [name for name in options.deferred if name.startswith(PREFIX)]:
        del options.deferred[name]
    options.update(**{option.name: option.default for option in OPTIONS})


def _path(value: str) -> Path | None:
    return Path(value).expanduser() if value else None


def _set(options: Options, name: str) -> bool:
    return name in options and bool(getattr(options, name))
