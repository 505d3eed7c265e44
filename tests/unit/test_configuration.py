"""The settings of a project: where they are looked for, what they mean, and what is refused."""

from contextlib import suppress
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.configuration import FILES, KEYS, Configuration, configuration
from harness.errors import HarnessError
from harness.rules import RULES, codes
from harness.simulator.choices import USUAL
from tests.unit.rules.exchanges import PAGE, TABLE, own_documentation

WHOLE = """\
contract = "v1.0"
select = ["RDQ", "RDR001"]
ignore = ["RDQ040"]
fail-on = "warning"
recording-bot = true
simulator = {limit = 2, ending = 1.5, call_over = "400:8528"}
"""
CHOSEN = USUAL.having(["limit=2", "ending=1.5", "call_over=400:8528"])
READ = Configuration("v1.0", ("RDQ", "RDR001"), ("RDQ040",), "warning", recording_bot=True, simulator=CHOSEN)


def written(file: Path, text: str) -> Path:
    """A file, with the folders above it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return file.parent


def refused(folder: Path, text: str, name: str = "redial.toml") -> str:
    """The sentence that refuses a file, without the folder it is in."""
    written(folder / name, text)
    with pytest.raises(HarnessError) as caught:
        configuration(folder)
    return str(caught.value).replace(f"{folder}/", "")


def test_both_files_set_the_same(tmp_path: Path) -> None:
    assert configuration(written(tmp_path / "one" / "redial.toml", WHOLE)) == READ
    assert configuration(written(tmp_path / "two" / "pyproject.toml", f"[tool.redial]\n{WHOLE}")) == READ


def test_without_a_file_everything_is_as_it_is_by_default(tmp_path: Path) -> None:
    assert configuration(tmp_path) == Configuration("reference", (), (), "error", recording_bot=False)


def test_what_a_file_does_not_set_is_as_it_is_by_default(tmp_path: Path) -> None:
    assert configuration(written(tmp_path / "redial.toml", 'fail-on = "never"')) == Configuration(
        fail_on="never"
    )


def test_where_recordings_are_sent_is_a_url_of_a_store(tmp_path: Path) -> None:
    folder = written(tmp_path / "redial.toml", 'upload = "s3://bucket/calls"')
    assert configuration(folder) == Configuration(upload="s3://bucket/calls")
    assert refused(tmp_path, 'upload = "calls"').startswith("redial.toml: `upload`: calls is no URL")
    said = refused(tmp_path, 'upload = "s3://id:hunter2@bucket"')
    assert "a password or a query" in said
    assert "hunter2" not in said


def test_the_nearest_file_decides_alone(tmp_path: Path) -> None:
    written(tmp_path / "redial.toml", WHOLE)
    deep = written(tmp_path / "tests" / "pyproject.toml", '[tool.redial]\ncontract = "beta"')
    assert configuration(deep) == Configuration(contract="beta")
    (deep / "cassettes").mkdir()
    assert configuration(deep / "cassettes") == Configuration(contract="beta")


def test_in_one_folder_our_own_file_decides(tmp_path: Path) -> None:
    written(tmp_path / "pyproject.toml", '[tool.redial]\ncontract = "beta"')
    assert configuration(written(tmp_path / "redial.toml", "")) == Configuration()


@pytest.mark.parametrize("text", ["", "[tool.ruff]\nline-length = 80", "tool = 3", "[project]\nname = 'x'"])
def test_a_pyproject_without_our_table_is_passed_over(text: str, tmp_path: Path) -> None:
    written(tmp_path / "redial.toml", WHOLE)
    assert configuration(written(tmp_path / "deep" / "pyproject.toml", text)) == READ


def test_it_is_looked_for_from_the_current_folder_upwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path / "redial.toml", WHOLE)
    (tmp_path / "deep").mkdir()
    monkeypatch.chdir(tmp_path / "deep")
    assert configuration(Path()) == READ


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("slect = []", "redial.toml: unknown key 'slect'; did you mean select? the keys are contract, "),
        ("fail_on = 'error'", "redial.toml: unknown key 'fail_on'; did you mean fail-on? the keys are "),
        ("zzz = 1", "redial.toml: unknown key 'zzz'; the keys are contract, select, ignore, fail-on, "),
        (
            "redaction = {keeep = []}",
            "redial.toml: `redaction`: unknown key 'keeep'; did you mean keep? its keys are keep, headers,",
        ),
        ("redaction = {keep = 1}", "redial.toml: `redaction` has another form; make it a table of keep,"),
        (
            "redaction = {patterns = ['(']}",
            "redial.toml: `redaction`: `patterns`: it is no regular expression",
        ),
        ("redaction = {patterns = ['a*']}", "redial.toml: `redaction`: `patterns`: it matches where nothing"),
        ("redaction = {members = ['$']}", "redial.toml: `redaction`: `members`: it is no path of a member"),
        (
            "simulator = {cal_over = '404'}",
            "redial.toml: `simulator`: 'cal_over=404' is no choice; did you mean call_over? there are ",
        ),
        ("simulator = {call_over = []}", "redial.toml: `simulator` has another form; make it a table of "),
        (
            "diff = {ignored = []}",
            "redial.toml: `diff`: unknown key 'ignored'; did you mean ignore? its keys are ignore, only,",
        ),
        (
            "diff = {only = 'timeout'}",
            "redial.toml: `diff` has another form; make it a table of ignore, only,",
        ),
        (
            "diff = {only = ['a..b']}",
            "redial.toml: `diff`: `only`: 'a..b' is no path, such as redirect.body.",
        ),
        ("select = ['RDQ40']", "redial.toml: `select`: unknown rule 'RDQ40'; did you mean RDQ040? "),
        ("ignore = ['RDR001', '']", "redial.toml: `ignore`: unknown rule ''; `redial rules` lists them all"),
        ("contract = 'v1'", "redial.toml: `contract`: unknown edition 'v1'; did you mean v1.0? "),
        ("contract = 1.0", 'redial.toml: `contract` has another form; make it a text, such as "v1.0"'),
        ("select = 'RDQ'", "redial.toml: `select` has another form; make it a list of texts, "),
        ("ignore = [1]", "redial.toml: `ignore` has another form; make it a list of texts, "),
        ("fail-on = 'errors'", "redial.toml: `fail-on` has another form; make it one of error, warning, "),
        ("fail-on = 2", "redial.toml: `fail-on` has another form; make it one of error, warning, "),
        ("recording-bot = 1", "redial.toml: `recording-bot` has another form; make it true or false"),
        ("contract =", "redial.toml is no TOML: "),
        ("a = " + "[" * 5000, "redial.toml is no TOML: "),
        ("a = " + "9" * 5000, "redial.toml is no TOML: "),
    ],
)
def test_what_means_nothing_is_refused_with_its_file_and_key(
    text: str, sentence: str, tmp_path: Path
) -> None:
    assert refused(tmp_path, text).startswith(sentence)


def test_in_a_pyproject_too(tmp_path: Path) -> None:
    name = "pyproject.toml"
    assert refused(tmp_path, "[tool.redial]\nx = 1", name).startswith("pyproject.toml: unknown key 'x'; ")
    assert refused(tmp_path, "[tool]\nredial = 1", name).startswith("pyproject.toml: `tool.redial` is no ")


def test_what_cannot_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "redial.toml").write_bytes(b"contract = '\xff'")
    with pytest.raises(HarnessError, match=r"redial\.toml is no text in UTF-8"):
        configuration(tmp_path)
    (tmp_path / "redial.toml").unlink()
    (tmp_path / "redial.toml").mkdir()
    with pytest.raises(HarnessError, match=r"cannot read .*redial\.toml: Is a directory"):
        configuration(tmp_path)


@given(st.text(max_size=40) | st.sampled_from(sorted(KEYS)).map(lambda key: f"{key} = "), st.text(max_size=9))
def test_any_text_is_settings_or_one_sentence(
    tmp_path_factory: pytest.TempPathFactory, opening: str, rest: str
) -> None:
    folder = tmp_path_factory.mktemp("any")
    (folder / "redial.toml").write_bytes((opening + rest).encode("utf-8", "surrogatepass"))
    with suppress(HarnessError):
        configuration(folder)


def test_every_key_is_a_setting_and_every_setting_a_key() -> None:
    assert [name.replace("-", "_") for name in KEYS] == [each.name for each in fields(Configuration)]
    assert list(FILES) == ["redial.toml", "pyproject.toml"]


def test_what_is_told_decides_on_the_contract() -> None:
    assert READ.documentation().chosen.edition == "v1.0"
    assert READ.documentation("beta").chosen.edition == "beta"


def test_a_path_begins_at_the_file_and_may_lead_to_a_page_or_a_compiled_contract(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled = own_documentation().chosen.to_json()
    written(tmp_path / "pages" / "mine.md", PAGE.format(rows=TABLE))
    (tmp_path / "pages" / "mine.json").write_bytes(compiled)
    (tmp_path / "deep").mkdir()
    monkeypatch.chdir(tmp_path / "deep")
    for path, name in (("pages/mine.md", "mine.md"), ("./pages/mine.json", "mine")):
        written(tmp_path / "redial.toml", f'contract = "{path}"')
        assert configuration(Path()).documentation().chosen.edition == name
    written(tmp_path / "redial.toml", 'contract = "pages/other.md"')
    with pytest.raises(HarnessError, match=r"`contract`: .*pages/other\.md: there is no such file"):
        configuration(Path())


def test_a_bot_that_records_by_policy_has_the_shorter_window() -> None:
    windows = [
        Configuration("v1.0", recording_bot=records).documentation().window for records in (False, True)
    ]
    assert [window.value for window in windows if window] == [15, 5]


def test_a_selection_that_is_told_begins_anew() -> None:
    assert READ.codes(("RDQ040",)) == {"RDQ040"}
    assert READ.codes(("RDQ",), ("RDQ041",)) == codes(("RDQ",), ("RDQ041",))


def test_what_is_told_to_be_ignored_is_ignored_besides() -> None:
    assert READ.codes() == codes(("RDQ", "RDR001"), ("RDQ040",))
    assert READ.codes(ignore=("RDQ041",)) == codes(("RDQ", "RDR001"), ("RDQ040", "RDQ041"))
    assert Configuration().codes() == {rule.code for rule in RULES}
