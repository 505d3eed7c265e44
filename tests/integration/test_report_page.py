"""The report page as its reader uses it in a real browser: safety, filter, links, keys, folding."""

from contextlib import suppress
from pathlib import Path

import pytest
from selenium.common.exceptions import JavascriptException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests._report import Page

pytestmark = [pytest.mark.slow, pytest.mark.browser]


def test_nothing_is_loaded_but_the_file_and_nothing_is_said_on_the_console(page: Page, file: Path) -> None:
    page.one("#unfold").click()
    page.one("#theme").click()
    page.filter("rule:RDQ040")
    page.one(".found a").click()
    assert page.said() == []
    assert page.loaded() == {file.as_uri()}


@pytest.mark.parametrize(
    "attempt",
    [
        "const it = document.createElement('script'); it.append('window.ran = 1'); document.body.append(it)",
        "document.body.setAttribute('onclick', 'window.ran = 1'); document.body.click()",
        "document.body.innerHTML = '<img src=x onerror=\"window.ran = 1\">'",
    ],
    ids=["an element", "an attribute", "HTML"],
)
def test_the_policy_stops_what_would_run_nevertheless(attempt: str, page: Page) -> None:
    with suppress(JavascriptException):
        page.script(attempt)
    assert page.script("return window.ran") is None
    assert page.said() != []


def test_what_a_recording_holds_is_shown_and_never_run(page: Page) -> None:
    page.one("#unfold").click()
    for each in page.all("#call-0badf00d-0d4e-8ed1-a115-c7e3a6904d52 details.message > summary"):
        each.click()
    shown = "".join(each.text for each in page.all("[id^='call-0badf00d'] pre"))
    assert shown.count("onerror='window.ran=1'") >= 3
    assert page.script("return [window.ran, document.images.length]") == [None, 0]


def test_a_huge_or_binary_body_is_shown_as_far_as_it_fits(page: Page) -> None:
    page.open("#at=call-11111111-0d4e-8ed1-a115-c7e3a6904d52")
    page.one("[id^='call-11111111'] details.message > summary").click()
    assert "the recording has all 2.9 MiB" in page.one("[id^='call-11111111'] details.message").text
    page.open("#call-b17e5000-0d4e-8ed1-a115-c7e3a6904d52")
    page.all("[id^='call-b17e5000'] details.message > summary")[1].click()
    assert "00000010  10 11 12" in page.all("[id^='call-b17e5000'] pre")[1].text


@pytest.mark.parametrize(
    ("text", "outcomes"),
    [
        ("rule:RDC002", ["refused"]),
        ("rule:rdq04", ["refused"]),
        ("outcome:redirected", ["redirected", "redirected"]),
        ("severity:error outcome:refused", ["refused"]),
        ("call:0badf00d", ["refused"]),
        ("faultless.yaml", ["redirected"]),
        ("ServiceUnavailable", ["redirected"]),
        ('"Retry-After": 2', ["redirected"]),
        ('"timeout": 45', ["refused"]),
        ('{"timeout" : 45,', ["refused"]),
        ("timeout:45", ["refused"]),
        ("call:none", ["other"]),
        ("rule: outcome:refused severity:error", ["refused"]),
        ("ONERROR", ["refused"]),
        ("nothing is like that", []),
    ],
)
def test_the_filter_leaves_the_calls_that_fit(text: str, outcomes: list[str], page: Page) -> None:
    page.filter(text)
    assert page.calls == outcomes
    assert page.one("#count").text == f"{len(outcomes)} of 9 shown"
    assert page.one("#none").is_displayed() == (not outcomes)
    page.until(lambda: page.hash == f"#q={text}")


def test_a_filter_is_part_of_the_address(page: Page) -> None:
    page.open("#q=outcome:redirected%20faultless")
    assert page.one("#filter").get_attribute("value") == "outcome:redirected faultless"
    assert page.calls == ["redirected"]
    page.filter("rule:RDC002")
    page.until(lambda: page.hash == "#q=rule:RDC002")
    page.chrome.refresh()
    assert page.calls == ["refused"]


def test_the_overview_filters(page: Page) -> None:
    page.one(".legend a[href='#q=outcome:unanswered']").click()
    page.until(lambda: page.calls == ["unanswered"])
    page.one(".tiles a[href='#q=call:any']").click()
    page.until(lambda: str(len(page.calls)) == page.one(".tiles a[href='#q=call:any'] b").text)
    page.one(".tiles a[href='#q=call:none']").click()
    page.until(lambda: page.calls == ["other"])


def test_a_link_to_a_call_opens_it_and_keeps_the_filter(page: Page) -> None:
    folded = page.one("details.call:not([open])")
    anchor, outcome = folded.get_attribute("id"), folded.find_element(By.CSS_SELECTOR, ".outcome").text
    page.open(f"#{anchor}")
    assert page.one(f"#{anchor}").get_attribute("open")
    assert page.one(f"#{anchor} > summary").is_displayed()
    page.open(f"#q=outcome:{outcome}&at={anchor}")
    assert page.hash == f"#q=outcome:{outcome}&at={anchor}"
    assert len(page.calls) < 9


def test_a_link_to_a_finding_opens_what_it_is_in_and_shows_it(page: Page) -> None:
    anchor = page.script("return document.querySelector('.call .says').id")
    page.script("for (const each of document.querySelectorAll('details')) each.open = false")
    page.script("location.hash = arguments[0]", anchor)
    page.until(lambda: page.one(f"#{anchor}").is_displayed())
    top, height = page.script(
        "return [document.getElementById(arguments[0]).getBoundingClientRect().top, innerHeight]", anchor
    )
    assert 0 < top < height


def test_a_link_to_a_call_that_the_filter_hides_lifts_the_filter(page: Page) -> None:
    page.filter("outcome:refused")
    hidden = page.script("return document.querySelector('.call[hidden]').id")
    page.script("location.hash = arguments[0]", hidden)
    page.until(lambda: page.one(f"#{hidden} > summary").is_displayed())
    assert page.one("#filter").get_attribute("value") == ""


def test_a_link_from_elsewhere_shows_its_place_and_the_keys_go_on_from_there(page: Page) -> None:
    finding, call = page.script(
        "const it = [...document.querySelectorAll('.call .says')].at(-1);"
        "return [it.id, it.closest('.call').id]"
    )
    for address in (f"#{finding}", f"#{call}"):
        page.open(address)
        page.until(lambda: page.focused == call)
        anchor = address[1:]
        heading = page.script(
            "const it = document.getElementById(arguments[0]);"
            "return (it.closest('.card') ?? it).getBoundingClientRect().top"
            " - document.querySelector('.filter').getBoundingClientRect().bottom",
            anchor,
        )
        assert heading >= 0
    page.type("k")
    assert page.focused != call
    page.type("j")
    assert page.focused == call


def test_back_undoes_a_filter(page: Page) -> None:
    page.one(".legend a[href='#q=outcome:refused']").click()
    page.until(lambda: len(page.calls) < 9)
    page.chrome.back()
    page.until(lambda: len(page.calls) == 9)
    assert page.one("#filter").get_attribute("value") == ""


def test_a_word_before_a_colon_that_is_no_field_is_named(page: Page) -> None:
    page.filter("foo:bar")
    assert page.one("#none").text == (
        "No call is like that. “foo” is no field: rule, outcome, severity, call, diff are."
    )


@pytest.mark.parametrize("at", ["#%", "#nowhere", "#q=%&at=%", "#at=theme", "#q=rule:&at="])
def test_an_address_that_leads_nowhere_does_no_harm(at: str, page: Page) -> None:
    page.open(at)
    assert page.said() == []
    page.filter("rule:RDC002")
    assert page.calls == ["refused"]


def test_the_rule_of_a_finding_is_on_the_page(page: Page) -> None:
    page.one(".call[open] .field > .card .code").click()
    code = page.hash.removeprefix("#rule-")
    page.until(lambda: page.one(f"#rule-{code} h3").is_displayed())


def test_keys_lead_through_the_page(page: Page) -> None:
    page.type("/")
    assert page.focused == "filter"
    page.type("outcome:redirected")
    assert len(page.calls) == 2
    page.type(Keys.ESCAPE)
    assert (len(page.calls), page.hash) == (9, "")
    page.filter("outcome:refused")
    page.type(Keys.TAB + "j" + Keys.ESCAPE)
    assert len(page.calls) == 9
    page.script("document.activeElement.blur()")
    ids = [each.get_attribute("id") for each in page.all(".call")]
    for keys, at in (("j", 0), ("j", 1), ("k", 0), (Keys.ARROW_DOWN, 1), (Keys.ARROW_UP, 0), ("k", 0)):
        page.type(keys)
        assert page.focused == ids[at]
    opened = page.one(f"#{ids[0]}").get_attribute("open")
    page.type(Keys.ENTER)
    assert page.one(f"#{ids[0]}").get_attribute("open") != opened
    assert page.script("return getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_keys_skip_calls_that_the_filter_hides(page: Page) -> None:
    page.filter("outcome:redirected")
    page.type(Keys.TAB)
    seen = []
    for _ in range(2):
        page.script("document.activeElement.matches('.call > summary') || document.activeElement.blur()")
        page.type("j")
        seen.append(page.one(f"#{page.focused} .outcome").text)
    assert seen == ["redirected", "redirected"]


def test_the_first_key_may_skip_to_the_calls(page: Page) -> None:
    page.type(Keys.TAB)
    assert page.one(".skip").is_displayed()
    page.type(Keys.ENTER)
    page.until(lambda: page.focused == "calls")


def test_bodies_and_calls_fold(page: Page) -> None:
    message = page.one(".call[open] details.message")
    assert not message.find_element(By.TAG_NAME, "pre").is_displayed()
    message.find_element(By.TAG_NAME, "summary").click()
    assert message.find_element(By.TAG_NAME, "pre").is_displayed()
    button = page.one("#unfold")
    button.click()
    assert page.all(".call:not([open])") == []
    button.click()
    assert page.all(".call[open]") == []
    assert button.text == "Open all"


def test_the_button_says_what_it_does(page: Page) -> None:
    page.script("for (const each of document.querySelectorAll('.call')) each.open = true")
    button = page.one("#unfold")
    page.until(lambda: button.text == "Close all")
    button.click()
    assert page.all(".call[open]") == []
    page.one(".call > summary").click()
    assert button.text == "Open all"
