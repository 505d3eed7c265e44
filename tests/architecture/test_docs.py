"""What the program offers, the README and docs/ show, and they show nothing that it does not offer."""

import importlib
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

import click
import pytest

from harness import corpus
from harness.checking.coverage import Coverage
from harness.checking.tally import Tally
from harness.checking.verdict import Judged, Part
from harness.cli import redial
from harness.cli.formats import RENDERERS
from harness.comparison import Comparing, Digest, Held, Timing
from harness.configuration import KEYS, REDACTION
from harness.contract import editions
from harness.contract.model import Contract
from harness.facts import FACTS
from harness.faults.kinds import KINDS
from harness.library import open_cassette
from harness.matching import LENSES
from harness.pytest_plugin.marker import READ
from harness.pytest_plugin.options import OPTIONS
from harness.report import json as rendered
from harness.report.seen import Seen
from harness.rules import RULES, Judge
from harness.simulator.choices import CHOICES, USUAL
from tests._pages import PAGES, ROOT, fences, headings, links, tables
from tests.architecture.tree import text
from tests.unit.report.checks import FAULTY, REPLAYED, VERIFIED

README = Path("README.md")
GROUP: click.Group = redial


def commands(group: click.Group = GROUP, name: str = "redial") -> Iterator[tuple[str, click.Command]]:
    """Every command by its whole name, those of groups included."""
    context = click.Context(group)
    for each in group.list_commands(context):
        command = group.get_command(context, each)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, f"{name} {each}")
        else:
            yield f"{name} {each}", command


COMMANDS = dict(commands())

OURS = (*PAGES, Path("CONTRIBUTING.md"), Path("CHANGELOG.md"), Path("cassettes/README.md"))


def table(page: str, head: str) -> dict[str, list[str]]:
    """The table of a page whose first heading is `head`: first cell without quotes -> the other cells."""
    (rows,) = [rows for rows in tables(Path(page)) if rows[0][0] == head]
    return {row[0].strip("`"): row[1:] for row in rows[1:]}


def described() -> dict[str, tuple[str, str]]:
    """The README's table of commands: name -> what it takes and does, its flags."""
    return {
        re.sub(r"[ \[]*[A-Z]{3,}.*", "", name): (name, flags)
        for name, (_, flags) in table("README.md", "command").items()
    }


def test_every_command_stands_in_the_readme_and_no_other() -> None:
    assert set(described()) == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_flag_of_a_command_stands_in_the_readme_and_no_other(name: str) -> None:
    flags = {flag for each in COMMANDS[name].params if isinstance(each, click.Option) for flag in each.opts}
    assert set(re.findall(r"`(--?[\w-]+)", described()[name][1])) == flags


@pytest.mark.parametrize("name", COMMANDS)
def test_the_choices_of_a_flag_stand_in_the_readme(name: str) -> None:
    for option in COMMANDS[name].params:
        if isinstance(option.type, click.Choice):
            assert f"`{option.opts[0]} {'|'.join(option.type.choices)}`" in described()[name][1].replace(
                r"\|", "|"
            )


def test_what_a_page_tells_a_user_to_type_is_a_command_with_its_flags() -> None:
    """In fences and in quotes: a flag that does not exist yet is not promised."""
    unknown = [
        f"{page}: {typed}"
        for page in PAGES
        for typed in re.findall(r"^(?:\$ )?(redial [^|&\n]*)", "\n".join(quoted(page)), re.MULTILINE)
        if not known(typed)
    ]
    assert unknown == []


def quoted(page: Path) -> Iterator[str]:
    yield from (fence.text.replace("\\\n", " ") for fence in fences(page))
    yield from re.findall(r"(?<!`)`([^`\n]+)`(?!`)", text(page))


def known(typed: str) -> bool:
    words = typed.partition("  #")[0].partition(" -- ")[0].replace('"', " ").split()
    names = (" ".join(words[:count]) for count in (3, 2))
    command: click.Command | None = next((COMMANDS[name] for name in names if name in COMMANDS), None)
    if command is None:
        command = GROUP
        if len(words) > 1 and words[1].islower() and not words[1].startswith("-"):
            return False
    offered = {flag for each in command.params for flag in each.opts} | {"--help"}
    return all(word.partition("=")[0] in offered for word in words[1:] if word.startswith("-"))


def test_no_page_names_a_rule_that_does_not_exist() -> None:
    named = {code for page in PAGES for code in re.findall(r"\bRD[QRNCS]\d{3}\b", text(page))}
    assert named <= {rule.code for rule in RULES}


def summed_up(contract: Contract) -> list[str]:
    """An edition's row in the README."""
    parameters = {each.name: each for each in contract.parameters or ()}
    timeout, targets = parameters["timeout"], parameters["targets"]
    roots = [f", `/{each.path.split('/')[1]}` deprecated" for each in contract.routes if each.deprecated]
    unwanted = [f", `{each.name}` deprecated" for each in parameters.values() if each.deprecated]
    return [
        ", ".join(map(str, contract.success_statuses)),
        f"{len(contract.routes)}{''.join(roots)}",
        f"{len(parameters)}{''.join(unwanted)}",
        f"{timeout.minimum.value}..{timeout.maximum.value}"
        if timeout.minimum and timeout.maximum
        else f"any {timeout.type}",
        f"at most {targets.max_items.value}" if targets.max_items else "any number",
        f"{contract.window.value} s" if contract.window else "-",
    ]


def test_the_table_of_editions_is_what_their_pages_state() -> None:
    assert table("README.md", "edition") == {
        name: summed_up(editions.edition(name)) for name in editions.EDITIONS
    }


def keys(value: Any, path: str = "") -> Iterator[str]:
    """The paths of all members of a JSON value, `[]` for the elements of a list."""
    if isinstance(value, dict):
        for name, member in value.items():
            yield f"{path}.{name}".lstrip(".")
            yield from keys(member, f"{path}.{name}".lstrip("."))
    elif isinstance(value, list):
        for element in value:
            yield from keys(element, f"{path}[]")


def checked() -> str:
    """What `check --coverage` prints of a finding with its cite, and of something that was not judged."""
    file = ROOT / "cassettes/violation.yaml"
    coverage = Coverage(editions.documentation(), (rule.code for rule in RULES))
    tally = Tally("reference", len(RULES), coverage=coverage)
    blind = Judged(str(file), Part.CALL, 1, 1, None, "call", (), (), (("RDR001", "why"),))
    events = chain(corpus.checked([open_cassette(file)], Judge(editions.documentation())), [blind])
    return "".join(rendered.check(tally.watch(events), tally))


def compared() -> str:
    """What `diff` prints of a difference."""
    old, new = (
        open_cassette(ROOT / "cassettes" / name) for name in ("forward.yaml", "throttled-then-accepted.yaml")
    )
    digest, seen = Digest(), Seen(timing=Timing(editions.documentation()))
    comparing = Comparing(editions.documentation(), (), timing=seen.timing)
    calls = comparing.calls([Held(old.entries())], [Held(new.entries())])
    return "".join(rendered.diff(digest.watch(calls), digest, seen))


def test_the_documented_keys_of_json_are_those_that_are_printed() -> None:
    check, diff, verify, replay = (rows for rows in tables(Path("docs/json.md")) if rows[0][0] == "key")
    replayed = json.loads(
        rendered.replay(replace(REPLAYED, faults=FAULTY.faults, unmet=FAULTY.unmet, repeated=1, unlisted=1))
    ) | {"findings": []}  # as those of check
    for rows, printed in (
        (check, json.loads(checked())),
        (diff, json.loads(compared())),
        (verify, json.loads(rendered.verify(VERIFIED)) | {"findings": []}),
        (replay, replayed),
    ):
        assert {row[0].strip("`") for row in rows[1:]} == set(keys(printed))


def test_the_documented_settings_are_those_that_are_read() -> None:
    assert list(table("docs/configuration.md", "key")) == list(KEYS)
    assert list(table("docs/configuration.md", "key of `redaction`")) == list(REDACTION)


def test_the_documented_formats_of_a_check_are_those_that_it_has() -> None:
    assert list(table("docs/ci.md", "format")) == list(RENDERERS)


def test_the_documented_facts_are_those_that_are_taken() -> None:
    assert set(table("docs/cassette.md", "fact")) == set(FACTS)


def test_the_documented_keys_of_an_interaction_are_those_that_are_written() -> None:
    block = text(Path("cassettes/forward.yaml")).partition("  x_redial:\n")[2].partition("\n# end")[0]
    assert list(table("docs/cassette.md", "key")) == re.findall(r"^    (\w+):", block, re.MULTILINE)


def test_the_documented_lenses_are_those_that_are_looked_through() -> None:
    assert list(table("docs/replay.md", "lens")) == list(LENSES)


def test_the_documented_faults_are_those_that_can_be_injected() -> None:
    settable = {
        name: ", ".join(
            f"`{setting}`" if each.default is None else f"`{setting}={each.default:g}`"
            for setting, each in kind.settings.items()
            if each.least < each.most
        )
        for name, kind in KINDS.items()
    }
    told = [(name, *cells) for name, cells in table("docs/replay.md", "fault").items()]
    assert told == [(name, kind.does, settable[name]) for name, kind in KINDS.items()]


def test_the_documented_arguments_and_options_of_the_plugin_are_those_that_it_has() -> None:
    assert list(table("docs/replay.md", "argument")) == list(READ)
    named = [name.split()[0] for name in table("docs/replay.md", "option of pytest")]
    assert named == [f"--redial-{name}" for name in OPTIONS]


def test_the_documented_choices_of_the_simulator_are_those_that_it_makes() -> None:
    told = table("docs/simulator.md", "choice")
    assert {name: cells[0].strip("`").replace(r"\|", "|") for name, cells in told.items()} == {
        name: form.form for name, form in CHOICES.items()
    }
    assert {
        name: CHOICES[name].read(cells[1].strip("`"), getattr(USUAL, name)) for name, cells in told.items()
    } == {name: getattr(USUAL, name) for name in CHOICES}


def test_the_documented_options_of_the_addon_are_those_that_it_has() -> None:
    options = importlib.import_module("proxy_addons.options").OPTIONS
    assert list(table("docs/mitmweb.md", "option")) == [option.name for option in options]


@pytest.mark.parametrize("page", OURS, ids=str)
def test_every_link_within_the_project_leads_somewhere(page: Path) -> None:
    lost = []
    for link in links(page):
        place, _, anchor = link.partition("#")
        if re.match(r"[a-z]+:", link):
            continue
        target = (page.parent / place) if place else page
        if not (ROOT / target).exists() or (anchor and anchor not in set(headings(target))):
            lost.append(link)
    assert lost == []


def test_every_page_of_docs_is_linked_from_the_readme() -> None:
    assert {str(page) for page in PAGES} - {str(README)} <= set(links(README))
