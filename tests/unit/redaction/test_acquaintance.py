"""Whom and what messages name where only names stand is known, and found as whole words."""

import json
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import pytest

from harness.exchange import Request
from harness.redaction.acquaintance import NOBODY, Known, Memory, of_body
from harness.redaction.masks import Masks

MASKS = Masks(b"a key for tests")


def knowing(*hosts: str, people: tuple[str, ...] = ()) -> Memory:
    memory = Memory()
    memory.note(Known(frozenset(people)))
    for host in hosts:
        memory.meet(host)
    return memory


def test_people_are_known_by_the_members_made_for_them() -> None:
    body = {
        "user": {"displayName": " Ines Marlowe "},
        "note": "Otto Newman",
        "displayName": "Otto",
        "givenName": "Ann",
        "surname": MASKS.name("x"),
    }
    assert of_body(json.dumps(body).encode()) == Known(frozenset({"Ines Marlowe", "Otto"}))


@pytest.mark.parametrize(
    "body",
    [
        b"log {'displayName': 'Ines Marlowe',}",
        b"a=1&displayName=Ines+Marlowe",
        b"<user><displayName> Ines Marlowe</displayName></user>",
        b'<user displayName="Ines Marlowe"/>',
        b'--x\r\nContent-Disposition: form-data; name="displayName"\r\n\r\nInes Marlowe\r\n--x--',
    ],
)
def test_what_is_no_json_names_people_too(body: bytes) -> None:
    assert of_body(body) == Known(frozenset({"Ines Marlowe"}))


@pytest.mark.parametrize("host", ["bot", "h7f3a90c2.example", "203.0.113.9", "3.12.1", "::1", ""])
def test_a_word_a_mask_and_an_address_are_no_hosts_to_remember(host: str) -> None:
    assert knowing(host).hosts == {}


def test_a_name_is_found_as_a_whole_word() -> None:
    text = "Adele, Adelement"
    known = of_body(b'{"displayName": "Adele"}')
    assert Memory().masked(text, MASKS, also=known) == text.replace("Adele,", f"{MASKS.name('Adele')},")


def test_a_name_of_one_word_is_not_remembered() -> None:
    assert knowing(people=("Incoming", "Ines Marlowe")).names == {"marlowe": ("Ines Marlowe",)}


def test_a_name_of_several_words_is_found_in_any_case_and_percent_encoded() -> None:
    memory = knowing(people=("Ines Marlowe",))
    mask = MASKS.name("Ines Marlowe")
    text = "INES MARLOWE, ines%20marlowe, Ines+Marlowe, Ines Marlowes"
    assert memory.masked(text, MASKS) == (
        f"{mask}, {mask.replace(' ', '%20')}, {mask.replace(' ', '+')}, Ines Marlowes"
    )


@pytest.mark.parametrize(
    "text",
    ["Marlowe, Ines", "Ines  Marlowe", "ines.marlowe", "X-Ines-Marlowe", "ines_marlowe", "marlowe.ines"],
)
def test_a_name_of_two_words_is_found_however_they_are_joined(text: str) -> None:
    masked = knowing(people=("Ines Marlowe",)).masked(text, MASKS)
    name, opaque = MASKS.name("Ines Marlowe"), MASKS.opaque("Ines Marlowe")
    assert masked in (name, opaque, f"X-{opaque}")
    assert (masked == name) is (" " in text)


def test_a_name_outside_ascii_is_found_percent_encoded() -> None:
    memory = knowing(people=("Jürgen Müller",))
    assert memory.masked(quote("Jürgen Müller"), MASKS) == quote(MASKS.name("Jürgen Müller"))
    assert memory.masked("JÜRGEN MÜLLER", MASKS) == MASKS.name("Jürgen Müller")


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "at {}:443.",
        "({})",
        "Bot/1.0@{}",
        "http%3A%2F%2F{}%2Fx",
        "no={}&b",
        "'{}'",
    ],
)
def test_a_host_is_found_whatever_stands_around_it(text: str) -> None:
    masked = knowing("bot.contoso.com").masked(text.format("Bot.Contoso.com"), MASKS)
    assert masked == text.format(MASKS.host("bot.contoso.com"))


@pytest.mark.parametrize(
    "longer",
    [
        "my-bot.contoso.com",
        "api.bot.contoso.com",
        "bot.contoso.com.au",
        "X-bot.contoso.com",
        "a_bot.contoso.com",
    ],
)
def test_a_longer_name_in_which_a_known_host_stands_is_masked_whole(longer: str) -> None:
    assert knowing("bot.contoso.com").masked(f"see {longer}", MASKS) == f"see {MASKS.host(longer)}"


@pytest.mark.parametrize(
    "text",
    ["#microsoft.graph.call", "graph.microsoft.com", "robot.contoso.com", "bot.contoso.community", "3.12.3"],
)
def test_what_is_public_or_only_looks_alike_stays(text: str) -> None:
    memory = knowing("bot.contoso.com", "microsoft.graph.call", "microsoft.com")
    assert memory.masked(text, MASKS) == text


def test_a_memory_that_is_full_forgets_what_it_met_first() -> None:
    memory = knowing(*(f"h{at}.contoso.com" for at in range(2000)))
    memory.note(Known(frozenset(f"Ines M{at:04}" for at in range(2000))))
    assert (len(memory.hosts), len(memory.names), memory.news) == (1000, 1000, 4000)
    assert "h1999.contoso.com" in memory.hosts
    assert "Ines" not in memory.masked("Ines M1999", MASKS)


def test_many_threads_may_use_one_memory() -> None:
    memory = Memory()

    def use(thread: int) -> None:
        for at in range(2000):
            memory.meet(f"h{at}.t{thread}.com")
            memory.note(Known(frozenset([f"Ines M{thread}m{at}"])))
            memory.masked(f"Ines M{thread}m{at} at h{at}.t{thread}.com", MASKS)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(use, range(8)))
    assert (len(memory.hosts), len(memory.names)) == (1000, 1000)


def test_who_knows_nobody_finds_nothing() -> None:
    assert Memory().masked("Ines Marlowe at bot.contoso.com", MASKS, also=NOBODY) == (
        "Ines Marlowe at bot.contoso.com"
    )


def test_what_was_made_of_a_text_is_asked_for_once_until_somebody_new_is_met() -> None:
    memory, asked = Memory(), []

    def masked(place: str, text: str) -> str:
        asked.append((place, text))
        return memory.masked(text, MASKS)

    def told() -> str:
        return memory.told("note", "Ines Marlowe rang", masked)

    assert [told(), told()] == ["Ines Marlowe rang"] * 2
    memory.note(Known(frozenset(["Ines Marlowe"])))
    assert [told(), told()] == [f"{MASKS.name('Ines Marlowe')} rang"] * 2
    assert len(asked) == 2


def test_what_was_made_of_a_text_is_asked_for_again_where_others_are_known_besides() -> None:
    memory, known = Memory(), Known(frozenset(["Ines Marlowe"]))

    def told(also: Known) -> str:
        return memory.told(
            "", "Ines Marlowe rang", lambda _, text: memory.masked(text, MASKS, also=also), also
        )

    assert told(NOBODY) == "Ines Marlowe rang"
    assert told(known) == f"{MASKS.name('Ines Marlowe')} rang"
    assert told(NOBODY) == "Ines Marlowe rang"


def test_of_very_many_texts_few_are_held() -> None:
    memory = Memory()
    assert all(memory.told("", str(number), lambda _, text: text) == str(number) for number in range(9000))
    assert len(memory._told) <= 4096
    assert memory.told("", "x" * 257, lambda _, text: text) not in {text for *_, text in memory._told}


def test_a_request_is_masked_once_as_long_as_nothing_more_is_known() -> None:
    memory = Memory()
    request, other = Request("POST", "https://a.example/"), Request("POST", "https://b.example/")
    masked: list[str] = []

    def mask() -> Request:
        masked.append("x" * len(masked))
        return Request("POST", f"https://{len(masked)}.example/")

    first = memory.once(request, "given", mask)
    assert memory.once(request, "given", mask) is first
    assert memory.once(other, "given", mask) != first
    assert memory.once(request, "something else", mask) != first
    memory.meet("bot.contoso.com")
    assert memory.once(request, "something else", mask) != first
    assert len(masked) == 4


def test_a_request_in_which_something_new_was_met_is_masked_anew() -> None:
    memory, request, names = Memory(), Request("POST", "https://a.example/"), iter(["a.example", "b.example"])

    def mask() -> Request:
        memory.meet(next(names))
        return request

    memory.once(request, None, mask)
    memory.once(request, None, mask)
    assert list(memory.hosts) == ["a.example", "b.example"]
