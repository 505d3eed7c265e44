"""How a report page takes many calls: its first paint, and its filter, in headless Chromium.

    python -m benchmarks.page

Makes a page of 100 calls and one of 1,000, opens each several times in turn, and prints the best times of the
larger one as multiples of the smaller one's. Ends with status 1 when one of them is more than GROWTH.
"""

import sys
import tempfile
from pathlib import Path

from selenium.webdriver import Chrome

from tests._browser import browser
from tests.unit.report.page.pages import events, written
from tests.unit.watching import interleaved

CALLS = (100, 1_000)
ROUNDS = 8
GROWTH = 5.0
BOUNDED = ("first paint", "filter")

PAINT = "return performance.getEntriesByName('first-contentful-paint')[0].startTime"
READY = "return performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"
FILTER = """
const done = arguments[1];
const box = document.getElementById("filter");
const began = performance.now();
box.value = arguments[0];
box.dispatchEvent(new Event("input"));
requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)));
"""
TYPED = ("rule:RDQ040", "serviceunavailable", "")


def measured(chrome: Chrome, file: Path) -> dict[str, float]:
    """Milliseconds of each thing that a reader waits for."""
    chrome.get("about:blank")
    chrome.get(file.as_uri())
    return {
        "first paint": chrome.execute_script(PAINT),
        "all of it read": chrome.execute_script(READY),
        "filter": sum(chrome.execute_async_script(FILTER, text) for text in TYPED),
    }


def main() -> int:
    """Measure both pages in turn."""
    with tempfile.TemporaryDirectory() as folder, browser() as chrome:
        files = [Path(folder, f"{count}.html") for count in CALLS]
        for count, file in zip(CALLS, files, strict=True):
            file.write_text(written(events(interleaved(count))), "utf-8")
        rounds = [[measured(chrome, file) for file in files] for _ in range(ROUNDS)]
    bad = False
    for what in rounds[0][0]:
        small, large = (min(each[at][what] for each in rounds) for at in (0, 1))
        bad |= what in BOUNDED and large > GROWTH * small
        print(f"{what:14} {large / small:5.1f} times as long")  # noqa: T201
    return int(bad)


if __name__ == "__main__":
    sys.exit(main())
