"""The leash: standard input ends with whoever started this process, and then the process is to end too."""

import asyncio
import os
from collections.abc import Callable

from harness.errors import HarnessError

INPUT = 0
"""The file descriptor of standard input."""


def hold(end: Callable[[], None]) -> None:
    """Call `end`, on the event loop that runs, once the other end of standard input is gone: as it is when
    our parent was killed. Raises HarnessError where standard input is nothing that can end.
    """
    loop = asyncio.get_running_loop()

    def hear() -> None:
        try:
            gone = not os.read(INPUT, 4096)
        except OSError:  # a terminal that was hung up
            gone = True
        if gone:
            loop.remove_reader(INPUT)
            end()

    try:
        loop.add_reader(INPUT, hear)
    except OSError as error:
        raise HarnessError(
            "redial_leash: standard input is nothing that ends with whoever started the proxy",
            hint="start it with a pipe there, or leave redial_leash out",
        ) from error
