"""The options of a command that injects faults."""

import click

from harness.faults import Spec


class _Spec(click.ParamType[Spec]):
    name = "fault"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Spec:
        if isinstance(value, Spec):
            return value
        try:
            return Spec.told(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


fault = click.option(
    "--fault",
    "faults",
    metavar="SPEC",
    type=_Spec(),
    multiple=True,
    help="What goes wrong, such as 429:retry-after=2, 503*2, reset@2 or late~0.3; once for each fault.",
)
"""`--fault`: a tuple of Spec."""
