"""The shelf: which cassette a test gets, and on what terms."""

from pathlib import Path
from typing import Any

import pytest

from harness.cassette import HEADER, as_written, block
from harness.errors import HarnessError
from harness.exchange import Exchange
from harness.pytest_plugin.shelf import loaded
from tests.unit.plugged import project, run
from tests.unit.recorded import CALLS, KEY, asked, forward, redirect, redirect_body

__all__ = ["project"]

pytest_plugins = ["pytester"]


def written(path: Path, exchanges: list[Exchange]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    blocks = (block(KEY.exchange(one), n, key=KEY.key_id) for n, one in enumerate(exchanges, 1))
    path.write_bytes(HEADER + b"".join(blocks))


def test_a_cassette_is_loaded_with_the_key_of_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "forward.yaml"
    written(path, forward())
    monkeypatch.setenv("REDIAL_KEY", "the key of this project")
    one = loaded(path, tmp_path)
    assert one.answer(redirect(body=redirect_body(CALLS[2]))) is None, (
        "with the key somebody else is somebody else"
    )
    assert one.answer(redirect()) is not None
    monkeypatch.delenv("REDIAL_KEY")
    assert loaded(path, tmp_path).answer(redirect(body=redirect_body(CALLS[2]))) is not None


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"a: b\n", b"interactions: 1\n"])
def test_what_is_no_cassette_is_refused_in_one_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.yaml"
    path.write_bytes(content)
    with pytest.raises(HarnessError, match=r"broken\.yaml"):
        loaded(path, tmp_path)


def test_a_torn_cassette_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "torn.yaml"
    written(path, forward())
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(HarnessError, match="is torn"):
        loaded(path, tmp_path)


def test_of_a_cassette_only_what_is_asked_for_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "forward.yaml"
    written(path, [one for n, call in enumerate(CALLS) for one in forward(call, at=60.0 * n)])
    read: list[str] = []
    value = as_written.value

    def watched(text: str) -> Any:
        read.append(text)
        return value(text)

    monkeypatch.setattr(as_written, "value", watched)
    one = loaded(path, tmp_path)
    read.clear()
    assert one.answer(redirect()) is not None
    assert len(one.calls) == len(CALLS)
    assert sum("POST" in text and "redirect" in text for text in read) <= 3


PLAYED = """
@pytest.mark.redial("forward.yaml", {terms})
def test_it(redial):
    def answered(told):
        data = told["value"][0]["resourceData"]
        if data["state"] == "incoming":
            bot.send(redial, redial.calls.index(data["id"]))
        return {reply}
    redial.play(answered)
    assert redial.recorded_at.year == 2026
"""


def test_a_conversation_is_played_to_the_bot(project: pytest.Pytester) -> None:
    run(project, PLAYED.format(terms="", reply="202")).assert_outcomes(passed=1)


@pytest.mark.parametrize("terms", ['fail_on="warning"', 'fail_on="info", contract="v1.0"'])
def test_a_finding_at_the_chosen_level_fails_the_test(project: pytest.Pytester, terms: str) -> None:
    result = run(project, PLAYED.format(terms=terms, reply="204"))
    result.assert_outcomes(failed=1)
    contract = "v1.0" if "v1.0" in terms else "reference"
    result.stdout.fnmatch_lines(
        [
            f"redial: what the bot did breaks the contract {contract}",
            "  warning RDN015 response.status: the bot answers 204, which *",
            "      at    forward.yaml:*, interaction 1, call *",
            "      fix   Answer 202 *",
        ]
    )
    result.stdout.no_fnmatch_line("*do not agree*")


def test_the_contract_and_the_level_of_the_project_are_those_of_its_file(project: pytest.Pytester) -> None:
    project.makefile(".toml", redial='fail-on = "warning"\nignore = ["RDN015"]\n')
    run(project, PLAYED.format(terms="", reply="204")).assert_outcomes(passed=1)
    project.makefile(".toml", redial='fail-on = "never"\n')
    run(project, PLAYED.format(terms="", reply="204")).assert_outcomes(passed=1)


@pytest.mark.parametrize("terms", ["", 'fail_on="never"'])
def test_a_webhook_that_was_taken_and_is_refused_now_fails_the_test_as_it_fails_a_replay(
    project: pytest.Pytester, terms: str
) -> None:
    result = run(project, PLAYED.format(terms=terms, reply="500"))
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "redial: the test and its recording forward.yaml do not agree",
            "  differs: forward.yaml, interaction 1: incoming.status: 202 -> 500, refused now",
            "redial: this may be why",
            "  warning RDN015 response.status: the bot answers 500 to a webhook",
        ]
    )


@pytest.mark.parametrize(("contract", "outcome"), [("v1.0", {"passed": 1}), ("reference", {"failed": 1})])
def test_the_option_says_by_which_contract_a_bot_is_judged(
    project: pytest.Pytester, contract: str, outcome: dict[str, int]
) -> None:
    body = """
@pytest.mark.redial("forward.yaml")
def test_it(redial):
    url, body = bot.redirects(redial)
    bot.httpx.post(url, content=bot.json.dumps(body), headers=bot.TOKEN)  # no Content-Type
    bot.send(redial, 1)
"""
    result = run(project, body, "--redial-contract", contract)
    result.assert_outcomes(**outcome)


def test_a_contract_that_does_not_exist_is_one_sentence(project: pytest.Pytester) -> None:
    result = run(project, PLAYED.format(terms='contract="v9"', reply="202"))
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["redial: *v9*"])
    result.stdout.no_fnmatch_line("*Traceback*")


@pytest.mark.parametrize("terms", ["max_age=2", ""])
def test_a_stale_cassette_is_warned_of(project: pytest.Pytester, terms: str) -> None:
    arguments = ["-W", "default", *([] if terms else ["--redial-max-age", "2"])]
    result = run(project, PLAYED.format(terms=terms, reply="202"), *arguments)
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(
        [
            "*StaleCassetteWarning: redial: forward.yaml was recorded on 2026-01-01, more than 2 days ago: *",
        ]
    )


def test_a_fresh_cassette_is_not(project: pytest.Pytester) -> None:
    result = run(project, PLAYED.format(terms="max_age=99999", reply="202"))
    result.assert_outcomes(passed=1)
    result.stdout.no_fnmatch_line("*StaleCassetteWarning*")


def test_an_age_that_is_none_is_one_sentence(project: pytest.Pytester) -> None:
    result = run(project, PLAYED.format(terms="", reply="202"), "--redial-max-age", "old")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["redial: 'old' is no number of days; as in redial_max_age = 90"])


@pytest.mark.parametrize(("repeats", "outcome"), [(True, {"passed": 1}), (False, {"failed": 1})])
def test_an_answer_is_given_again_where_the_marker_says_so(
    project: pytest.Pytester, *, repeats: bool, outcome: dict[str, int]
) -> None:
    written(project.path / "cassettes" / "once.yaml", [asked(redirect())])
    body = f"""
@pytest.mark.redial("once.yaml", repeats={repeats}, fail_on="never")
def test_it(redial):
    for _ in range(3):
        bot.send(redial, 0)
"""
    run(project, body).assert_outcomes(**outcome)


@pytest.mark.parametrize(("order", "outcome"), [("any", {"passed": 1}), ("strict", {"failed": 1})])
def test_in_strict_order_a_request_before_its_turn_is_a_miss(
    project: pytest.Pytester, order: str, outcome: dict[str, int]
) -> None:
    first, second = (asked(redirect(body=redirect_body(timeout=each)), at=each) for each in (30, 45))
    written(project.path / "cassettes" / "twice.yaml", [first, second])
    body = f"""
@pytest.mark.redial("twice.yaml", order="{order}", fail_on="never")
def test_it(redial):
    for number in (1, 0, 1):
        try:
            bot.send(redial, number)
        except Exception:
            pass
        if number == 0 and "{order}" == "any":
            break
"""
    result = run(project, body)
    result.assert_outcomes(**outcome)
    if order == "strict":
        result.stdout.fnmatch_lines(
            ["*it is interaction 2, and interaction 1 of the same call was to come before it"]
        )
