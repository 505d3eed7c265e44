"""Each of mitmproxy's programs, as users start them with our addon, takes its options or ends."""

from pathlib import Path

import pytest
from mitmproxy.io import FlowWriter

from harness.library import open_cassette
from harness.server.server import Server
from tests import _mitm, _upstream
from tests._console import console
from tests._mitmweb import mitmweb

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("project")]

PROGRAMS = ("mitmdump", "mitmweb", "mitmproxy")


@pytest.mark.parametrize("name", PROGRAMS)
@pytest.mark.parametrize(
    ("arguments", "configured", "sentence"),
    [
        (
            ["--set", "redial_onyl=redirects"],
            "",
            "redial_onyl is no option of redial; did you mean redial_only?",
        ),
        ([], "redial_onyl: redirects\n", "redial_onyl is no option of redial; did you mean redial_only?"),
        (["--set", "redial_only=some"], "", "redial_only is 'some'; choose one of all, redirects for it"),
        ([], "redial_append: maybe\n", "Expected <class 'bool'> for redial_append"),
        (["--set", "redial_contract=v2"], "", "unknown edition 'v2'; the editions are reference, v1.0, beta"),
    ],
    ids=["mistyped", "mistyped in the file", "no choice", "wrong type in the file", "no edition"],
)
def test_an_option_that_means_nothing_ends_it_with_one_sentence_and_status_1(
    tmp_path: Path, name: str, arguments: list[str], configured: str, sentence: str
) -> None:
    if configured:
        (tmp_path / "config.yaml").write_text(configured)
    with console(name, tmp_path, *arguments) as started:
        status, said = started.ended()
        # the console draws its page over what it prints, and says errors once more when that is gone
        said += "" if name == "mitmproxy" else started.drawn
    assert status == 1, said
    assert said.count(sentence) == 1
    assert "Traceback" not in said


def test_an_option_that_a_ui_sets_wrongly_is_refused_and_recording_goes_on(
    project: Path, confdir: Path
) -> None:
    (project / "taken.yaml").write_text("old")
    refused = {
        "redial_onyl": ("redirects", "Unknown options: redial_onyl"),
        "redial_only": ("some", "redial_only is 'some'; choose one of all, redirects for it"),
        "redial_contract": ("v2", "unknown edition 'v2'"),
        "redial_append": ("maybe", "Expected <class 'bool'>"),
        "redial_bot": ("ftp://bot", "give it as http://HOST:PORT"),
        "redial_cassette": ("taken.yaml", "it exists already"),
    }
    with (
        Server(_upstream.Service()) as service,
        mitmweb(confdir, service.url, "--set", "redial_cassette=x.yaml") as web,
    ):
        before = web.ask("GET", "/options")
        for name, (value, sentence) in refused.items():
            status, said = web.ask("PUT", "/options", {name: value})
            assert (status, sentence in said) == (400, True), said
            assert web.redirect() == 202
        assert web.ask("GET", "/options") == before
        assert web.ask("PUT", "/options", {"redial_only": "redirects"}) == (200, "")
        assert web.redirect() == 202
        web.child.stop(30)
        assert web.child.status == 0
    assert len(list(open_cassette(project / "x.yaml").entries())) == len(refused) + 1


def test_the_console_shows_what_is_wrong_with_a_saved_flow(project: Path, confdir: Path) -> None:
    saved = project / "flows.mitm"
    with saved.open("wb") as file:
        FlowWriter(file).add(_mitm.flow(content=_mitm.BODY.replace(b"30", b"5"), answer=_mitm.answer(204)))
    with console("mitmproxy", confdir, "--no-server", "--rfile", str(saved)) as started:
        started.until("❌")
        started.type(":redial.findings @all\r")
        started.until("warning RDQ041 request.body.timeout")
        started.type("q\r")
        started.until("# warning RDQ041 request.body.timeout")
        started.until("#     fix ")
        started.type(":redial.save @all saved.yaml\r")
        started.until("saved.yaml holds 1 of 1 flows")
    assert len(list(open_cassette(project / "saved.yaml").entries())) == 1
