"""The options mean what they say, and what means nothing is refused."""

import logging
from pathlib import Path
from typing import Any

import pytest
from mitmproxy.exceptions import OptionsError

from harness.errors import HarnessError
from proxy_addons.options import OPTIONS, Option, OptionsAddon, Settings, Target, obstacles, read, target
from tests import _mitm


def test_every_option_is_off_by_default() -> None:
    with _mitm.running(OptionsAddon()) as mitm:
        assert read(mitm.options) == Settings()


def test_every_option_is_read() -> None:
    given = {
        "redial_cassette": "calls.yaml",
        "redial_append": True,
        "redial_contract": "v1.0",
        "redial_bot": "http://localhost:3978",
        "redial_only": "redirects",
        "redial_redact": False,
        "redial_keep": False,
        "redial_enforce": True,
        "redial_on_error": "continue",
        "redial_replay": "old.yaml",
        "redial_graph": "http://127.0.0.1:9001",
        "redial_login": "http://127.0.0.1:9002",
        "redial_tunnel": True,
        "redial_silence": 30,
        "redial_ready": "ready.json",
        "redial_leash": True,
    }
    assert {*given, "redial_upload"} == {option.name for option in OPTIONS}
    lazy = {"connection_strategy": "lazy", "upstream_cert": False}
    with _mitm.running(OptionsAddon(), **lazy, **given) as mitm:
        assert read(mitm.options) == Settings(
            cassette=Path("calls.yaml"),
            append=True,
            contract="v1.0",
            bot=Target("http", "localhost", 3978),
            only="redirects",
            redact=False,
            keep=False,
            enforce=True,
            on_error="continue",
            graph=Target("http", "127.0.0.1", 9001),
            login=Target("http", "127.0.0.1", 9002),
            tunnel=True,
            silence=30,
            replay=Path("old.yaml"),
            ready=Path("ready.json"),
            leash=True,
        )


def test_where_to_upload_to_is_read() -> None:
    with _mitm.running(
        OptionsAddon(), redial_cassette="calls.yaml", redial_upload="s3://bucket/calls"
    ) as mitm:
        assert read(mitm.options).upload == "s3://bucket/calls"


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"redial_cassette": "calls.yaml", "redial_redact": False}, "only what is masked is uploaded"),
        ({}, "there is nothing to upload"),
        ({"redial_cassette": "calls.yaml", "redial_upload": "calls"}, "calls is no URL of an object store"),
        (
            {"redial_cassette": "calls.yaml", "redial_upload": "s3://b/c?sig=hunter2"},
            "s3://b/c was given with a password or a query",
        ),
    ],
)
def test_an_upload_that_cannot_be_is_refused(more: dict[str, Any], sentence: str) -> None:
    options = {"redial_upload": "s3://bucket/calls"} | more
    with pytest.raises(OptionsError, match=sentence) as refused, _mitm.running(OptionsAddon(), **options):
        pass
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.name)
def test_every_option_can_be_set_on_the_command_line(option: Option) -> None:
    urls = dict.fromkeys(("redial_bot", "redial_graph", "redial_login"), _mitm.BOT)
    known = {
        "redial_upload": "s3://calls",
        "redial_only": "redirects",
        "redial_on_error": "continue",
        "redial_silence": 30,
        **urls,
    }
    value = known.get(option.name, "x" if isinstance(option.default, str) else True)
    lazy = {"connection_strategy": "lazy", "upstream_cert": False, "redial_cassette": "calls.yaml"}
    with _mitm.running(OptionsAddon(), **lazy) as mitm:
        mitm.options.set(f"{option.name}={str(value).lower()}" if value is True else f"{option.name}={value}")
        assert getattr(mitm.options, option.name) == value


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("redial_on_error", "perhaps", "choose one of stop, continue"),
        ("redial_silence", -1, "redial_silence is below 0"),
        ("redial_graph", "ftp://graph", "redial_graph speaks|redial_graph is not an address"),
    ],
)
def test_a_value_that_means_nothing_is_refused(name: str, value: Any, sentence: str) -> None:
    addon = OptionsAddon()
    with _mitm.running(addon) as mitm, pytest.raises(OptionsError, match=sentence):
        mitm.configure(addon, **{name: value})


def test_a_choice_that_does_not_exist_is_rolled_back() -> None:
    addon = OptionsAddon()
    with _mitm.running(addon) as mitm:
        with pytest.raises(OptionsError, match="choose one of all, redirects"):
            mitm.configure(addon, redial_only="some")
        assert mitm.options.redial_only == "all"


@pytest.mark.parametrize(
    "url", ["ftp://bot", "http://", "http://bot/api/calls", "tcp://bot:1", "::", "http://bot:x"]
)
def test_a_bot_that_is_no_http_address_is_refused(url: str) -> None:
    with pytest.raises(HarnessError, match="http://HOST:PORT"):
        target(url)


def test_a_mistyped_option_of_ours_keeps_the_proxy_from_starting() -> None:
    with _mitm.running(OptionsAddon()) as mitm:
        mitm.options.set("redial_casette=x.yaml", "something_else=1", defer=True)
        assert [str(obstacle) for obstacle in obstacles(mitm.options)] == [
            "redial_casette is no option of redial; did you mean redial_cassette? known are "
            + ", ".join(option.name for option in OPTIONS)
        ]


@pytest.mark.parametrize(
    "given", [["redial_append=maybe"], ["redial_only=all", "redial_only=redirects"], ["redial_cassette"]]
)
def test_a_value_of_the_wrong_type_ends_mitmproxy_rather_than_us(
    given: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    with _mitm.running(Nobody()) as mitm:
        mitm.options.set(*given, defer=True)
        mitm.master.addons.add(OptionsAddon())
        assert [record.levelno for record in caplog.records] == [logging.ERROR]
        assert given[0].partition("=")[0] in caplog.text
        assert read(mitm.options) == Settings()


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("redial_onyl", "x", "redial_onyl is no option of redial; did you mean redial_only?"),
        ("redial_only", "some", "redial_only is 'some'; choose one of all, redirects for it"),
        ("redial_append", "maybe", "Expected <class 'bool'> for redial_append"),
        ("redial_silence", [1], "Expected <class 'int'> for redial_silence"),
    ],
)
def test_what_the_configuration_file_gives_wrongly_is_refused_as_a_whole(
    name: str, value: object, sentence: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Nothing is recorded by half of what was wanted, and nobody shows a traceback later on."""
    addon = OptionsAddon()
    with _mitm.running(Nobody()) as mitm:
        mitm.options.deferred.update({"redial_bot": "http://localhost:1", "other": "1", name: value})
        mitm.master.addons.add(addon)
        addon.configure({option.name for option in OPTIONS})
        assert [record.levelno for record in caplog.records] == [logging.ERROR]
        assert caplog.records[0].getMessage().startswith(sentence)
        assert (addon.refused, read(mitm.options)) == (True, Settings())
        assert list(mitm.options.deferred) == ["other"]


def test_values_given_before_we_were_loaded_are_set() -> None:
    with _mitm.running(Nobody()) as mitm:
        mitm.options.set("redial_cassette=a=b.yaml", "redial_append", "other=1", defer=True)
        mitm.master.addons.add(OptionsAddon())
        assert read(mitm.options) == Settings(cassette=Path("a=b.yaml"), append=True)
        assert list(mitm.options.deferred) == ["other"]


class Nobody:
    """An addon that does nothing."""


def test_certificates_of_a_compromised_authority_keep_the_proxy_from_starting() -> None:
    addon = OptionsAddon()
    with _mitm.running(addon) as mitm:
        mitm.options.add_option("emudhra_old", bool, False, "")
        assert list(obstacles(mitm.options)) == []
        with pytest.raises(OptionsError, match="emudhra_old signs certificates"):
            mitm.configure(addon, emudhra_old=True)


@pytest.mark.parametrize("given", [{"redial_cassette": "calls.yaml"}, {"redial_enforce": True}])
@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"stream_large_bodies": "1m"}, "leave stream_large_bodies unset"),
        ({"ignore_hosts": [r"^graph\.microsoft\.com:443$"]}, "keep graph.microsoft.com:443 from being read"),
        ({"allow_hosts": ["example"]}, "keep canary.graph.microsoft.com:443 from being read"),
        (
            {"mode": ["reverse:http://127.0.0.1:9"], "ignore_hosts": ["127"]},
            "keep 127.0.0.1:9 from being read",
        ),
    ],
)
def test_nothing_may_pass_unread_that_is_to_be_kept_or_judged(
    given: dict[str, Any], settings: dict[str, Any], sentence: str
) -> None:
    addon = OptionsAddon()
    with _mitm.running(addon, **settings) as mitm, pytest.raises(OptionsError, match=sentence):
        mitm.configure(addon, **given)


def test_other_hosts_may_pass_unread() -> None:
    addon = OptionsAddon()
    with _mitm.running(
        addon, ignore_hosts=["example"], mode=["regular", "reverse:http://[::1]:9@9001"]
    ) as mitm:
        mitm.configure(addon, redial_cassette="calls.yaml", redial_enforce=True)
    addon = OptionsAddon()
    with _mitm.running(addon, allow_hosts=[r"^graph\.microsoft\.com:"]) as mitm:
        mitm.configure(addon, redial_cassette="calls.yaml")


@pytest.mark.parametrize(
    "settings",
    [{}, {"connection_strategy": "lazy"}, {"upstream_cert": False}],
    ids=["eager", "lazy but for the certificate", "eager without the certificate"],
)
def test_replay_refuses_settings_that_connect_to_the_service_first(settings: dict[str, object]) -> None:
    addon = OptionsAddon()
    with (
        _mitm.running(addon, **settings) as mitm,
        pytest.raises(OptionsError, match="--set connection_strategy=lazy --set upstream_cert=false"),
    ):
        mitm.configure(addon, redial_replay="calls.yaml")


def test_replay_does_not_go_with_mitmproxys_own() -> None:
    addon = OptionsAddon()
    lazy = {"connection_strategy": "lazy", "upstream_cert": False}
    with _mitm.running(addon, redial_replay="calls.yaml", **lazy) as mitm:
        mitm.options.add_option("server_replay", str, "", "")
        with pytest.raises(OptionsError, match="use one of the two"):
            mitm.configure(addon, server_replay="flows.mitm")
