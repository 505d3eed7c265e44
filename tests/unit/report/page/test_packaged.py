"""What a page brings along."""

import re
from base64 import b64encode
from hashlib import sha256

import pytest

from harness.report.page.packaged import SCRIPT, STYLE, asset, policy


@pytest.mark.parametrize(("name", "directive"), [(STYLE, "style-src"), (SCRIPT, "script-src")])
def test_the_policy_knows_style_and_script_by_what_they_are(name: str, directive: str) -> None:
    known = b64encode(sha256(asset(name).encode()).digest()).decode()
    assert f"{directive} 'sha256-{known}'" in policy().split("; ")


def test_the_policy_allows_nothing_else() -> None:
    assert policy().startswith("default-src 'none'; ")
    assert "unsafe" not in policy()


@pytest.mark.parametrize("name", [STYLE, SCRIPT])
def test_style_and_script_cannot_end_their_element_and_load_nothing(name: str) -> None:
    assert not re.search(r"</s|<!--|url\(|@import|\bfetch\(|https?:", asset(name), re.IGNORECASE)


@pytest.mark.parametrize("name", ["page.html", "call.html", "parts.html"])
def test_no_template_holds_style_or_script_of_its_own(name: str) -> None:
    assert not re.search(r"\bstyle=|\bon\w+=|javascript:|\|safe", asset(name))


def test_the_script_writes_no_html() -> None:
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b", asset(SCRIPT))
