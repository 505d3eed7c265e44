"""mitmweb with our addon, as its user sees it in a real browser."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

from harness.exchange import Origin, Response
from harness.headers import Headers
from harness.library import open_cassette
from harness.server.server import Server
from tests import _mitm, _upstream
from tests._browser import SECONDS, browser
from tests._mitmweb import Web, mitmweb

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.usefixtures("project")]

OTHER = _mitm.CALL.replace("9f2c61b8", "4a7d03e5")
SHORT = _mitm.BODY.replace(b"30", b"5")
COLUMNS = [
    part
    for column in ("icon", "method", "path", "status", "time", "comment")
    for part in ("--set", f"web_columns={column}")
]
PAUSE = ("--set", "intercept=~q & ~m POST & ~u /redirect")


@pytest.fixture
def chrome() -> Iterator[Chrome]:
    with browser() as chrome:
        yield chrome


@pytest.fixture
def service() -> Iterator[Server]:
    answer = Response(204, Headers((("request-id", _upstream.REQUEST_ID),)))
    with Server(_upstream.Service(answer, Origin.LIVE)) as service:
        yield service


class Page:
    """mitmweb's page in the browser. Whatever is looked for is waited for."""

    def __init__(self, chrome: Chrome, web: Web, path: str = "") -> None:
        self._chrome = chrome
        chrome.get("about:blank")  # a link that differs behind its # alone loads nothing
        chrome.get(web.link(path))

    def until(self, what: Callable[[], Any], otherwise: str) -> Any:
        """What `what` gives, once it gives something; an element may be replaced while it is looked at."""
        wait = WebDriverWait(self._chrome, SECONDS, 0.1, [StaleElementReferenceException])
        return wait.until(lambda _: what(), otherwise)

    def flows(self, count: int) -> list[WebElement]:
        """The rows of the list, once there are so many."""

        def rows() -> list[WebElement]:
            found = self._chrome.find_elements(By.CSS_SELECTOR, ".flow-table tbody tr.has-request")
            return found if len(found) == count else []

        return list(self.until(rows, f"there are never {count} flows"))

    def found(self, selector: str, text: str = "") -> WebElement:
        """The first element of a CSS selector that holds a text."""

        def found() -> WebElement | None:
            elements = self._chrome.find_elements(By.CSS_SELECTOR, selector)
            return next((each for each in elements if text in each.text), None)

        element: WebElement = self.until(found, f"there is no {selector} with {text!r}")
        return element

    def type(self, selector: str, text: str) -> WebElement:
        """Put a text in the place of what a field holds."""
        field = self.found(selector)
        field.click()
        field.send_keys(Keys.CONTROL, "a")
        field.send_keys(text)
        return field

    def press(self, name: str) -> None:
        """Press the button of that name."""
        self.found("button", name).click()


def marks(rows: list[WebElement]) -> list[str]:
    return [row.find_element(By.CSS_SELECTOR, ".marker").text for row in rows]


def comments(rows: list[WebElement]) -> list[str]:
    return [row.find_element(By.CSS_SELECTOR, ".col-comment").text for row in rows]


def test_redirects_are_marked_and_say_above_their_body_what_is_wrong(
    chrome: Chrome, service: Server, confdir: Path
) -> None:
    with mitmweb(confdir, service.url, *COLUMNS) as web:
        assert (web.redirect(), web.redirect(OTHER, SHORT)) == (204, 204)
        page = Page(chrome, web)
        good, bad = page.flows(2)
        assert marks([good, bad]) == ["✅", "⚠"]
        assert comments([good, bad])[0] == ""
        assert comments([good, bad])[1].startswith("RDQ041 request.body.timeout: ")
        bad.click()
        lines = page.found(".contentview pre", "RDQ041").text.splitlines()
        assert page.found(".contentview h5").text == "graph redirect"
        assert lines[0].startswith("# warning RDQ041 request.body.timeout: ")
        assert any(line.startswith("#     fix   ") for line in lines)
        assert lines[[line.startswith("#") for line in lines].index(False)] == "{"
        assert '  "timeout": 5' in lines


def test_filters_leave_the_redirects_that_break_a_rule(
    chrome: Chrome, service: Server, confdir: Path
) -> None:
    with mitmweb(confdir, service.url, *COLUMNS) as web:
        assert (web.redirect(), web.redirect(OTHER, SHORT)) == (204, 204)
        assert web.post("/v1.0/me", b"{}") == 204
        page = Page(chrome, web)
        page.flows(3)
        for typed, left in (("~comment RDQ041", 1), ("~marked", 2), ("~marker warning", 1)):
            page.type("input[placeholder=Search]", typed)
            page.flows(left)
        # the box itself takes no ~meta; a link does, and the option that restricts the list
        page = Page(chrome, web, "#/flows?s=~meta%20RDQ041")
        (bad,) = page.flows(1)
        assert comments([bad])[0].startswith("RDQ041")
        assert web.ask("PUT", "/options", {"view_filter": "~meta RDQ041"}) == (200, "")
        Page(chrome, web).flows(1)


def test_a_redirect_that_is_edited_by_hand_is_recorded_as_the_service_got_it(
    chrome: Chrome, service: Server, project: Path, confdir: Path
) -> None:
    cassette = project / "x.yaml"
    with (
        mitmweb(confdir, service.url, *PAUSE, "--set", f"redial_cassette={cassette}") as web,
        ThreadPoolExecutor(1) as bot,
    ):
        page = Page(chrome, web)
        sent = bot.submit(web.redirect, body=SHORT)
        (held,) = page.flows(1)
        held.click()
        page.found(".contentview pre", '"timeout": 5')
        assert not service.responder.requests  # type: ignore[attr-defined]
        page.press("Edit")
        page.type(".contentview [contenteditable=true]", _mitm.BODY.decode())
        page.press("Done")
        page.found(".contentview pre", '"timeout": 30')
        page.press("Resume")
        assert sent.result(SECONDS) == 204
        page.found(".flow-table .marker", "✅")
        page.found(".contentview pre", '"timeout": 30')
        page.press("Replay")
        page.until(lambda: len(list(open_cassette(cassette).entries())) == 2, "it is not sent again")
    got = [request.body for request in service.responder.requests]  # type: ignore[attr-defined]
    kept = [entry.exchange for entry in open_cassette(cassette).entries()]
    assert got == [_mitm.BODY] * 2
    assert [b'"timeout": 30' in each.request.body for each in kept] == [True, True]
    assert [each.facts["by_hand"] for each in kept] == ["edited", "edited"]


def test_the_commands_answer_over_http_and_a_saved_flow_shows_its_findings(
    chrome: Chrome, service: Server, project: Path, confdir: Path
) -> None:
    saved = project / "flows.mitm"
    with mitmweb(confdir, service.url, "--set", f"save_stream_file={saved}") as web:
        assert (web.redirect(), web.redirect(OTHER, SHORT)) == (204, 204)
        (first, *rest) = web.call("redial.findings", "@all")["value"]
        assert first.startswith("warning RDQ041 request.body.timeout: ")
        assert [line.split()[0] for line in rest] == ["fix", "cite"]
        assert web.call("redial.findings", "~u 9f2c61b8") == {"value": ["no findings"]}
        assert web.call("redial.save", "~u nothing", "none.yaml")["error"].startswith("none of these flows")
        assert web.call("redial.save", "@all", "saved.yaml") == {"value": None}
        again = web.call("redial.save", "@all", "saved.yaml")
        assert again == {"error": "saved.yaml: it exists already; give another file"}
        page = Page(chrome, web)
        page.found("a", "Options").click()
        page.found("label", "Display Command Bar").click()
        page.type(".command input", f"redial.findings @all{Keys.ENTER}")
        page.found(".command-result", "warning RDQ041")
    assert len(list(open_cassette(project / "saved.yaml").entries())) == 2
    assert not (project / "none.yaml").exists()
    with mitmweb(confdir, service.url, "--rfile", str(saved)) as web:
        page = Page(chrome, web)
        page.flows(2)[1].click()
        page.found(".contentview pre", "# warning RDQ041")
