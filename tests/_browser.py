"""A real browser without a window: Chromium, led by its own driver."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from selenium.webdriver import Chrome, ChromeOptions, ChromeService

from tests._processes import gone

PROGRAMS = ("chromium", "chromedriver")
SECONDS = 30.0

_FLAGS = (
    *("--headless=new", "--disable-gpu", "--window-size=1400,900"),
    # in a container: root has no sandbox, and /dev/shm is small
    *("--no-sandbox", "--disable-dev-shm-usage"),
)


@contextmanager
def browser() -> Iterator[Chrome]:
    """Chromium while the context is open. When it is left, no process of it runs.

    Its logs `browser` (the console) and `performance` (all that it loads) hold everything.
    """
    chromium, driver = (shutil.which(program) for program in PROGRAMS)
    options = ChromeOptions()
    options.binary_location = chromium or ""
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    for flag in _FLAGS:
        options.add_argument(flag)
    service = ChromeService(executable_path=driver)
    chrome = Chrome(options=options, service=service)
    try:
        chrome.set_page_load_timeout(SECONDS)
        yield chrome
    finally:
        chrome.quit()
        assert gone(service.process.pid)
