"""The picture of a report in the README, as Chromium shows it: `python -m tests.picture FILE.png`.

Shows calls of the shipped cassettes, first one that is refused; made again when the page looks otherwise.
"""

import base64
import sys
import tempfile
from pathlib import Path
from typing import Any

from harness.cli import run
from tests._browser import browser
from tests._pages import ROOT
from tests._png import small

SHOWN = ("violation", "late", "forward", "throttled-then-accepted", "phone", "simultaneous-ring")
WIDTH, HEIGHT = 1120, 1406


def main(picture: Path) -> int:
    """Make the page, open it, and keep what is seen."""
    with tempfile.TemporaryDirectory() as folder, browser() as chrome:
        page = Path(folder, "report.html")
        status = run(["report", *(f"{ROOT}/cassettes/{name}.yaml" for name in SHOWN), "-o", str(page)])
        page.write_text(page.read_text("utf-8").replace(f"{ROOT}/", ""), "utf-8")
        size = {"width": WIDTH, "height": HEIGHT, "deviceScaleFactor": 1, "mobile": True}  # no bars to scroll
        chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        chrome.get(page.as_uri())
        seen: Any = chrome.execute_cdp_cmd("Page.captureScreenshot", {"format": "png"})
        picture.write_bytes(small(base64.b64decode(seen["data"])))
    return status


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
