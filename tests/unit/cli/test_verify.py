"""`redial verify`: what it sends, prints and ends with, and what it refuses; the token is told nowhere."""

import json
import re
from pathlib import Path

import pytest

from harness.exchange import Response
from harness.ports import free_ports
from harness.server.server import Server
from tests._upstream import Service
from tests.unit.cli.terminal import KEY, Printed, Terminal, cassette
from tests.unit.recorded import CALLS, asked, forward, redirect, redirect_body
from tests.unit.verification.entries import answered, phoning

TOKEN = "eyJ0eXAi.eyJodXNo.aHVzaA"
FAR = "https://graph.example"


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two calls, redirected, each answered with 202."""
    monkeypatch.setenv("REDIAL_KEY", KEY.decode())
    monkeypatch.setenv("GRAPH_TOKEN", TOKEN)
    monkeypatch.chdir(tmp_path)
    return cassette(tmp_path / "calls.yaml", [*forward(), *forward(CALLS[1], at=60)])


def verified(redial: Terminal, service: Service, *arguments: object) -> Printed:
    with Server(service) as server:
        printed = redial("verify", *arguments, "--against", server.url)
    return Printed(printed.status, printed.out.replace(server.url, "URL"), printed.err)


def test_where_nothing_drifted_it_says_so_with_status_0(path: Path, redial: Terminal) -> None:
    service = Service(Response(202))
    printed = verified(redial, service, path)
    assert printed.status == 0
    assert printed.out == "2 requests sent to URL, 0 drifted\n"
    assert printed.err == (
        "without --token-env the requests carry a made-up token, which a simulator and a replay take\n"
    )
    assert len(service.requests) == 2


def test_what_drifted_is_told_first_with_its_place(path: Path, redial: Terminal) -> None:
    printed = verified(redial, Service(Response(204)), path)
    assert printed.status == 1
    headline, drifted, place = printed.out.splitlines()
    assert headline == "2 requests sent to URL, 2 drifted: redirect.status: 202 -> 204, and 1 more"
    assert drifted == "2 x  redirect.status: 202 -> 204"
    assert re.match(rf"     first at {re.escape(str(path))}:\d+, interaction 2, call ", place)


def test_new_answers_are_judged_by_the_contract_of_the_configuration(path: Path, redial: Terminal) -> None:
    path.with_name("redial.toml").write_text('contract = "v1.0"')
    printed = verified(redial, Service(Response(200)), path)
    assert "2 x  redirect.status: 202 -> 200 breaks RDR001" in printed.out
    assert f"at    {path}:" in printed.out
    assert "error RDR001 response.status" in printed.out


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_token_is_sent_and_told_nowhere(form: str, path: Path, redial: Terminal) -> None:
    service = Service(answered(401, f'{{"error": {{"code": "{TOKEN}"}}}}'.encode(), X_Echo=TOKEN))
    printed = verified(redial, service, path, "--token-env", "GRAPH_TOKEN", "--format", form)
    assert printed.status == 1
    assert "aHVzaA" not in printed.out + printed.err
    assert {request.headers.get("authorization") for request in service.requests} == {f"Bearer {TOKEN}"}
    assert printed.err == "the requests carry the token that --token-env names\n"


def test_a_token_in_place_of_its_variables_name_is_not_repeated(path: Path, redial: Terminal) -> None:
    said = redial.refused("verify", path, "--against", "http://127.0.0.1:9", "--token-env", TOKEN)
    assert "the variable that --token-env names is not set" in said
    assert "aHVzaA" not in said


def test_to_another_machine_nothing_is_sent_without_yes(path: Path, redial: Terminal) -> None:
    printed = redial("verify", path, "--against", FAR, "--token-env", "GRAPH_TOKEN")
    assert printed.status == 2
    lines = printed.out.splitlines()
    assert lines[0] == f"would send 2 requests to {FAR}"
    assert [line.split("/calls/")[0] for line in lines[1:]] == ["  POST /v1.0/communications"] * 2
    assert printed.err.splitlines() == [
        "the requests carry the token that --token-env names",
        "2 of 2 requests: a call or a person is masked, whom nobody knows; Graph answers 404",
        "at most 10 requests a second",
        "redial: nothing was sent; a redirect rings a phone: give --yes to send this to graph.example",
    ]


def test_a_masked_number_is_kept_from_another_machine(path: Path, redial: Terminal) -> None:
    phone = cassette(path.with_name("phone.yaml"), [asked(redirect()), asked(phoning(CALLS[1]), at=2)])
    printed = redial("verify", phone, "--against", FAR)
    assert printed.out.startswith(f"would send 1 request to {FAR}\n")
    assert "not sent: it rings a masked telephone number, which off this machine is nobody's" in printed.out
    assert "the requests carry no token: Graph answers such with 401" in printed.err


def test_where_all_is_kept_back_nothing_is_a_pass(path: Path, redial: Terminal) -> None:
    phone = cassette(path.with_name("phone.yaml"), [asked(phoning())])
    printed = redial("verify", phone, "--against", FAR, "--yes")
    assert printed.status == 2
    assert printed.out.startswith(f"0 requests sent to {FAR}, 0 drifted, 1 not sent\n")
    assert "redial: nothing was sent to graph.example" in printed.err


def test_json_has_the_public_shape(path: Path, redial: Terminal) -> None:
    told = json.loads(verified(redial, Service(Response(204)), path, "--format", "json").out)
    assert list(told) == [
        *("version", "against", "dry_run", "requests", "differences", "findings", "left_out", "summary"),
    ]
    assert (told["version"], told["dry_run"]) == (1, False)
    first = told["requests"][0]
    assert (first["file"], first["interaction"], first["recorded"], first["answered"]) == (
        str(path),
        2,
        202,
        204,
    )
    assert (first["times"], first["why"]) == (1, None)
    assert [each["path"] for each in told["differences"]] == ["redirect.status"] * 2
    assert told["summary"]["drifted"] == 2


def test_json_of_what_would_be_sent_says_that_it_was_not(path: Path, redial: Terminal) -> None:
    printed = redial("verify", path, "--against", FAR, "--format", "json")
    told = json.loads(printed.out)
    assert printed.status == 2
    assert told["dry_run"] is True
    assert [(each["times"], each["answered"]) for each in told["requests"]] == [(0, None)] * 2


def test_several_cassettes_are_verified_together(path: Path, redial: Terminal) -> None:
    other = cassette(path.with_name("other.yaml"), forward(CALLS[2]))
    assert verified(redial, Service(Response(202)), path, other).out.startswith("3 requests sent")


def test_a_torn_cassette_is_verified_as_far_as_it_is_whole_with_status_2(
    path: Path, redial: Terminal
) -> None:
    path.write_bytes(path.read_bytes()[:-40])
    printed = verified(redial, Service(Response(202)), path)
    assert printed.status == 2
    assert printed.out == "2 requests sent to URL, 0 drifted\n"
    assert f"redial: {path} ends in the middle of an interaction" in printed.err


def test_a_plain_vcrpy_cassette_is_sent_with_a_token_of_its_own(path: Path, redial: Terminal) -> None:
    plain = path.with_name("plain.yaml")
    plain.write_text(
        "version: 1\ninteractions:\n- request:\n    method: POST\n    body: '{}'\n    headers: {}\n"
        f"    uri: https://graph.microsoft.com/v1.0/communications/calls/{CALLS[0]}/redirect\n"
        "  response:\n    status: {code: 202, message: Accepted}\n    headers: {}\n    body: {string: ''}\n"
    )
    service = Service(Response(202))
    assert verified(redial, service, plain, "--token-env", "GRAPH_TOKEN").status == 0
    assert service.requests[0].headers.get("authorization") == f"Bearer {TOKEN}"


def test_what_cannot_be_compared_is_told_and_no_failure(path: Path, redial: Terminal) -> None:
    asked_in_vain = asked(redirect(CALLS[2], redirect_body(timeout=20)), None, at=99)
    other = cassette(path.with_name("other.yaml"), [*forward(CALLS[1]), asked_in_vain])
    printed = verified(redial, Service(Response(202)), other)
    assert printed.status == 0
    assert "left out: it has no recorded answer to compare with\n    at    " in printed.out


def test_a_recording_without_a_request_is_refused(path: Path, redial: Terminal) -> None:
    silent = cassette(path.with_name("silent.yaml"), [asked(redirect(), None)])
    said = redial.refused("verify", silent, "--against", "http://127.0.0.1:9")
    assert "nothing in it can be sent; it has no recorded answer to compare with; give a cassette" in said


def test_a_service_that_is_not_there_is_one_sentence(path: Path, redial: Terminal) -> None:
    (nobody,) = free_ports("127.0.0.1", 1)
    said = redial.refused("verify", path, "--against", f"http://127.0.0.1:{nobody}")
    assert f"nobody listens at 127.0.0.1:{nobody}; start the service first" in said


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ((), "Missing option '--against'"),
        (("--against", "http://graph.example"), "in clear; give an https URL"),
        (("--against", "https://me:hush@graph.example"), "--against holds credentials"),
        (("--against", "https://graph.example?code=hush"), "--against holds a query"),
        (("--against", "gopher://graph.example"), "no http or https URL"),
        (("--against", FAR, "--token-env", ""), "not set, or empty"),
    ],
)
def test_wrong_usage_is_one_sentence(
    arguments: tuple[str, ...], why: str, path: Path, redial: Terminal
) -> None:
    said = redial.refused("verify", path, *arguments)
    assert why in said
    assert "hush" not in said


def test_what_is_no_cassette_is_one_sentence(path: Path, redial: Terminal) -> None:
    missing, odd = path.with_name("missing.yaml"), path.with_name("odd.yaml")
    odd.write_text("hello: world\n")
    assert "no such file" in redial.refused("verify", missing, "--against", "http://127.0.0.1:9")
    assert "it is no cassette" in redial.refused("verify", odd, "--against", "http://127.0.0.1:9")
