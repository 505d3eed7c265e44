"""What a proxy announces is where it can be reached on this machine."""

import json
from pathlib import Path

from harness.proxy.announced import Listening, read


def test_each_listener_is_a_url_by_whom_it_stands_for() -> None:
    message = {
        "listeners": [
            {"for": "graph", "host": "127.0.0.1", "port": 8080},
            {"for": "bot", "host": "::1", "port": 8081},
            {"for": "proxy", "host": "0.0.0.0", "port": 8082},
            {"for": "proxy", "host": "127.0.0.1", "port": 8083},
        ],
        "ui": "http://127.0.0.1:8084/?token=t",
    }
    assert Listening.told(message) == Listening(
        "http://127.0.0.1:8080",
        "http://[::1]:8081",
        "http://127.0.0.1:8082",
        "http://127.0.0.1:8084/?token=t",
    )


def test_without_a_listener_there_is_no_url() -> None:
    assert Listening.told({"listeners": [], "ui": None}) == Listening()


def test_nothing_is_read_before_something_was_announced(tmp_path: Path) -> None:
    ready = tmp_path / "ready.json"
    assert read(ready) == {}
    ready.write_text(json.dumps({"pid": 1}))
    assert read(ready) == {"pid": 1}
