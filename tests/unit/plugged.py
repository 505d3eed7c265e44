"""A project whose tests have the plugin: run by pytest inside a test."""

import importlib.metadata

import aiohttp.web  # noqa: F401 - loaded here once: a second loading inside a test would not be ours
import httpx  # noqa: F401, TID251 - the same
import pytest
import vcr  # noqa: F401 - the same
import yaml  # noqa: F401 - the same

import harness.pytest_plugin.reel  # noqa: F401 - the same
from harness.cassette import HEADER, block
from tests.unit.recorded import CALLS, KEY, forward

BOT = """
import json
import httpx
import pytest

TOKEN = {"Authorization": "Bearer a.b.c"}

def redirects(tape, number=0, **changes):
    exchange = [one for one in tape.exchanges if one.way.name == "TO_GRAPH"][number]
    return exchange.request.url, json.loads(exchange.request.body) | changes

def send(tape, number=0, **changes):
    url, body = redirects(tape, number, **changes)
    return httpx.post(url, json=body, headers=TOKEN).status_code
"""


@pytest.fixture
def project(pytester: pytest.Pytester) -> pytest.Pytester:
    """A project with one recorded conversation of two calls in `cassettes`."""
    recording = [*forward(CALLS[0]), *forward(CALLS[1], at=60, timeout=30)]
    folder = pytester.mkdir("cassettes")
    blocks = (block(KEY.exchange(one), n, key=KEY.key_id) for n, one in enumerate(recording, 1))
    (folder / "forward.yaml").write_bytes(HEADER + b"".join(blocks))
    pytester.makepyfile(bot=BOT)
    pytester.makeini("[pytest]\nasyncio_default_fixture_loop_scope = function\nasyncio_mode = auto\n")
    return pytester


def run(project: pytest.Pytester, body: str, *arguments: str) -> pytest.RunResult:
    project.makepyfile(test_it="import pytest\nimport bot\n" + body)
    installed = importlib.metadata.entry_points(group="pytest11", name="redial")
    plugin = [] if installed else ["-p", "harness.pytest_plugin"]
    return project.runpytest_inprocess(*plugin, "-p", "no:randomly", "-p", "no:cacheprovider", *arguments)
