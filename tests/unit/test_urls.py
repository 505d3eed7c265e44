"""A URL comes apart and together again, however odd it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness import urls
from harness.address import CLOUDS, Cloud

odd = st.text("htps:/?#[]@%2F.bot&=é\x00 +\n\\", max_size=40)


@given(odd | st.text(max_size=40))
def test_the_pieces_joined_are_the_url_as_sent(url: str) -> None:
    assert str(urls.pieces(url)) == url


@given(odd)
def test_a_change_that_changes_nothing_keeps_every_spelling(url: str) -> None:
    found = urls.pieces(url)
    same = found.each_segment(lambda segment: segment).each_field(lambda _, value: value)
    assert str(same) == url


def test_each_piece_stands_where_it_belongs() -> None:
    found = urls.pieces("https://ann:pw@Bot.Contoso.com:8443/api/calls?a=1&b=2#top")
    assert found == urls.Pieces(
        "https:", "//", "ann:pw@", "Bot.Contoso.com", ":8443", "/api/calls", "?a=1&b=2", "#top"
    )
    assert found.name == "bot.contoso.com"


@pytest.mark.parametrize(
    ("url", "name", "port"),
    [
        ("http://[::1]:8080/x", "::1", ":8080"),
        ("//bot/x", "bot", ""),
        ("https:///x", "", ""),
        ("/api/calls", "", ""),
        ("https://[::1/x", "[", "::1"),
        ("https://a:b:c/x", "a", ":b:c"),
    ],
)
def test_a_host_is_told_from_its_port(url: str, name: str, port: str) -> None:
    found = urls.pieces(url)
    assert (found.name, found.port) == (name.strip("[]"), port)


def test_segments_are_changed_decoded_and_written_back_encoded() -> None:
    seen: list[str] = []

    def change(segment: str) -> str:
        seen.append(segment)
        return "a/b c" if segment == "x y" else segment

    found = urls.pieces("https://h/x%20y/%7Bid%7D//end").each_segment(change)
    assert seen == ["", "x y", "{id}", "", "end"]
    assert found.path == "/a%2Fb%20c/%7Bid%7D//end"


def test_fields_are_changed_decoded_and_written_back_encoded() -> None:
    seen: list[tuple[str, str]] = []

    def change(name: str, value: str) -> str:
        seen.append((name, value))
        return value.replace("x y", "& =")

    assert urls.each_field("a=x+y&b=x%20y&c&=d&&e=%41", change) == "a=%26+%3D&b=%26+%3D&c&=d&&e=%41"
    assert ("a", "x y") in seen
    assert ("e", "A") in seen


def test_a_field_name_is_changed_as_the_value_of_no_name() -> None:
    assert urls.each_field("who=1", lambda name, value: value if name else value.upper()) == "WHO=1"


@pytest.mark.parametrize("cloud", CLOUDS, ids=lambda cloud: cloud.name)
def test_the_hosts_of_the_clouds_are_public(cloud: Cloud) -> None:
    assert urls.is_public(cloud.graph.upper())
    assert urls.is_public(cloud.login)


@pytest.mark.parametrize("host", ["bot.contoso.com", "graph.microsoft.com.contoso.com", "", "127.0.0.1"])
def test_any_other_host_is_not(host: str) -> None:
    assert not urls.is_public(host)


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST.", "bot.localhost", "127.0.0.1", "127.8.8.8", "[::1]"]
)
def test_loopback_hosts_are_the_machine_itself(host: str) -> None:
    assert urls.is_loopback(host)


@pytest.mark.parametrize("host", ["localhost.contoso.com", "127.contoso.com", "10.0.0.1", "bot", ""])
def test_these_are_not_loopback(host: str) -> None:
    assert not urls.is_loopback(host)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("a=1&b=", True), ("a=1", True), ("a", False), ("", False), ("a=1 b=2", False), ("=1", False)],
)
def test_a_form_is_fields_with_names(text: str, *, is_one: bool) -> None:
    assert urls.is_form(text) is is_one


def test_what_is_percent_encoded_several_times_is_changed_in_its_own_spelling() -> None:
    def change(text: str) -> str:
        return text.replace("@", "#")

    assert (
        urls.requoted("see a%2540b, a%40b and %41%2541 100%", change)
        == "see a%2523b, a%23b and %41%2541 100%"
    )
    assert urls.requoted("a" * 100_000 + "%25" * 1000, change) == "a" * 100_000 + "%25" * 1000


def test_a_text_is_decoded_within_reason() -> None:
    assert [urls.unquoted(text) for text in ("a", "%2540", "100%", "%FF")] == ["a", "@", "100%", "\udcff"]
    assert len(urls.unquoted("%25" * 1000)) == 1000


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("+493023125042", "+493023125042"),
        ("tel%3A+49+30+23125042", "tel:+49 30 23125042"),
        ("call+493023125042", "call 493023125042"),
        ("+12", " 12"),
    ],
)
def test_a_plus_before_a_telephone_number_is_one_though_nobody_encoded_it(value: str, read: str) -> None:
    assert list(urls.fields(f"a={value}&b")) == [("a", read), ("b", "")]
    assert urls.each_field(f"a={value}", lambda _, text: text) == f"a={value}"


def test_a_plus_that_nobody_encoded_stays_so() -> None:
    form = urls.each_field("a=+493023125042", lambda name, text: "+49 5550" if name else text)
    assert form == "a=+49%205550"
