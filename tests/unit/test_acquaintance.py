"""What a message names where only names stand is known, and found as whole words."""

import json

import pytest

from harness.acquaintance import NOBODY, Known, masked, of_body, of_url
from harness.masks import Masks

MASKS = Masks(b"a key for tests")


def test_people_and_hosts_are_known_by_the_members_made_for_them() -> None:
    body = {
        "user": {"displayName": " Ines Marlowe "},
        "callbackUri": "https://Bot.contoso.com:1/x",
        "note": "Otto Newman",
        "displayName": "Otto",
        "givenName": "Ann",
        "surname": MASKS.name("x"),
    }
    assert of_body(json.dumps(body).encode()) == Known(
        frozenset({"Ines Marlowe", "Otto"}), frozenset({"bot.contoso.com"})
    )


def test_broken_json_names_people_too() -> None:
    assert of_body(b"log {'displayName': 'Ines Marlowe',}") == Known(frozenset({"Ines Marlowe"}))


def test_a_form_names_people_too() -> None:
    assert of_body(b"a=1&displayName=Ines+Marlowe") == Known(frozenset({"Ines Marlowe"}))


@pytest.mark.parametrize(
    "url",
    [
        "https://graph.microsoft.com/x",
        "http://127.0.0.1:1/",
        "https://h7f3a90c2.example/",
        "http://bot:1/",
        "/x",
        "",
    ],
)
def test_a_host_that_is_no_secret_is_not_known(url: str) -> None:
    assert of_url(url) == NOBODY


def test_what_is_known_is_masked_as_a_whole_word() -> None:
    known = of_body(b'{"displayName": "Adele"}') | of_url("https://bot.contoso.com/")
    pattern = known.pattern()
    assert pattern is not None
    text = "Adele, Adelement at BOT.contoso.com:443, not at my-bot.contoso.com nor bot.contoso.com.au."
    assert masked(pattern, text, MASKS) == text.replace("Adele,", f"{MASKS.name('Adele')},").replace(
        "BOT.contoso.com", MASKS.host("bot.contoso.com")
    )


def test_who_knows_nobody_finds_nothing() -> None:
    assert NOBODY.pattern() is None
