"""The options of a command that injects faults."""

import click

from harness.cli.spelled import Spelled
from harness.faults import Spec

fault = click.option(
    "--fault",
    "faults",
    metavar="SPEC",
    type=Spelled("fault", Spec, Spec.told),
    multiple=True,
    help="What goes wrong, such as 429:retry-after=2, 503*2, reset@2 or late~0.3; once for each fault.",
)
"""`--fault`: a tuple of Spec."""
