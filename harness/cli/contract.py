"""`redial contract`: editions and pages of the documentation, compiled, shown with cites, and compared."""

from pathlib import Path

import click

from harness import documents
from harness.cli.paths import PATH
from harness.contract import editions
from harness.contract.changes import changes
from harness.contract.errata import concerning
from harness.contract.facts import stated
from harness.errors import HarnessError
from harness.replacing import replacing
from harness.report.text import counted


@click.group("contract")
def command() -> None:
    """List, show, compile and compare what the documentation states, by which a bot can be judged."""


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
@click.argument("edition", metavar="[EDITION|PAGE|JSON]", default=editions.EDITIONS[0])
def show(edition: str) -> int:
    """Print every fact with its cite.

    Of a shipped edition also what redial makes of what pages say against each other.
    """
    contract = documents.contract(edition)
    facts = list(stated(contract))
    click.echo(f"{contract.title} ({contract.edition}), {contract.url or 'no published page'}")
    wide = max(len(fact.name) for fact in facts)
    for fact in facts:
        click.echo(f"  {fact.name:<{wide}}  {fact.value}  [{fact.cite.page}:{fact.cite.line}]")
    if errata := concerning(contract.edition):
        click.echo("where pages contradict each other:")
    for erratum in errata:
        click.echo(f"  {erratum.topic}: {erratum.taken}, because {erratum.because}")
    return 0


@command.command("compile")
@click.argument("page", type=PATH)
@click.option("-o", "output", type=PATH, metavar="FILE", help="Where to write the contract.")
@click.option("--explain", is_flag=True, help="Say on stderr what was seen and is no fact, and why.")
def compile_page(page: Path, output: Path | None, explain: bool) -> int:
    """Compile PAGE to a contract in JSON.

    PAGE is a page of Graph's API reference in Markdown. The files it includes are read where they are there.
    """
    compilation = documents.compilation(page)
    data = compilation.contract.to_json()
    if output is None:
        click.echo(data, nl=False)
    elif output.exists() and output.samefile(page):
        raise HarnessError(f"{output} is the page itself", hint="give -o another file")
    else:
        with replacing(output) as file:
            file.write(data.decode())
    facts, doubts = len(list(stated(compilation.contract))), len(compilation.diagnostics)
    for diagnostic in compilation.diagnostics if explain else ():
        click.echo(str(diagnostic), err=True)
    why = "" if explain or not doubts else " (--explain says why)"
    click.echo(f"{page}: {counted(facts, 'fact')}, not taken: {doubts}{why}", err=True)
    return 0


@command.command("diff")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
def diff(old: str, new: str) -> int:
    """Say what changed from OLD to NEW.

    Each is an edition, a page or a compiled contract. Exit status 1 when anything changed.
    """
    found = list(changes(documents.contract(old), documents.contract(new)))
    for sentence in found:
        click.echo(sentence)
    if not found:
        click.echo("both state the same")
    return int(bool(found))
