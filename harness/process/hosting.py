"""The bot as a process of ours: led to us by its environment, told our signals, outlived by us."""

import os
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from harness import trust
from harness.process import surroundings
from harness.process.command import Command


def hosted(
    argv: Sequence[str],
    stack: ExitStack,
    say: Callable[[str], None],
    *,
    authority: Path,
    graph_url: str | None,
    proxy_url: str | None,
    authority_url: str | None = None,
) -> Command:
    """The command, started; it is ended where it still runs when `stack` closes. For the main thread.

    argv: program and arguments. say: told when it does not end though it was asked to. The others as in
    harness.process.surroundings. Raises HarnessError when it cannot be started.
    """
    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="redial-"))
    bundle = Path(folder, "trusted.pem")
    if proxy_url is not None:
        trust.write_bundle(bundle, authority, os.environ)
    environ = surroundings.environment(
        os.environ,
        graph_url=graph_url,
        proxy_url=proxy_url,
        bundle=bundle,
        authority=authority,
        authority_url=authority_url,
    )
    command = Command(argv, environ, say)
    stack.callback(command.end)
    stack.enter_context(command.told_our_signals())
    command.start()
    return command
