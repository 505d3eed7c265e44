"""A value that an option spells: a type for click of whatever reads a text and raises ValueError."""

from collections.abc import Callable

import click


class Spelled[Value](click.ParamType[Value]):
    """What `read` makes of a text; it raises ValueError, whose sentence click prints. name: for click."""

    def __init__(self, name: str, kind: type[Value], read: Callable[[str], Value]) -> None:
        self.name = name
        self._kind, self._read = kind, read

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Value:
        """The value. Fails for a text that spells none."""
        if isinstance(value, self._kind):
            return value
        try:
            return self._read(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)
