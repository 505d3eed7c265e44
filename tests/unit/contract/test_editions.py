"""The three shipped editions: what each states, and that the committed data is what the pages compile to."""

import subprocess
import sys
from pathlib import Path

import pytest

from harness.contract import editions
from harness.contract.compiler import compile_page
from harness.contract.editions import EDITIONS, documentation, edition, schema
from harness.contract.editions.__main__ import FOLDER, compiled
from harness.contract.facts import NamedFact, stated
from harness.contract.precedence import Stated
from harness.errors import HarnessError

REPOSITORY = Path(__file__).parents[3]
SEED = REPOSITORY.parent / "shared" / "facts" / "seed-call-redirect.md"

LEFT = "/participantLeftNotification/call/redirect"
JOINING = "/participantJoiningNotification/call/redirect"

COMMON = {
    "namespace": "microsoft.graph",
    "routes./communications/calls/{callId}/redirect": "POST /communications/calls/{callId}/redirect",
    "headers.Authorization": "Authorization",
    "headers.Authorization.value": "Bearer {token}",
    "headers.Authorization.required": "true",
    "parameters.targets": "invitationParticipantInfo collection",
    "parameters.timeout": "Int32",
    "parameters.callbackUri": "String",
}

PUBLISHED = COMMON | {
    "window": "15 s",
    "recording_window": "5 s",
    "permissions.Delegated (work or school account)": "not supported",
    "permissions.Delegated (personal Microsoft account)": "not supported",
    "permissions.Application": "Calls.Initiate.All",
    "headers": "1",
    "parameters.targets.max_items": "25",
    "parameters.timeout.minimum": "15",
    "parameters.timeout.maximum": "90",
    "parameters.timeout.default.one": "55",
    "parameters.timeout.default.several": "60",
    "parameters.callbackUri.scheme": "https",
    "successes": "1",
    "successes.202": "202",
    "phone_format": "E.164",
}

STATED = {
    "reference": COMMON
    | {
        "routes": "4",
        "routes./app/calls/{callId}/redirect": "POST /app/calls/{callId}/redirect",
        f"routes.{LEFT}": f"POST {LEFT}",
        f"routes.{JOINING}": f"POST {JOINING}",
        "headers": "2",
        "headers.Content-Type": "Content-Type",
        "headers.Content-Type.value": "application/json",
        "headers.Content-Type.required": "true",
        "parameters": "6",
        "parameters.targetDisposition": "callDisposition",
        "parameters.maskCallee": "Boolean",
        "parameters.maskCaller": "Boolean",
        "successes": "1",
        "successes.204": "204",
    },
    "v1.0": PUBLISHED | {"routes": "1", "parameters": "3"},
    "beta": PUBLISHED
    | {
        "routes": "2",
        "routes./app/calls/{callId}/redirect": "POST /app/calls/{callId}/redirect",
        "routes./app/calls/{callId}/redirect.deprecated": (
            "The `/app` path is deprecated: new code calls `/communications`."
        ),
        "parameters": "6",
        "parameters.targetDisposition": "callDisposition",
        "parameters.targetDisposition.deprecated": "Deprecated: the number of targets decides.",
        "parameters.targetDisposition.values": "default, simultaneousRing, forward",
        "parameters.maskCallee": "Boolean",
        "parameters.maskCallee.default": "false",
        "parameters.maskCaller": "Boolean",
        "parameters.maskCaller.default": "false",
    },
}
"""All that each edition states, and so also what it does not."""

URLS = {
    "reference": None,
    "v1.0": "https://learn.microsoft.com/graph/api/call-redirect?view=graph-rest-1.0",
    "beta": "https://learn.microsoft.com/graph/api/call-redirect?view=graph-rest-beta",
}


def values(facts: list[NamedFact]) -> dict[str, str]:
    assert len({fact.name for fact in facts}) == len(facts), "a name stands for one fact"
    return {fact.name: fact.value for fact in facts}


@pytest.mark.parametrize("name", EDITIONS)
def test_an_edition_states_exactly_its_table(name: str) -> None:
    assert values(list(stated(edition(name)))) == STATED[name]


@pytest.mark.parametrize("name", EDITIONS)
def test_every_cite_stands_word_for_word_on_its_line(name: str) -> None:
    lines = (FOLDER / f"{name}.md").read_text(encoding="utf-8").split("\n")
    for fact in stated(edition(name)):
        assert fact.cite.page == f"{name}.md"
        assert fact.cite.words in as_cited(lines[fact.cite.line - 1]), fact


@pytest.mark.parametrize("name", EDITIONS)
def test_every_cite_carries_the_published_page_of_its_edition(name: str) -> None:
    assert {fact.cite.url for fact in stated(edition(name))} == {URLS[name]}


def test_every_cite_of_the_schema_stands_word_for_word_on_its_line() -> None:
    lines = (FOLDER / "schema.md").read_text(encoding="utf-8").split("\n")
    types = (schema().action, *schema().types)
    members = [member.cite for each in types for member in each.members]
    entries: list[Stated] = [*types, *schema().enumerations, *schema().roots]
    others = [each.cite for each in entries]
    for cite in members + others:
        assert cite.words in as_cited(lines[cite.line - 1]), cite


def as_cited(line: str) -> str:
    """A raw line as a Cite words it: links by their text, cells parted by bars."""
    if line.startswith("|"):
        line = " | ".join(cell.strip() for cell in line.strip("|").split("|"))
    return line.replace(
        "[invitationParticipantInfo](../resources/invitationparticipantinfo.md)", "invitationParticipantInfo"
    )


@pytest.mark.parametrize(("path", "data"), [pytest.param(*each, id=each[0].name) for each in compiled()])
def test_the_committed_data_is_what_its_page_compiles_to(path: Path, data: bytes) -> None:
    assert path.read_bytes() == data, "run python -m harness.contract.editions"


@pytest.mark.skipif(not SEED.exists(), reason="the page the project was created from is not at hand")
def test_the_seed_page_compiles_to_the_reference_contract_but_for_the_cites() -> None:
    seed = compile_page(SEED.read_text(encoding="utf-8"), edition="reference", page=SEED.name)
    assert values(list(stated(seed))) == values(list(stated(edition("reference"))))
    assert (seed.title, seed.url) == (edition("reference").title, None)
    assert [each.path for each in seed.routes] == [each.path for each in edition("reference").routes]


def test_the_documentation_of_an_edition_holds_it_and_all_others() -> None:
    for name in EDITIONS:
        found = documentation(name)
        assert found.chosen is edition(name)
        assert [each.edition for each in found.others] == [other for other in EDITIONS if other != name]
        assert found.schema is schema()


def test_the_reference_edition_is_the_default() -> None:
    assert documentation().chosen.edition == "reference"


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("referense", "did you mean reference? the editions are reference, v1.0, beta"),
        ("v1", "did you mean v1.0? the editions are reference, v1.0, beta"),
        ("Beta", "did you mean beta? the editions are reference, v1.0, beta"),
        ("", "the editions are reference, v1.0, beta"),
        ("../secret", "the editions are reference, v1.0, beta"),
    ],
)
def test_an_unknown_edition_is_refused_with_the_nearest_name(name: str, hint: str) -> None:
    with pytest.raises(HarnessError) as caught:
        documentation(name)
    assert caught.value.message == f"unknown edition {name!r}"
    assert caught.value.hint == hint
    with pytest.raises(HarnessError):
        edition(name)


def test_importing_the_editions_reads_no_data_and_loads_no_markdown() -> None:
    program = (
        "import sys, importlib.resources\n"
        "importlib.resources.files = None\n"
        f"import {editions.__name__}\n"
        "print('markdown_it' in sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=REPOSITORY
    )
    assert run.stdout == "False\n"


def test_compiling_again_is_one_command_that_names_what_it_wrote(tmp_path: Path) -> None:
    package = tmp_path / "harness"
    package.mkdir()
    # A copy, so that the checkout stays as it is.
    for source in (REPOSITORY / "harness").rglob("*"):
        if source.suffix in (".py", ".md"):
            target = package / source.relative_to(REPOSITORY / "harness")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read_bytes())
    command = [sys.executable, "-m", "harness.contract.editions"]
    run = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path)
    names = [line.split()[0] for line in run.stdout.splitlines()]
    assert names == ["reference.json", "v1.0.json", "beta.json", "schema.json"]
    for name in names:
        assert (package / "contract" / "editions" / name).read_bytes() == (FOLDER / name).read_bytes()
