"""What a proxy of ours announces in a file: where it listens, or why it cannot, and at the end what it did.

The addon writes it, whoever started the proxy reads it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.errors import HarnessError
from harness.ports import url
from harness.process.child import Child
from harness.proxy.mitmdump import complaint


@dataclass(frozen=True, slots=True)
class Listening:
    """Where a proxy listens, by whom each listener stands for; None where there is no such listener.

    Each is a URL that leads there on this machine. ui_url: mitmweb's, with the token that it asks for.
    """

    graph_url: str | None = None
    bot_url: str | None = None
    proxy_url: str | None = None
    ui_url: str | None = None

    @classmethod
    def told(cls, message: Mapping[str, Any]) -> "Listening":
        """As the addon announced it."""
        urls: dict[str, str] = {}
        for each in message["listeners"]:
            urls.setdefault(each["for"], url(each["host"], each["port"]))
        return cls(urls.get("graph"), urls.get("bot"), urls.get("proxy"), message["ui"])


@dataclass(frozen=True, slots=True)
class Tally:
    """What a run did: exchanges kept, redirects seen, and what could not be done. lost: why what was kept is
    not there any more; empty when it is. sent, unsent: recordings that were uploaded, and that are left for
    the next time.
    """

    kept: int
    redirects: int
    failures: int
    lost: str = ""
    sent: int = 0
    unsent: int = 0


def read(path: Path) -> dict[str, Any]:
    """What was announced last; nothing before the first time."""
    try:
        message: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return message


def listening(path: Path, child: Child) -> Listening:
    """Where a proxy listens that has had time to announce it. Raises HarnessError with what kept it."""
    message = read(path)
    if "error" in message:
        raise HarnessError(**message["error"])
    if "listeners" in message:
        return Listening.told(message)
    if child.status is None:
        raise HarnessError("mitmproxy did not start in time", hint="try again on a machine less busy")
    child.stop()
    raise complaint(child.tail)
