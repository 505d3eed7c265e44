"""Nothing that belongs to a machine, an index or a tenant stands in a file of the project."""

import os
import pwd
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, files, text

# What must not stand anywhere, and a sample of it in pieces: whole, it would be found in this file.
LEAKS = {
    "a bearer token": (r"\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*", ("ey", "J0eXAiOiJKV1Qi.eyJhdWQiOiIw.c2ln")),
    "a private key": (r"-----BEGIN [A-Z ]*PRIVATE KEY", ("-----BEGIN RSA ", "PRIVATE KEY-----")),
    "an access key": (r"\b(?:gh[pousr]_\w{20,}|AKIA[A-Z0-9]{16})\b", ("gh", "p_0123456789abcdefghijklmn")),
    "an index option": (r"--(?:extra-)?index[-]url|--find[-]links", ("--extra-index", "-url x")),
    "an index host": (
        r"\b(?:py[p]i|python[h]osted)\.org\b|://[^\s\"'<>]*/simple\b",
        ("https://files.python", "hosted.org"),
    ),
    "somebody's home": (
        r"(?<![\w.:/-])/(?:home|Users)/[a-z]\w*/|(?<![\w.:/-])/[r]oot/|\b[A-Z]:\\Users\\",
        (" /ho", "me/ann/redial"),
    ),
    "an interpreter's folder": (r"\.pyenv/versions/\d", ("~/.pyenv/", "versions/3.12.1/bin")),
}


def of_this_machine() -> Iterator[str]:
    """The folders that only this machine has; short ones such as /app are too common a word to search for."""
    home = pwd.getpwuid(os.getuid()).pw_dir
    return (f"{path}/" for path in {Path(home), ROOT} if len(path.parts) > 2)


def leaks(content: str) -> Iterator[str]:
    """What a text gives away, in words."""
    yield from (name for name, (pattern, _) in LEAKS.items() if re.search(pattern, content))
    yield from (f"a path of this machine ({path})" for path in of_this_machine() if path in content)


@pytest.mark.parametrize("name", LEAKS)
def test_this_is_seen_as_a_leak(name: str) -> None:
    assert list(leaks(f"before {''.join(LEAKS[name][1])} after")) == [name]


def test_a_path_of_this_machine_is_seen_as_a_leak() -> None:
    assert list(leaks(f"see {ROOT}/README.md")) or len(ROOT.parts) <= 2


@pytest.mark.parametrize(
    "content",
    [
        "Authorization: Bearer REDACTED",
        "/v1.0/users/{id}/home/",
        "https://graph.microsoft.com/v1.0/ro" + "ot/",
        "pip install x",
    ],
)
def test_this_is_no_leak(content: str) -> None:
    assert list(leaks(content)) == []


def test_no_file_of_the_project_leaks() -> None:
    found = {str(path): given_away for path in files() if (given_away := list(leaks(text(path))))}
    assert found == {}


def test_no_private_file_is_part_of_the_project() -> None:
    private = [
        str(path) for path in files() if ".redial" in path.parts or path.suffix in {".key", ".pem", ".p12"}
    ]
    assert private == []
