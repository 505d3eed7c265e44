"""The bot as a process of ours: what leads it to us stands in its environment, and it does not outlive us."""

import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from harness.errors import HarnessError
from harness.process.hosting import hosted

TELL = """
import os, sys
with open(sys.argv[1], "w") as file:
    for name in ("REDIAL_GRAPH_URL", "REDIAL_AUTHORITY_URL", "HTTPS_PROXY"):
        print(os.environ.get(name), file=file)
    print(open(os.environ["SSL_CERT_FILE"]).read().count("BEGIN CERTIFICATE") > 1, file=file)
"""
PEM = "-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n"


@pytest.mark.slow
def test_it_is_told_where_all_is_and_whom_to_trust(tmp_path: Path) -> None:
    authority = tmp_path / "authority.pem"
    authority.write_text(PEM)
    with ExitStack() as stack:
        command = hosted(
            [sys.executable, "-c", TELL, str(tmp_path / "told")],
            stack,
            print,
            authority=authority,
            graph_url="http://127.0.0.1:1",
            proxy_url="http://127.0.0.1:2",
            authority_url="https://127.0.0.1:3",
        )
        while command.look():
            pass
    assert command.status == 0
    assert (tmp_path / "told").read_text().split() == [
        "http://127.0.0.1:1",
        "https://127.0.0.1:3",
        "http://127.0.0.1:2",
        "True",
    ]


@pytest.mark.slow
def test_it_ends_with_the_stack(tmp_path: Path) -> None:
    with ExitStack() as stack:
        command = hosted(
            [sys.executable, "-c", "import time; time.sleep(60)"],
            stack,
            print,
            authority=tmp_path / "none.pem",
            graph_url=None,
            proxy_url=None,
        )
        running = command.look()
    assert (running, command.status) == (True, 143)


def test_a_program_that_cannot_be_started_is_one_sentence(tmp_path: Path) -> None:
    with ExitStack() as stack, pytest.raises(HarnessError, match="cannot be started"):
        hosted(["/nonexistent"], stack, print, authority=tmp_path, graph_url=None, proxy_url=None)
