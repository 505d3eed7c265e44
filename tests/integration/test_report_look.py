"""The report page as it looks in a real browser: light, dark, narrow, in print, to a screen reader."""

from pathlib import Path

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from tests._report import Page, page_of_differences, page_of_tests
from tests.conftest import CI

pytestmark = [pytest.mark.slow, pytest.mark.browser]

AXE = Path(__file__).parents[1] / "node" / "node_modules" / "axe-core" / "axe.min.js"


def test_light_and_dark_are_the_systems_until_the_reader_chooses(page: Page) -> None:
    def ground() -> str:
        return str(page.script("return getComputedStyle(document.body).backgroundColor"))

    light = ground()
    page.media(scheme="dark")
    assert ground() != light
    assert page.one("#theme").get_attribute("aria-pressed") == "true"
    page.one("#theme").click()
    assert (ground(), page.one("#theme").get_attribute("aria-pressed")) == (light, "false")
    page.chrome.refresh()
    assert ground() == light


def test_in_print_calls_are_open_and_a_sentence_says_what_is_not(page: Page) -> None:
    folded = "document.querySelectorAll('.call:not([open])').length"
    page.script(f"addEventListener('beforeprint', () => {{ window.closed = {folded} }})")
    rules = "document.querySelectorAll('.rule:not([open])').length"
    page.script(f"addEventListener('beforeprint', () => {{ window.rules = {rules} }})")
    before = len(page.all(".call[open]"))
    page.chrome.print_page()
    assert page.script("return [window.closed, window.rules]") == [0, 0]
    assert len(page.all(".call[open]")) == before
    page.media("print")
    assert page.one(".printed").is_displayed()
    assert not page.one(".filter").is_displayed()


def test_in_print_no_exchange_is_torn_and_no_deadline_opens_a_page(page: Page) -> None:
    page.media("print")
    style = "getComputedStyle(document.querySelector('{}'))"
    kept = [f"{style.format(each)}.breakInside" for each in (".row", ".card", ".rule", "tr")]
    assert page.script(f"return [{', '.join(kept)}]") == ["avoid"] * 4
    assert page.script(f"return {style.format('.deadline')}.breakBefore") == "avoid"


@pytest.mark.parametrize("width", [320, 420, 768])
def test_a_narrow_window_is_wide_enough(width: int, page: Page) -> None:
    page.cdp("Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=False)
    page.open()
    page.one("#unfold").click()
    assert page.script("return document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize(("width", "kind"), [(1280, ""), (900, ""), (660, ""), (718, "print")])
def test_the_row_of_a_call_is_one_line_and_stands_below_its_headings(
    width: int, kind: str, page: Page
) -> None:
    page.cdp("Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=False)
    page.media(kind)
    page.open()
    left = "[...row.children].map((each) => Math.round(each.getBoundingClientRect().left)).join()"
    places = page.script(
        "const rows = [document.querySelector('.head'), ...document.querySelectorAll('.call > summary')];"
        f"return [rows.map((row) => row.offsetHeight), rows.slice(1).map((row) => {left})]"
    )
    assert max(places[0]) < 50
    assert len(set(places[1])) == 1


def test_no_word_on_an_arrow_breaks_on_a_telephone(page: Page) -> None:
    page.cdp("Emulation.setDeviceMetricsOverride", width=390, height=800, deviceScaleFactor=1, mobile=False)
    page.open()
    asked = "[...document.querySelectorAll('.call[open] .ask')]"
    words = f"{asked}.filter((it) => /(incoming|terminated)$/.test(it.textContent.trim()))"
    heights = page.script(f"return {words}.map((it) => it.offsetHeight)")
    assert len(heights) > 1
    assert max(heights) < 30


@pytest.mark.parametrize("width", [400, 900, 1280])
def test_no_word_of_a_badge_breaks_and_who_calls_whom_is_whole(width: int, page: Page) -> None:
    page.cdp("Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=False)
    page.open()
    heights = {each.size["height"] for each in page.all(".found .severity")}
    assert len(heights) == 1
    assert max(heights) < 30
    cut = "[...document.querySelectorAll('.who')].filter((it) => it.scrollWidth > it.clientWidth).length"
    assert page.script(f"return {cut}") == 0


def test_without_script_everything_is_there_but_the_filter(page: Page) -> None:
    page.cdp("Emulation.setScriptExecutionDisabled", value=True)
    try:
        page.open()
        assert not page.one("#filter").is_displayed()
        call = page.one(".call:not([open])")
        call.find_element(By.TAG_NAME, "summary").click()
        assert call.find_element(By.CSS_SELECTOR, ".sequence").is_displayed()
    finally:
        page.cdp("Emulation.setScriptExecutionDisabled", value=False)


def objections(page: Page) -> list[tuple[str, str]]:
    """What axe finds on the page, all of it unfolded: rule and element."""
    if not AXE.exists():
        (pytest.fail if CI else pytest.skip)("needs axe-core: npm install --prefix tests/node")
    page.script("for (const each of document.querySelectorAll('details')) each.open = true")
    page.script(AXE.read_text("utf-8"))
    found = page.chrome.execute_async_script("axe.run().then(arguments[0])")
    assert len(found["passes"]) > 20
    return [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 400])
def test_axe_finds_nothing_to_object_to(scheme: str, width: int, page: Page) -> None:
    page.cdp("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
    page.media(scheme=scheme)
    page.open()
    assert objections(page) == []


def test_differences_are_shown_and_axe_has_no_objection(window: Chrome, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_text(page_of_differences(), "utf-8")
    page = Page(window, file)
    assert [
        page.one(f".tiles a[href='#q=diff:{word}'] b").text
        for word in ("breaks", "changed", "added", "removed")
    ] == [*("1", "0", "0", "1")]
    assert [page.one(f".tiles a[href='#q={which}'] b").text for which in ("call:any",)] == ["1"]
    page.filter("diff:removed")
    assert len(page.calls) == 1
    page.filter("diff:breaks")
    assert [each.text for each in page.all(".call:not([hidden]) .change del, .call:not([hidden]) ins")] == [
        "45",
        "5",
    ]
    assert objections(page) == []


def test_a_test_session_is_shown_and_axe_has_no_objection(window: Chrome, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_text(page_of_tests(), "utf-8")
    page = Page(window, file)
    assert page.one(".tests td:nth-child(3)").text == "1"
    assert {each.text for each in page.all(".call .who")} == {"test_ill", "test_well"}
    page.one(".tests a").click()
    page.until(lambda: len(page.calls) == 1)
    page.filter("diff:unplayed")
    assert len(page.calls) == 1
    assert objections(page) == []
