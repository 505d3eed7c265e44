"""How `redial check` prints: the formats by name, and which one a run of it takes by itself."""

from collections.abc import Mapping

from harness.checking.condensed import Detail
from harness.report import azure, github, json, junit, sarif, text
from harness.report.run import Renderer

RENDERERS: dict[str, Renderer] = {
    "text": lambda events, tally, run: text.check(events, tally, verbose=run.verbose),
    "json": lambda events, tally, _: json.check(events, tally),
    "junit": junit.check,
    "sarif": sarif.check,
    "github": github.check,
    "azure": azure.check,
}

DETAILS: dict[str, Detail] = {
    "text": Detail.SUM,
    "json": Detail.FINDINGS,
    "junit": Detail.ALL,
    "sarif": Detail.FINDINGS,
    "github": Detail.SUM,
    "azure": Detail.SUM,
}
"""Format -> what it tells one by one, without --verbose."""

PLACELESS = frozenset({"junit", "sarif"})
"""Formats that have no place for coverage: it goes to stderr."""

SERVICES = {"GITHUB_ACTIONS": "github", "TF_BUILD": "azure"}
"""Variable that a service sets to `true` -> the format of what it reads from a step's log."""


def default(environment: Mapping[str, str]) -> str:
    """The format of a log that nobody chose one for."""
    told = (form for name, form in SERVICES.items() if environment.get(name, "").lower() == "true")
    return next(told, "text")
