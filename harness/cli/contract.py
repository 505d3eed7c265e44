"""`redial contract`: the editions of the documentation, and what one of them states with its cites."""

import click

from harness.contract import editions
from harness.contract.errata import concerning
from harness.contract.facts import stated
from harness.report.text import counted


@click.group("contract")
def command() -> None:
    """Show the editions of the documentation that a bot can be judged by."""


@command.command("list")
def list_editions() -> int:
    """List the shipped editions."""
    for name in editions.EDITIONS:
        contract = editions.edition(name)
        statuses = ", ".join(map(str, contract.success_statuses))
        default = "default" if name == editions.EDITIONS[0] else ""
        click.echo(
            f"{name:<10} {default:<8} success {statuses}, {counted(len(contract.routes), 'route')},"
            f" {counted(len(contract.parameters or ()), 'parameter')}, {contract.url or 'no published page'}"
        )
    return 0


@command.command("show")
@click.argument("edition", default=editions.EDITIONS[0])
def show(edition: str) -> int:
    """Print every fact that EDITION states with its cite, and what redial makes of contradictions."""
    contract = editions.edition(edition)
    facts = list(stated(contract))
    click.echo(f"{contract.title} ({contract.edition}), {contract.url or 'no published page'}")
    wide = max(len(fact.name) for fact in facts)
    for fact in facts:
        click.echo(f"  {fact.name:<{wide}}  {fact.value}  [{fact.cite.page}:{fact.cite.line}]")
    click.echo("where pages contradict each other:")
    for erratum in concerning(edition):
        click.echo(f"  {erratum.topic}: {erratum.taken}, because {erratum.because}")
    return 0
