"""The page as a whole: what a browser is given."""

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings

from harness.checking.verdict import Judged, Part, Placed, Read
from harness.cite import Cite
from harness.exchange import Response
from harness.headers import Headers
from harness.report.page import OPENING
from harness.report.page.packaged import asset, policy
from tests.unit.report.checks import FINDING, HOSTILE
from tests.unit.report.page.pages import Shown, events, written
from tests.unit.rules.dialogue import dialogue
from tests.unit.rules.exchanges import members, redirect
from tests.unit.watching import DIALOGUES

PAYLOAD = "</script><script>alert(1)</script><img src=x onerror=alert(1)><!--]]>"
NAMES = {name: dialogue(text) for name, text in DIALOGUES.items()}


def test_a_page_is_one_document_with_its_own_style_and_script() -> None:
    page = written(events(NAMES["refused"]))
    assert page.startswith(f'{OPENING} 1.2.3 -->\n<html lang="en">')
    shown = Shown.of(page)
    assert shown.open == []
    assert [style.text for style in shown.all("style")] == [asset("page.css")]
    index, script = shown.all("script")
    assert (script.text, index.attributes) == (asset("page.js"), {"type": "application/json", "id": "index"})
    (declared,) = [each for each in shown.all("meta") if each.attributes.get("http-equiv")]
    assert declared.attributes["content"] == policy()


def test_nothing_of_a_page_is_loaded_from_anywhere() -> None:
    shown = Shown.of(written(events(NAMES["refused"])))
    assert not {each.name for each in shown.elements} & {
        "link",
        "img",
        "iframe",
        "object",
        "embed",
        "base",
        "form",
    }
    assert not any({"src", "srcset", "style", "action"} & each.attributes.keys() for each in shown.elements)
    assert not any(name.startswith("on") for each in shown.elements for name in each.attributes)


def hostile(text: str) -> str:
    """A page on which everything that a bot or a service may choose is `text`."""
    sent = redirect(
        members(note=text, **{text or "a": 1}),
        answer=Response(400, Headers.of({"X-A": text}), text.encode("utf-8", "replace"), text),
    )
    return written(
        events(
            [
                replace(
                    sent,
                    request=replace(sent.request, url=f"{sent.request.url}?{text}", method=text or "POST"),
                )
            ],
            file=f"{text}.yaml",
        )
    )


def elements(page: str) -> list[str]:
    return [each.name for each in Shown.of(page).elements]


def test_what_stands_in_a_recording_is_shown_and_makes_no_element() -> None:
    page = hostile(PAYLOAD)
    shown = Shown.of(page)
    assert [each.name for each in shown.elements if each.name in ("script", "img")] == ["script", "script"]
    assert any("onerror=alert(1)" in each.text for each in shown.all("pre"))


@settings(max_examples=25)
@given(HOSTILE)
def test_no_text_changes_what_the_page_is_made_of(text: str) -> None:
    page = hostile(text)
    assert elements(page).count("script") == 2
    assert Shown.of(page).open == []
    (index, _) = Shown.of(page).all("script")
    assert len(json.loads(index.text)) == 1


def test_every_link_within_the_page_leads_somewhere() -> None:
    page = written(*(events(exchanges, file=f"{name}.yaml") for name, exchanges in NAMES.items()))
    shown = Shown.of(page)
    anchors = [each.attributes["id"] for each in shown.elements if "id" in each.attributes]
    assert len(set(anchors)) == len(anchors)
    links = {(each.attributes["href"] or "") for each in shown.all("a")}
    assert {link[1:] for link in links if link.startswith("#") and not link.startswith("#q=")} <= set(anchors)
    assert all(link.startswith(("#", "https://learn.microsoft.com/")) for link in links)


def test_a_contract_cannot_make_a_link_that_runs() -> None:
    finding = replace(FINDING, cite=Cite("evil.md", 1, "words", "javascript:alert(1)"), at=None)
    beside = Judged("a.yaml", Part.SESSION, None, 1, None, "session", (), (Placed(finding, "a.yaml", 1),))
    assert "javascript:" not in written(events(NAMES["late"]), [beside, Read("a.yaml")])


def test_a_name_of_a_file_cannot_turn_the_text_around_it() -> None:
    assert "\u202e" not in written(events(NAMES["late"], file="a\u202eb.yaml"))


def test_the_index_names_every_call_in_order() -> None:
    page = written(events(NAMES["late"]), events(NAMES["faultless"], file="b.yaml"))
    (index, _) = Shown.of(page).all("script")
    told = [call["id"] for call in json.loads(index.text)]
    shown = [
        each.attributes["id"]
        for each in Shown.of(page).all("details")
        if "call" in (each.attributes.get("class") or "").split()
    ]
    assert told == shown
    assert len(told) == 2


def test_the_rules_that_were_broken_stand_on_the_page() -> None:
    page = written(events(NAMES["refused"]))
    rules = [
        each.attributes["id"]
        for each in Shown.of(page).all("details")
        if each.attributes.get("class") == "rule"
    ]
    assert "rule-RDQ040" in rules
    assert "rule-RDC002" not in rules


def test_findings_on_how_it_was_recorded_are_folded_into_one_line_at_each_arrow() -> None:
    page = written(events(dialogue(DIALOGUES["faultless"]), key=None))
    folded = page.count('<details class="same"><summary><span class="severity error">error</span>')
    assert folded == page.count(" findings on the recording itself: RDS011, RDS005</summary>") == 3
    assert "stands in the recording in clear" in page


def test_the_same_recording_makes_the_same_page() -> None:
    assert written(events(NAMES["refused"])) == written(events(NAMES["refused"]))


@pytest.mark.parametrize("name", NAMES)
def test_what_is_open_is_closed_whatever_was_recorded(name: str) -> None:
    assert Shown.of(written(events(NAMES[name]))).open == []


def test_a_recording_without_times_is_told_as_it_is() -> None:
    page = written(events(replace(each, started_at=None, seconds=None) for each in NAMES["late"]))
    assert re.search(r'class="strip sub">no times', page)
