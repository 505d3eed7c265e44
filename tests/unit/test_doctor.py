"""Doctor finds what keeps a conversation from passing, and says what to do about it."""

import json
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from harness import trust
from harness.doctor import Case, Found, State, looked
from harness.exchange import Origin, Request, Response
from harness.ports import free_ports
from harness.responder import Answer, FollowUp
from harness.server.server import Server
from tests import _upstream


class Recorder:
    """Answers as the listener of a recorder does."""

    def respond(self, request: Request, now: object) -> Answer | None:
        told = {
            "pid": 4711,
            "listeners": [
                {"for": "graph", "host": "127.0.0.1", "port": 8080, "requests": 3},
                {"for": "bot", "host": "127.0.0.1", "port": 8081, "requests": 0},
            ],
        }
        return Answer(Response(200, body=json.dumps(told).encode()), Origin.SIMULATED)

    def due(self, now: object) -> Iterator[FollowUp]:
        return iter(())


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    """A machine on which everything is well: an authority, two free ports, services that answer."""
    home = tmp_path / trust.HOME
    home.mkdir(parents=True, mode=0o700)
    authority = _upstream.Authority(tmp_path)
    (home / trust.CERTIFICATE).write_bytes(authority.file.read_bytes())
    (home / "mitmproxy-ca.pem").touch(0o600)
    (tmp_path / ".redial" / "key").touch(0o600)
    graph, bot = free_ports("127.0.0.1", 2)
    with Server(_upstream.Service(Response(404))) as service:
        yield Case(
            port=graph,
            bot_port=bot,
            upstream=service.url,
            login=service.url,
            environ={"HOME": str(tmp_path)},
            directory=tmp_path,
        )


def bad(case: Case) -> list[str]:
    return [f"{found.words}; {found.hint}" for found in looked(case) if found.state is State.BAD]


def found(case: Case, words: str) -> Found:
    (one,) = [each for each in looked(case) if words in each.words]
    return one


def with_(case: Case, **environ: str) -> Case:
    return replace(case, environ={**case.environ, **environ})


def test_where_all_is_well_nothing_fails(case: Case) -> None:
    assert bad(case) == []
    assert "valid until" in found(case, "certificate authority").words


def test_an_authority_that_is_not_made_yet_is_no_failure(case: Case, tmp_path: Path) -> None:
    missing = found(with_(case, HOME=str(tmp_path / "new")), "authority is not made yet")
    assert (missing.state, missing.hint) == (State.NOTE, "the first `redial record` does it")


def test_an_authority_that_is_none_is_named(case: Case, tmp_path: Path) -> None:
    (tmp_path / trust.HOME / trust.CERTIFICATE).write_text("no certificate")
    assert any("is no certificate" in each for each in bad(case))


def test_a_key_that_others_can_read_fails(case: Case, tmp_path: Path) -> None:
    (tmp_path / trust.HOME / "mitmproxy-ca.pem").chmod(0o644)
    (each,) = bad(case)
    assert "can be read by others (0644); chmod 600 " in each


def test_a_project_key_that_others_can_read_fails(case: Case, tmp_path: Path) -> None:
    (tmp_path / ".redial" / "key").chmod(0o640)
    (each,) = bad(case)
    assert "chmod 600" in each


@pytest.mark.parametrize("name", [*trust.STORES, trust.EXTRA])
def test_whether_a_store_holds_the_authority_is_said(case: Case, tmp_path: Path, name: str) -> None:
    with_it = str(tmp_path / trust.HOME / trust.CERTIFICATE)
    assert found(with_(case, **{name: with_it}), name).state is State.WELL
    assert found(with_(case, **{name: str(trust.public())}), name).state is State.NOTE
    assert found(with_(case, **{name: str(tmp_path / "gone.pem")}), name).state is State.BAD


def test_stores_without_the_authority_are_one_note(case: Case) -> None:
    names = [*trust.STORES, trust.EXTRA]
    place = with_(case, **dict.fromkeys(names, str(trust.public())))
    (note,) = [each for each in looked(place) if any(name in each.words for name in names)]
    assert all(name in note.words for name in names)


def test_a_port_that_somebody_else_took_fails(case: Case) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        taken.settimeout(0.1)
        (each,) = bad(replace(case, port=port))
    assert each == f"port {port} is taken, and not by a recorder; choose another with --port"


def test_a_recorder_that_runs_is_asked_which_listener_is_silent(case: Case) -> None:
    with Server(Recorder()) as recorder:
        told = [each.words for each in looked(replace(case, port=recorder.port))]
    assert f"port {recorder.port}: a recorder listens, process 4711" in told
    assert "its listener for graph, port 8080, was asked 3 times" in told
    assert "its listener for bot, port 8081, was not asked anything yet" in told


def test_a_proxy_that_nobody_listens_at_fails(case: Case) -> None:
    (nobody,) = free_ports("127.0.0.1", 1)
    place = with_(case, HTTPS_PROXY=f"http://me:hush@127.0.0.1:{nobody}")
    (each,) = [each for each in bad(place) if "HTTPS_PROXY" in each]
    assert each.startswith(f"HTTPS_PROXY is http://127.0.0.1:{nobody}, where nobody listens")
    assert "hush" not in "".join(each.words + each.hint for each in looked(place))


def test_node_needs_to_be_told_to_heed_a_proxy(case: Case) -> None:
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        place = with_(case, HTTPS_PROXY=f"http://127.0.0.1:{proxy.getsockname()[1]}")
        assert found(place, "NODE_USE_ENV_PROXY is not set").state is State.NOTE


def test_a_service_that_is_not_reached_fails(case: Case) -> None:
    (nobody,) = free_ports("127.0.0.1", 1)
    (each,) = bad(replace(case, upstream=f"http://127.0.0.1:{nobody}"))
    assert each.startswith(f"Graph at http://127.0.0.1:{nobody} is not reached: ")


def test_a_service_on_this_machine_is_not_asked_through_the_proxy_and_any_other_is(case: Case) -> None:
    here, nobody = free_ports("127.0.0.1", 2)
    proxied = with_(case, HTTPS_PROXY=f"http://me:hush@127.0.0.1:{nobody}")
    far = found(replace(proxied, upstream="https://graph.example"), "Graph at ")
    assert f"is not reached through http://127.0.0.1:{nobody}: " in far.words
    near = found(replace(proxied, upstream=f"http://127.0.0.1:{here}"), "Graph at ")
    assert "is not reached: " in near.words


def test_a_login_side_fails_only_where_it_is_asked_for(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    (nobody,) = free_ports("127.0.0.1", 1)
    url = f"http://127.0.0.1:{nobody}"
    monkeypatch.setattr("harness.doctor.LOGIN", url)
    assert found(replace(case, login=None), f"login at {url} is not reached").state is State.NOTE
    assert found(replace(case, login=url), f"login at {url} is not reached").state is State.BAD


def test_a_bot_that_does_not_listen_fails(case: Case) -> None:
    (nobody,) = free_ports("127.0.0.1", 1)
    (each,) = bad(replace(case, bot=f"http://127.0.0.1:{nobody}/api/calls"))
    assert "no bot listens at" in each
    with socket.create_server(("127.0.0.1", 0)) as bot:
        listens = replace(case, bot=f"http://127.0.0.1:{bot.getsockname()[1]}/api/calls")
        assert bad(listens) == []
