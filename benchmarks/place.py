"""Where peers are: in environments of their own beside this file, made by `make peers`, or on the PATH."""

import shutil
from importlib import metadata
from pathlib import Path
from subprocess import run

HERE = Path(__file__).parent / "peers"
PYTHON = HERE / ".venv" / "bin" / "python"
"""The interpreter with the peers that cannot share ours."""


class NotInstalledError(Exception):
    """A peer is not here. The message says so."""


def python(package: str) -> Path:
    """The interpreter that has a package. Raises NotInstalledError."""
    if not PYTHON.exists() or version(package) is None:
        raise NotInstalledError(f"{package} is not installed: make peers")
    return PYTHON


def version(package: str) -> str | None:
    """The version of a package among the peers."""
    found = next(HERE.glob(f".venv/lib/python*/site-packages/{package.replace('-', '_')}-*.dist-info"), None)
    return None if found is None else metadata.Distribution.at(found).version


def node(program: str) -> Path:
    """A program that npm installed. Raises NotInstalledError."""
    path = HERE / "node_modules" / ".bin" / program
    if not path.exists():
        raise NotInstalledError(f"{program} is not installed: make peers")
    return path


def program(name: str) -> str:
    """A program on the PATH. Raises NotInstalledError."""
    if (path := shutil.which(name)) is None:
        raise NotInstalledError(f"{name} is not on the PATH")
    return path


def said(*command: str) -> str:
    """The first line that a command prints, of its version say; empty where it cannot be run."""
    try:
        done = run(command, capture_output=True, text=True, check=False, timeout=30)
    except OSError:
        return ""
    return next(iter((done.stdout or done.stderr).splitlines()), "").strip()
