"""The paths that a command is given: a type for click that every command takes them by."""

import os
from pathlib import Path

import click


class PathType(click.Path):
    """A path as pathlib has it. An empty one, for which pathlib takes the current folder, is refused: it is
    a variable that was not set.
    """

    def __init__(self) -> None:
        super().__init__(path_type=Path)

    def convert(
        self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None
    ) -> str | bytes | os.PathLike[str]:
        """The path. Fails for an empty one."""
        if not os.fspath(value):
            self.fail("an empty path names no file.", param, ctx)
        return super().convert(value, param, ctx)


PATH = PathType()
