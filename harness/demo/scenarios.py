"""The shipped cassettes: each scenario is one call of the small bot, recorded by the real proxy.

`python -m harness.demo.scenarios NAME FILE` records one; cassettes/README.md says what each shows. Everybody
in them is made up, so that the key they are masked with is public too: a recording made again has the same
masks.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import click

from harness.demo.stage import Stage
from harness.errors import HarnessError
from harness.faults import CALL_GONE, TENANT_MISMATCH, Fault, Scripted, throttled
from harness.settings import KEY

PUBLIC_KEY = "the public key of redial's shipped cassettes"
EDITION = "v1.0"
"""What the simulated Graph answers by: 202, as the live service does."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """One call. plan: what the bot does with it. script: attempt -> refusal, before Graph is asked."""

    plan: str
    script: Mapping[int, Fault] = MappingProxyType({})


SCENARIOS: Mapping[str, Scenario] = MappingProxyType(
    {
        "forward": Scenario("forward"),
        "simultaneous-ring": Scenario("ring-two"),
        "violation": Scenario("mistake"),
        "throttled-then-accepted": Scenario("forward", {1: throttled(1)}),
        "call-gone": Scenario("forward", {1: CALL_GONE}),
        "tenant-mismatch": Scenario("home-token", {1: TENANT_MISMATCH}),
        "phone": Scenario("phone"),
        "late": Scenario("late"),
    }
)
"""Name of the cassette -> what happens in it."""


def record(name: str, file: Path) -> None:
    """Record a scenario to `file`, which must not exist yet. Raises HarnessError."""
    scenario = SCENARIOS[name]
    os.environ[KEY] = PUBLIC_KEY
    script = Scripted(scenario.script) if scenario.script else None
    seed = list(SCENARIOS).index(name) + 1  # calls of their own, so that recordings can be read together
    directory = file.absolute().parent
    with Stage(file, directory=directory, edition=EDITION, seed=seed, script=script) as stage:
        stage.call(scenario.plan)


@click.command()
@click.argument("name", type=click.Choice(list(SCENARIOS)))
@click.argument("file", type=click.Path(path_type=Path))
def main(name: str, file: Path) -> None:
    """Record the scenario NAME to FILE."""
    try:
        record(name, file)
    except HarnessError as error:
        raise click.ClickException(str(error)) from error


if __name__ == "__main__":
    main()
