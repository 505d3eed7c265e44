"""The option of a command that judges: by which contract."""

import click

from harness.contract import editions

contract = click.option(
    "--contract",
    "edition",
    show_default=f"{editions.EDITIONS[0]}, or what the configuration says",
    metavar="EDITION|PAGE|JSON",
    help=f"What to judge by: {', '.join(editions.EDITIONS)}, a page (.md) or its compiled contract (.json).",
)
"""`--contract`: a text for `Configuration.documentation`, or None."""
