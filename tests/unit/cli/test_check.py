"""`redial check`: what it prints, the status it ends with, and the files it cannot read."""

import json
from pathlib import Path

import pytest

from harness.contract.editions.__main__ import FOLDER
from harness.exchange import Response
from harness.facts import Wire
from harness.headers import Headers
from harness.rules import RULES, Scope
from tests.unit.cli.terminal import Terminal, cassette
from tests.unit.rules.exchanges import URL, answered, members, recorded, redirect

WIRE = Wire(248, 248)
OTHERS = [URL.replace("9f2c61b8", f"9f2c61b{n}") for n in range(5)]
GOOD = recorded(redirect(url=OTHERS[0], answer=answered("reference")), WIRE)
BAD = redirect(members(timeout="30"), answer=answered("reference"))
PLAIN_ERROR = Response(400, Headers((("content-type", "text/plain"),)), b"no")


def test_a_correct_recording_ends_with_status_0_and_a_sentence_of_counts(
    tmp_path: Path, redial: Terminal
) -> None:
    printed = redial("check", cassette(tmp_path / "good.yaml", [GOOD]))
    assert (printed.status, printed.err) == (0, "")
    *unjudged, summary = printed.out.splitlines()
    assert summary.startswith("0 errors, 0 warnings, 0 infos in 1 redirect of 1 call (1 cassette, 1 exchange")
    assert all(line.startswith("not judged: ") for line in unjudged)


def test_a_finding_is_printed_with_its_place_its_fix_and_its_cite(tmp_path: Path, redial: Terminal) -> None:
    path = cassette(tmp_path / "bad.yaml", [GOOD, BAD])
    printed = redial("check", path)
    assert printed.status == 1
    first, place, fix, cite, *_ = printed.out.splitlines()
    assert first.startswith("error RDQ040 request.body.timeout: ")
    assert place.startswith(f"    at    {path}:")
    assert ", interaction 2, call " in place
    assert fix.startswith("    fix   ")
    assert cite.startswith("    cite  reference.md:")


def test_the_place_is_the_line_of_the_offending_member(tmp_path: Path, redial: Terminal) -> None:
    path = cassette(tmp_path / "bad.yaml", [GOOD, BAD])
    (found,) = json.loads(redial("check", path, "--format", "json").out)["findings"]
    assert path.read_text().splitlines()[found["line"] - 1].strip().startswith('"timeout": "30"')


def test_json_has_the_public_shape(tmp_path: Path, redial: Terminal) -> None:
    printed = redial("check", cassette(tmp_path / "bad.yaml", [BAD]), "--format", "json")
    result = json.loads(printed.out)
    assert list(result) == [
        "version",
        "contract",
        "rules_run",
        "findings",
        "figures",
        "not_judged",
        "summary",
    ]
    assert (result["version"], result["contract"]) == (1, "reference")
    (found,) = result["findings"]
    assert list(found) == [
        *("rule", "severity", "where", "message", "fix", "cite", "file", "line", "interaction", "call"),
    ]
    assert set(found["cite"]) == {"page", "line", "words", "url"}
    assert list(result["figures"][0]) == ["call", "margin_s", "ack_s", "retry_s"]
    assert result["summary"] == {
        "error": 1,
        "warning": 0,
        "info": 0,
        "cassettes": 1,
        "exchanges": 1,
        "calls": 1,
        "accepted": 0,
    }


def test_one_finding_many_times_is_one_line_in_text_and_complete_in_json(
    tmp_path: Path, redial: Terminal
) -> None:
    calls = [redirect(members(timeout="30"), url=url, answer=answered("reference")) for url in OTHERS]
    path = cassette(tmp_path / "bad.yaml", calls)
    assert redial("check", path).out.count("RDQ040") == 1
    assert "(5 times)" in redial("check", path).out
    assert len(json.loads(redial("check", path, "--format", "json").out)["findings"]) == 5


@pytest.mark.parametrize(("level", "status"), [("error", 0), ("warning", 0), ("info", 1), ("never", 0)])
def test_fail_on_is_the_mildest_finding_that_fails(
    level: str, status: int, tmp_path: Path, redial: Terminal
) -> None:
    path = cassette(tmp_path / "live.yaml", [redirect(answer=answered("v1.0"))])
    assert redial("check", path, "--fail-on", level).status == status


def test_the_worst_findings_come_first(tmp_path: Path, redial: Terminal) -> None:
    live = redirect(members(timeout="30"), answer=answered("v1.0"))
    printed = redial("check", cassette(tmp_path / "live.yaml", [live]))
    assert printed.out.index("error RDQ040") < printed.out.index("info RDR001")


def test_the_contract_decides(tmp_path: Path, redial: Terminal) -> None:
    path = cassette(tmp_path / "late.yaml", [redirect(members(timeout=5), answer=answered("v1.0"))])
    assert redial("check", path, "--contract", "v1.0").status == 1
    assert redial("check", path, "--contract", "reference").status == 0


def test_a_page_and_its_compiled_contract_decide_like_an_edition(tmp_path: Path, redial: Terminal) -> None:
    path = cassette(tmp_path / "late.yaml", [redirect(members(timeout=5), answer=answered("v1.0"))])
    page = tmp_path / "strict.md"
    page.write_text((FOLDER / "v1.0.md").read_text("utf-8").replace("15 to 90", "1 to 4"), "utf-8")
    redial("contract", "compile", page, "-o", tmp_path / "strict.json")
    for name in ("strict.md", "strict.json"):
        printed = redial("check", path, "--contract", tmp_path / name, "--fail-on", "info")
        assert printed.status == 1
        assert "strict.md documents 1..4" in printed.out
        assert "contract strict.md" in printed.out


def test_select_and_ignore_choose_the_rules(tmp_path: Path, redial: Terminal) -> None:
    path = cassette(tmp_path / "bad.yaml", [BAD])
    assert redial("check", path, "--ignore", "RDQ040").status == 0
    assert redial("check", path, "--select", "RDR").status == 0
    assert redial("check", path, "--select", "RDQ020,RDQ040").status == 1


def test_a_request_without_an_answer_is_judged_and_its_answer_said_not_to_be(
    tmp_path: Path, redial: Terminal
) -> None:
    path = cassette(tmp_path / "dead.yaml", [recorded(redirect(), WIRE)])
    result = json.loads(redial("check", path, "--format", "json").out)
    unanswered = {each["rule"] for each in result["not_judged"] if each["why"] == "the request got no answer"}
    assert unanswered == {rule.code for rule in RULES if rule.scope is Scope.ANSWER}
    assert ", 1 time: the request got no answer\n" in redial("check", path).out


def test_where_no_redirect_is_there_to_judge_it_says_so_and_fails(tmp_path: Path, redial: Terminal) -> None:
    answer = redirect(
        url="https://graph.microsoft.com/v1.0/communications/calls/57/answer", answer=Response(202)
    )
    printed = redial("check", cassette(tmp_path / "other.yaml", [answer]))
    assert printed.status == 2
    assert printed.err.startswith("redial: no redirect was judged in 1 exchange;")


def test_a_folder_is_all_its_cassettes(tmp_path: Path, redial: Terminal) -> None:
    cassette(tmp_path / "one.yaml", [GOOD])
    cassette(tmp_path / "sub" / "two.yaml", [BAD])
    printed = redial("check", tmp_path)
    assert printed.status == 1
    assert "2 cassettes" in printed.out


def test_a_torn_cassette_is_judged_as_far_as_it_is_whole(tmp_path: Path, redial: Terminal) -> None:
    path = cassette(tmp_path / "torn.yaml", [GOOD, BAD])
    before = path.read_bytes()[:-40]
    path.write_bytes(before)
    printed = redial("check", path)
    assert printed.status == 2
    assert "in 1 redirect of 1 call" in printed.out
    assert printed.err.startswith(f"redial: {path} ends in the middle of an interaction; left out: ")
    assert path.read_bytes() == before


def test_one_unreadable_file_in_a_folder_does_not_hide_the_others(tmp_path: Path, redial: Terminal) -> None:
    cassette(tmp_path / "a.yaml", [BAD])
    (tmp_path / "b.yaml").write_text("")
    printed = redial("check", tmp_path)
    assert printed.status == 2
    assert "RDQ040" in printed.out
    assert "b.yaml" in printed.err


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello: world\n",
        b"- just\n- a list\n",
        b"\x00\x01\x02",
        b"\xff\xfe\x00",
        b"a: [",
        b"interactions: 3\n",
    ],
    ids=["empty", "a mapping", "a list", "binary", "not utf-8", "no yaml", "no list of interactions"],
)
def test_what_is_no_cassette_is_one_sentence_and_stays_as_it_was(
    content: bytes, tmp_path: Path, redial: Terminal
) -> None:
    path = tmp_path / "odd.yaml"
    path.write_bytes(content)
    assert str(path) in redial.refused("check", path)
    assert path.read_bytes() == content


def test_a_missing_file_and_an_empty_folder_are_one_sentence_each(tmp_path: Path, redial: Terminal) -> None:
    assert "no such file" in redial.refused("check", tmp_path / "missing.yaml")
    assert "no cassette" in redial.refused("check", tmp_path)


def test_an_unknown_edition_code_or_level_is_one_sentence(tmp_path: Path, redial: Terminal) -> None:
    path = cassette(tmp_path / "good.yaml", [GOOD])
    assert "the editions are" in redial.refused("check", path, "--contract", "v2")
    assert "did you mean" in redial.refused("check", path, "--select", "RDQ04O")
    assert "'loud' is not one of" in redial.refused("check", path, "--fail-on", "loud")


def test_of_several_files_each_is_judged_however_many_before_it_cannot_be_read(
    tmp_path: Path, redial: Terminal
) -> None:
    broken = [tmp_path / "a.yaml", tmp_path / "b.yaml"]
    for path in broken:
        path.write_text("x")
    printed = redial("check", *broken, cassette(tmp_path / "good.yaml", [GOOD]))
    assert printed.status == 2
    assert "1 redirect of 1 call (3 cassettes, 1 exchange" in printed.out
    assert printed.err.count("it is no cassette") == 2
