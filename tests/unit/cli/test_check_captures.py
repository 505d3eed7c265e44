"""`redial check` on captures: HARs, mitmproxy's flows, and folders in which they stand beside cassettes."""

import importlib.util
import json
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest
from mitmproxy.io import FlowWriter

from tests import _mitm
from tests.unit.cli.terminal import Terminal, cassette
from tests.unit.har import exports
from tests.unit.har.exports import CALL, entry
from tests.unit.rules.exchanges import answered, redirect

SECRETS = (CALL, _mitm.CALL, "eyJhbGciOiJub25lIn0", "Ines Marlowe", "12025550143")
TOKEN = f"Bearer {SECRETS[2]}.eyJhIjoxfQ.c2ln"
BODY = (
    '{"targets": [{"identity": {"phone": {"id": "+12025550143", "displayName": "Ines Marlowe"}}}], '
    '"timeout": "+12025550143"}'
)


def har(path: Path) -> Path:
    fields = exports.fields(("authorization", TOKEN), ("content-type", "application/json"))
    path.write_bytes(
        exports.har(entry("https://shop.example"), entry(text=BODY, request={"headers": fields}), entry())
    )
    return path


def mitm(path: Path) -> Path:
    fields = [("Authorization", TOKEN), ("Content-Type", "application/json")]
    with path.open("wb") as file:
        writer = FlowWriter(file)
        writer.add(_mitm.flow(content=BODY.encode(), headers=fields, answer=_mitm.answer()))
        writer.add(_mitm.flow(headers=fields, answer=_mitm.answer()))
    return path


MAKERS = {"x.har": har, "x.mitm": mitm}


def test_a_har_is_judged_at_the_line_of_the_member(tmp_path: Path, redial: Terminal) -> None:
    path = har(tmp_path / "x.har")
    printed = redial("check", path, "--select", "RDQ040", "--format", "json")
    assert (printed.status, printed.err) == (1, "")
    found = json.loads(printed.out)
    assert [one["interaction"] for one in found["findings"]] == [2, 3]
    for one in found["findings"]:
        assert path.read_text().splitlines()[one["line"] - 1].strip().startswith('"text": "{')
    assert found["summary"]["exchanges"] == 2


def test_flows_are_judged_at_their_number(tmp_path: Path, redial: Terminal) -> None:
    printed = redial("check", mitm(tmp_path / "x.mitm"), "--select", "RDQ040", "--format", "json")
    assert (printed.status, printed.err) == (1, "")
    (found,) = json.loads(printed.out)["findings"]
    assert (found["interaction"], found["line"]) == (1, 1)


@pytest.mark.parametrize("name", MAKERS)
@pytest.mark.parametrize("form", ["text", "json"])
def test_nothing_that_is_masked_in_a_cassette_is_printed(
    name: str, form: str, tmp_path: Path, redial: Terminal
) -> None:
    path = MAKERS[name](tmp_path / name)
    before = sorted(tmp_path.rglob("*"))
    printed = redial("check", path, "--format", form)
    assert "RDQ040" in printed.out
    assert not [secret for secret in SECRETS if secret in printed.out + printed.err]
    assert sorted(tmp_path.rglob("*")) == before


def test_a_folder_is_judged_whatever_stands_in_it(tmp_path: Path, redial: Terminal) -> None:
    cassette(tmp_path / "a.yaml", [redirect(answer=answered("reference"))])
    har(tmp_path / "b.har")
    mitm(tmp_path / "c.mitm")
    printed = redial("check", tmp_path)
    assert printed.status == 1
    assert "(3 cassettes, 5 exchanges, " in printed.out


@pytest.mark.parametrize("name", MAKERS)
def test_of_a_torn_capture_the_whole_part_is_judged_and_the_rest_is_said(
    name: str, tmp_path: Path, redial: Terminal
) -> None:
    path = MAKERS[name](tmp_path / name)
    path.write_bytes(path.read_bytes()[:-60])
    printed = redial("check", path)
    assert printed.status == 2
    assert "in 1 redirect of 1 call" in printed.out
    assert printed.err.startswith(f"redial: {path} cannot be read to its end; left out: ")
    assert printed.err.count("\n") == 1


def test_what_cannot_be_read_does_not_hide_the_rest(tmp_path: Path, redial: Terminal) -> None:
    har(tmp_path / "a.har")
    (tmp_path / "b.har").write_text("[]")
    (tmp_path / "c.mitm").write_bytes(b"\x00junk")
    (tmp_path / "d.mitm").write_bytes(b"999999999999:x")
    printed = redial("check", tmp_path)
    assert printed.status == 2
    assert "RDQ040" in printed.out
    assert [line.split(": ")[1:3] for line in printed.err.splitlines()] == [
        [str(tmp_path / "b.har"), "it is no HAR"],
        [
            str(tmp_path / "c.mitm"),
            "no flow in it can be read; give a file that this mitmproxy, or an older one, wrote",
        ],
        [
            str(tmp_path / "d.mitm"),
            "no flow in it can be read; give a file that this mitmproxy, or an older one, wrote",
        ],
    ]


def test_a_har_of_other_traffic_alone_says_how_much_there_was(tmp_path: Path, redial: Terminal) -> None:
    (tmp_path / "x.har").write_bytes(
        exports.har(entry("https://shop.example"), entry("https://shop.example"))
    )
    printed = redial("check", tmp_path / "x.har")
    assert printed.status == 2
    assert (
        "no redirect was judged in 0 exchanges (2 others left out: part of no call's conversation)"
        in printed.err
    )


def test_without_mitmproxy_flows_are_one_sentence_and_the_rest_is_judged(
    tmp_path: Path, redial: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = importlib.util.find_spec

    def find(name: str, package: str | None = None) -> ModuleSpec | None:
        return None if name == "mitmproxy" else real(name, package)

    monkeypatch.setattr(importlib.util, "find_spec", find)
    path = mitm(tmp_path / "x.mitm")
    said = f"redial: {path}: a capture of mitmproxy's needs mitmproxy, which is not installed; "
    assert redial.refused("check", path) == f"{said}pip install 'graph-redial[proxy]'\n"
    har(tmp_path / "a.har")
    printed = redial("check", tmp_path)
    assert printed.status == 2
    assert "RDQ040" in printed.out


def test_a_har_under_another_name_is_judged_too(tmp_path: Path, redial: Terminal) -> None:
    printed = redial("check", har(tmp_path / "export.json"), "--select", "RDQ040")
    assert printed.status == 1
