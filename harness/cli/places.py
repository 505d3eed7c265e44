"""Where a file is for whoever reads a report somewhere else: its path from the root of the repository."""

import os
from collections.abc import Callable
from pathlib import Path

from harness.remote import is_url


def locating(folder: Path) -> Callable[[str], str]:
    """What names files, as seen from `folder`, by their path from the root of the repository around it.

    The root is the nearest folder upwards with a `.git`, without one `folder` itself. Slashes part the names;
    a file outside has its absolute path, what a URL names its URL.
    """
    here = Path(os.path.abspath(folder))  # noqa: PTH100  # resolve() would follow links out of the repository
    root = next((each for each in (here, *here.parents) if (each / ".git").exists()), here)

    def located(file: str) -> str:
        if is_url(file):
            return file
        path = Path(os.path.normpath(here / file))
        return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()

    return located
