"""What a proxy of ours tells whoever started it, in a file; and what its log need not tell.

What is told there, harness.proxy.announced reads.
"""

import asyncio
import json
import logging
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from harness.errors import HarnessError
from harness.report.printable import printable


def announce(path: Path | None, message: Mapping[str, Any]) -> None:
    """Write a message where whoever started the proxy looks for it, whole or not at all. Raises
    HarnessError.
    """
    if path is not None:
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        try:
            draft.write_text(json.dumps(message), encoding="utf-8")
            draft.replace(path)
        except OSError as error:
            raise HarnessError(
                f"redial_ready: {path} cannot be written: {error.strerror}",
                hint="give a file in a folder that exists, or leave it out",
            ) from error


def spelled(record: logging.LogRecord) -> bool:
    """Have a record of ours with what would steer a terminal spelled out: names of files and hosts are
    somebody else's.
    """
    record.msg = "\n".join(map(printable, record.getMessage().split("\n")))
    record.args = None
    return True


def is_news(record: logging.LogRecord) -> bool:
    """Whether what asyncio logs at the end is worth a line: a connection that was open is cancelled then, and
    Python 3.12 logs that as an error with its traceback.
    """
    return not (record.exc_info and record.exc_info[0] is asyncio.CancelledError)
