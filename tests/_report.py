"""A report page in a real browser, as if it had just been opened from disk."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from selenium.webdriver import ActionChains, Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

from harness.exchange import Response
from harness.report.page.trial import Trial
from harness.report.page.trial import differing as trials
from harness.report.page.trial import events as trial_events
from tests._browser import SECONDS
from tests.unit.recorded import CALLS, forward
from tests.unit.report.page.pages import differing, entries, events, written
from tests.unit.rules.dialogue import dialogue
from tests.unit.rules.exchanges import URL, members, redirect
from tests.unit.watching import DIALOGUES

PAYLOAD = "</script><script>window.ran=1</script><img src=x onerror='window.ran=1'><svg onload=window.ran=1>"


def _of(call: str) -> str:
    """The URL of a call whose id is a mask, which a page shows as it is."""
    return URL.replace("9f2c61b8-0d4e-4a37-8b15", f"{call}-0d4e-8ed1-a115")


HOSTILE = redirect(
    members(note=PAYLOAD, **{PAYLOAD: PAYLOAD}),
    url=_of("0badf00d"),
    answer=Response(400, body=PAYLOAD.encode()),
)
BINARY = redirect(url=_of("b17e5000"), answer=Response(500, body=bytes(range(256)) * 400))
HUGE = redirect(
    members(note="x" * 3_000_000),
    url=_of("11111111"),
    answer=Response(400, body=b"\xff\xfe\xfd"),
)


def page_of_all_sorts() -> str:
    """A page of nine rows: of each sort of call one, a token, and three calls that hold what could run, be
    binary, or be huge.
    """
    streams = [events(dialogue(text), file=f"{name}.yaml") for name, text in DIALOGUES.items()]
    return written(*streams, events([HOSTILE, BINARY, HUGE], file="odd.yaml"))


def page_of_differences() -> str:
    """A page of one call that has become another one, and of one that is no more."""
    old, new = [*forward(CALLS[0], at=0), *forward(CALLS[1], at=100)], forward(CALLS[0], at=0, timeout=5)
    return written(events(new), against="old.yaml", differing=differing(old, new))


def page_of_tests() -> str:
    """A page of two tests, one of which left something unplayed."""
    recorded = entries(dialogue(DIALOGUES["faultless"]))
    well = Trial("test_it.py::test_well", "a.yaml", "passed", 3, (), (), (), ())
    ill = Trial(
        "test_it.py::test_ill",
        "a.yaml",
        "failed",
        1,
        (2, 3),
        ("not recorded: POST /x: `timeout` differs",),
        (),
        (),
    )
    told = sorted((well, ill), key=lambda trial: trial.test)
    return written(*(trial_events(trial, recorded) for trial in told), tests=told, differing=trials(told))


class Page:
    """The page in the browser, as if it had just been opened."""

    def __init__(self, chrome: Chrome, file: Path) -> None:
        self.chrome = chrome
        self._file = file
        self.media()
        self.cdp("Emulation.clearDeviceMetricsOverride")
        self.open()
        self.script("try { localStorage.clear() } catch {}")
        self.open()

    def open(self, at: str = "") -> None:
        self.chrome.get("about:blank")  # a link that differs behind its # alone loads nothing
        self._log("browser")
        self._log("performance")
        self.chrome.get(f"{self._file.as_uri()}{at}")

    def cdp(self, command: str, **fields: object) -> Any:
        return self.chrome.execute_cdp_cmd(command, fields)

    def media(self, kind: str = "", scheme: str = "light") -> None:
        self.cdp(
            "Emulation.setEmulatedMedia",
            media=kind,
            features=[{"name": "prefers-color-scheme", "value": scheme}],
        )

    def script(self, text: str, *arguments: object) -> Any:
        return self.chrome.execute_script(text, *arguments)

    def all(self, selector: str) -> list[WebElement]:
        return self.chrome.find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector: str) -> WebElement:
        return self.chrome.find_element(By.CSS_SELECTOR, selector)

    def type(self, text: str) -> None:
        ActionChains(self.chrome).send_keys(text).perform()

    def filter(self, text: str) -> None:
        box = self.one("#filter")
        box.clear()
        box.send_keys(text)

    def until(self, what: Callable[[], Any]) -> Any:
        return WebDriverWait(self.chrome, SECONDS, 0.05).until(lambda _: what())

    @property
    def calls(self) -> list[str]:
        """The outcomes of the calls that are shown."""
        return [each.text for each in self.all(".call:not([hidden]) > summary .outcome")]

    @property
    def focused(self) -> str:
        return str(self.script("const it = document.activeElement; return it.id || it.closest('[id]')?.id"))

    @property
    def hash(self) -> str:
        return str(self.script("return decodeURIComponent(location.hash)"))

    def _log(self, name: str) -> Any:
        chrome: Any = self.chrome  # which types most, but not its logs
        return chrome.get_log(name)

    def said(self) -> list[str]:
        """What stands on the console."""
        return [entry["message"] for entry in self._log("browser")]

    def loaded(self) -> set[str]:
        """What was asked for since the page was opened."""
        logged = (json.loads(entry["message"])["message"] for entry in self._log("performance"))
        sent = (
            each["params"]["request"]["url"]
            for each in logged
            if each["method"] == "Network.requestWillBeSent"
        )
        return {url.partition("#")[0] for url in sent}
