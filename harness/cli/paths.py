"""The paths that a command is given: types for click that every command takes them by."""

import os
from pathlib import Path
from typing import Any

import click

from harness.errors import HarnessError
from harness.remote import is_url, shown, source


class PathType(click.Path):
    """A path as pathlib has it. An empty one, for which pathlib takes the current folder, is refused: it is
    a variable that was not set.
    """

    def __init__(self) -> None:
        super().__init__(path_type=Path)

    def convert(
        self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None
    ) -> str | bytes | os.PathLike[str]:
        """The path. Fails for an empty one. Raises HarnessError for a URL."""
        if not os.fspath(value):
            self.fail("an empty path names no file.", param, ctx)
        if is_url(text := os.fspath(value)):
            raise HarnessError(
                f"{shown(text)} is not on this machine", hint="give a path, and copy between the two yourself"
            )
        return super().convert(value, param, ctx)


class SourceType(PathType):
    """A path or a URL to read from."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path, or what the URL names. Raises HarnessError for a URL that cannot be read."""
        if isinstance(value, str) and is_url(value):
            return source(value)
        return super().convert(value, param, ctx)


PATH = PathType()
SOURCE = SourceType()
