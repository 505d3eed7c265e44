"""`redial rules`: the rule table, or one rule's page."""

import click

from harness.rules import RULES, page


@click.command("rules")
@click.argument("code", required=False)
def command(code: str | None) -> int:
    """List the rules, or print the page of the rule CODE."""
    if code is not None:
        click.echo(page(code))
        return 0
    for rule in RULES:
        click.echo(f"{rule.code}  {rule.title}")
    return 0
