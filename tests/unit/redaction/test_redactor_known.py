"""Whom and what a message names is masked wherever it stands there, and in what comes later in one run."""

import pickle
from dataclasses import replace

import pytest

from harness.exchange import Response
from harness.headers import Headers
from harness.redaction.custom import Custom
from harness.redaction.redactor import Redactor
from tests.unit.planting import everything, exchange

KEY = b"a key for tests"
REDACTOR = Redactor(KEY)


def test_a_name_is_replaced_as_a_whole_word_only() -> None:
    sent = replace(exchange({"displayName": "Adele"}), error="Adele, Adelement and adele@contoso.com")
    redacted = REDACTOR.exchange(sent).error or ""
    assert redacted == (
        f"{REDACTOR.masks.name('Adele')}, Adelement and {REDACTOR.masks.mail('adele@contoso.com')}"
    )


def test_whom_and_what_a_run_has_met_is_masked_in_what_comes_later() -> None:
    first = exchange({"displayName": "Ines Marlowe", "callbackUri": "https://bot.contoso.com/"})
    later = replace(
        exchange({"clientContext": "for ines marlowe"}, fields={"User-Agent": "Bot/1.0 (bot.contoso.com)"}),
        error="Ines Marlowe of Contoso.com is not at Bot.contoso.com",
    )
    mine, other = REDACTOR.remembering(), REDACTOR.remembering()
    mine.exchange(first)
    assert "marlowe" in everything(other.exchange(later)).lower()
    redacted = everything(mine.exchange(later)).lower()
    assert "marlowe" not in redacted
    assert "bot.contoso" not in redacted
    assert mine.exchange(mine.exchange(later)) == mine.exchange(later)


def test_a_text_that_was_met_before_is_read_anew_once_it_is_known_whom_it_names() -> None:
    mine = REDACTOR.remembering()
    later = replace(exchange({"state": "incoming"}), error="Ines Marlowe left lobby.contoso")
    assert mine.exchange(later).error == later.error
    mine.exchange(exchange({"displayName": "Ines Marlowe", "callbackUri": "https://lobby.contoso/"}))
    redacted = mine.exchange(later).error or ""
    assert redacted == f"{REDACTOR.masks.name('Ines Marlowe')} left {REDACTOR.masks.host('lobby.contoso')}"


def test_what_an_answer_names_is_masked_in_the_request_that_was_masked_before_it_came() -> None:
    mine = REDACTOR.remembering()
    whole = exchange({"displayName": "Marlowe"}, fields={"User-Agent": "Bot of Marlowe"})
    asked = replace(whole.request, body=b"")
    first = mine.exchange(replace(whole, request=asked, response=None))
    assert "Marlowe" in repr(first.request.headers)
    answered = replace(whole, request=asked, response=Response(200, body=whole.request.body))
    assert "Marlowe" not in everything(mine.exchange(answered))


def test_a_name_of_one_word_is_known_in_its_own_exchange_only() -> None:
    mine = REDACTOR.remembering()
    mine.exchange(exchange({"displayName": "Incoming"}))
    later = replace(exchange({"state": "incoming"}), error="Incoming is no state here")
    assert mine.exchange(later).error == later.error


def test_a_short_name_of_a_field_may_hold_somebodys_name() -> None:
    sent = exchange({"displayName": "Ines Marlowe"}, fields={"X-Ines-Marlowe": "1"})
    assert "marlowe" not in everything(REDACTOR.exchange(sent)).lower()


def test_a_host_that_is_kept_is_kept_everywhere() -> None:
    keeping = Redactor(KEY, Custom(keep=frozenset({"bot.contoso.com"})))
    sent = exchange({"callbackUri": "https://bot.contoso.com/", "note": "at bot.contoso.com"})
    assert keeping.exchange(sent).request.body == sent.request.body


@pytest.mark.parametrize(
    "text",
    [
        "Python/3.12.3 azsdk-js-identity/4.4.1 Microsoft.Skype.Bots.Media/1.31 node.js",
        "application/vnd.api.json",
        "#microsoft.graph.call at graph.microsoft.com",
        "System.Net.Http.HttpRequestException in java.net.SocketException",
        "http.request.method of ai.operation.id in config.prod.py",
    ],
)
def test_names_of_types_files_and_versions_are_no_hosts(text: str) -> None:
    assert REDACTOR.text(text) == text
    assert REDACTOR.headers(Headers.of({"User-Agent": text, "Note": text})).get("note") == text


@pytest.mark.parametrize(
    "host",
    [
        "srv-intern.contoso.de",
        "SRV1.intern.contoso.de",
        "Srv1.Intern.Contoso.com",
        "SRV1.CONTOSO.COM",
        "srv1.local",
        "SRV1.LOCAL",
        "srv1.home.arpa",
    ],
)
def test_a_host_is_seen_by_its_form_in_running_text(host: str) -> None:
    assert REDACTOR.text(f"no route to {host}:443") == f"no route to {REDACTOR.masks.host(host)}:443"


def test_another_process_masks_alike() -> None:
    before = Redactor(b"a key", Custom(keep=frozenset({"bot.example"}))).remembering()
    again = pickle.loads(pickle.dumps(before))
    text = "call Ines Marlowe at +49 30 23125042, bot.example, ines@contoso.com"
    assert again.text(text) == before.text(text) != text
