"""A damaged page compiles to what is left of it, or is refused in one sentence; nothing else ever happens."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.contract.compiler import compile_page
from harness.contract.editions import EDITIONS
from harness.contract.editions.__main__ import FOLDER
from harness.contract.facts import stated
from harness.contract.model import Contract
from harness.errors import HarnessError

PAGES = {name: (FOLDER / f"{name}.md").read_text(encoding="utf-8") for name in EDITIONS}

SMALL = """# call: redirect
## HTTP request
```http
POST /communications/calls/{id}/redirect
```
"""


def compiled(text: str) -> Contract:
    return compile_page(text, edition="page", page="page.md")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "page.md is empty"),
        ("\ufeff \r\n\t\n", "page.md is empty"),
        ("no heading here", "page.md has no title"),
        ("# \n", "page.md has no title"),
        ("---\ntitle: x\n---\n", "page.md has no title"),
        ('{"openapi": "3.0.0"}', "page.md has no title"),
        ("<Schema/>", "page.md has no title"),
        ("\x00\x01\x02", "page.md has no title"),
        ("# call\n## Properties\n", "page.md has no HTTP request block with a route"),
        ("# call\n## HTTP request\nPOST /a\n", "page.md has no HTTP request block with a route"),
        (
            "# call\n## HTTP request\n```http\nFETCH /a\n```\n",
            "page.md has no HTTP request block with a route",
        ),
        (
            "# call\n## HTTP request\n```http\nPOST **TODO**\n```",
            "page.md has no HTTP request block with a route",
        ),
        ("# call\n## HTTP request\n```http\n", "page.md has no HTTP request block with a route"),
    ],
)
def test_what_is_no_page_of_a_reference_is_refused_in_one_sentence(text: str, message: str) -> None:
    with pytest.raises(HarnessError) as caught:
        compiled(text)
    assert caught.value.message == message
    assert "HTTP request" in caught.value.hint


@st.composite
def damaged_pages(draw: st.DrawFn) -> str:
    """One of our pages after a few accidents: lines lost, doubled or swapped, the end cut off."""
    lines = PAGES[draw(st.sampled_from(EDITIONS))].split("\n")
    # Most of what is stated stands in the first half.
    places = st.integers(0, 60)
    for _ in range(draw(st.integers(0, 6))):
        first, second = draw(places) % len(lines), draw(places) % len(lines)
        accident = draw(st.sampled_from(["lose", "double", "swap", "join"]))
        if accident == "lose" and len(lines) > 1:
            del lines[first]
        elif accident == "double":
            lines.insert(second, lines[first])
        elif accident == "swap":
            lines[first], lines[second] = lines[second], lines[first]
        elif accident == "join":
            lines[first] += lines[second]
    text = "\n".join(lines)
    return text[: draw(st.integers(0, len(text)))] if draw(st.booleans()) else text


@given(damaged_pages())
def test_a_damaged_page_compiles_to_what_stands_there_or_is_refused(text: str) -> None:
    try:
        contract = compiled(text)
    except HarnessError:
        return
    lines = text.split("\n")
    for fact in stated(contract):
        assert plain(fact.cite.words) in plain(lines[fact.cite.line - 1])
    assert Contract.from_json(contract.to_json(), name="page.json") == contract


def plain(line: str) -> str:
    """A line by its letters and digits: links by their text, no marks."""
    return re.sub(r"[^\w./:]+", "", re.sub(r"\]\([^)]*\)", "", line))


@given(st.text(alphabet=st.sampled_from("#`|-\n >*[]()<!-_0POST /a.é\xa0\ufeff\r\x85\u2028")))
def test_any_text_compiles_or_is_refused(text: str) -> None:
    for page in (
        text,
        f"# x\n## HTTP request\n{text}",
        f"{SMALL}## Request body\n|Parameter|Type|Description|\n{text}",
    ):
        try:
            compiled(page)
        except HarnessError:
            continue
