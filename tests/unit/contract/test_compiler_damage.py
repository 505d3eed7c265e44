"""A damaged page compiles to what is left of it, or is refused in one sentence; nothing else ever happens."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.contract.compiler import Compilation, explain
from harness.contract.editions import EDITIONS
from harness.contract.editions.__main__ import FOLDER
from harness.contract.facts import stated
from harness.contract.model import Contract
from harness.errors import HarnessError
from tests.unit.contract.stating import SMALL, explained

WHOLE = """---
title: "thing: turn"
---
# thing: turn

Namespace: microsoft.graph

> [!CAUTION]
> The turning API is deprecated and ends in May.

[!INCLUDE [beta-disclaimer](../../includes/beta-disclaimer.md)]

A bot decides within 15 seconds.

## Permissions

### Of a chat
|Permission type|Permissions (from most to least privileged)|
|:---|:---|
|Delegated (work or school account)|Thing.Write.All, Thing.Read|
|Application|**TODO: Provide applicable permissions.**|

### Of a team
| Supported resource | Delegated (work) | Application
|:-----|:-----|:-----|
|[team](../a.md) <br> /teams | A.Read* and B.Read | Not supported.

## HTTP request
<!-- { "blockType": "ignored" } -->
``` http
GET https://graph.microsoft.com/v1.0/things/{id | name}/turn(by='{angle}')?$top=5 // a remark
POST /app/things/{id}/turn
```
The `/app` path is deprecated.

## Function parameters
|Parameter|Type|Description|
|-|-|-|
|angle|Edm.Double|A value from 0 to 360. Required.|

## Optional query parameters
|Name|Description|
|-|-|
|$top|The maximum is 50.|

## Optional request headers
|Header|Value|
|:---|:---|
|Authorization|Bearer &lt;token&gt; Required.|
|*if-match*|A tag. <br/>Optional.|
|Prefer: return|`return=minimal`. Required for speed.|

## Request body
|Property|Type|Description|Required?|
|:---|:---|:---|:---|
|ends|[a](a.md) or [b](b.md)|The default is 5, minimum is 1, maximum is 1,440.|Yes|
|`kinds`|Collection(microsoft.graph.kind)|Up to 25 of them. Possible values are: `a`, `b`, or `c`.|No|
|where (optional)|String|Must be `https`. At most 20 characters. Defaults to `x \\| y`.|maybe|
|old|Boolean|(Deprecated) Default: false. If b is a, between 1 and 5.

### Values of a kind
|Value|Description|
|-|-|
|a|The first.

## Response
If successful, it answers `202 Accepted`, never `200 OK`.

|Status code|Description|
|-|-|
|201|Made.|

## Examples
#### Request
# [HTTP](#tab/http)
```http
POST /app/things/5/turn
Content-Type: application/json

{
  "ends": 5,
  "colour": "String",
}
```
---
#### Response
```http
HTTP/1.1 204 No Content
```
"""
"""A page with something of everything."""

PAGES = [WHOLE, *((FOLDER / f"{name}.md").read_text(encoding="utf-8") for name in EDITIONS)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "page.md is empty"),
        ("\ufeff \r\n\t\n", "page.md is empty"),
        ("no heading here", "page.md has no title"),
        ("# \n", "page.md has no title"),
        ("---\ntitle: x\n---\n", "page.md has no title"),
        ("# [HTTP](#tab/http)\n## HTTP request\n```http\nPOST /a\n```\n", "page.md has no title"),
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
        (
            "# call\n## Example\n### HTTP request\n```http\nPOST /a\n```\n",
            "page.md has no HTTP request block with a route",
        ),
    ],
)
def test_what_is_no_page_of_a_reference_is_refused_in_one_sentence(text: str, message: str) -> None:
    with pytest.raises(HarnessError) as caught:
        explained(text)
    assert caught.value.message == message
    assert "HTTP request" in caught.value.hint


@st.composite
def damaged_pages(draw: st.DrawFn) -> str:
    """A page after a few accidents: lines lost, doubled or swapped, letters gone, the end cut off."""
    lines = draw(st.sampled_from(PAGES)).split("\n")
    places = st.integers(0, 100)
    for _ in range(draw(st.integers(0, 6))):
        first, second = draw(places) % len(lines), draw(places) % len(lines)
        accident = draw(st.sampled_from(["lose", "double", "swap", "join", "bite", "pipe"]))
        if accident == "lose" and len(lines) > 1:
            del lines[first]
        elif accident == "double":
            lines.insert(second, lines[first])
        elif accident == "swap":
            lines[first], lines[second] = lines[second], lines[first]
        elif accident == "join":
            lines[first] += lines[second]
        elif accident == "bite":
            at = draw(places) % (len(lines[first]) + 1)
            lines[first] = lines[first][:at] + lines[first][at + draw(st.integers(1, 3)) :]
        elif accident == "pipe":
            lines[first] = lines[first].replace("|", draw(st.sampled_from(["||", "\\|", ""])), 1)
    text = "\n".join(lines)
    return text[: draw(st.integers(0, len(text)))] if draw(st.booleans()) else text


@given(damaged_pages())
def test_a_damaged_page_compiles_to_what_stands_there_or_is_refused(text: str) -> None:
    try:
        found = explained(text)
    except HarnessError:
        return
    stands_there(found, text)
    assert Contract.from_json(found.contract.to_json(), name="page.json") == found.contract


def stands_there(found: Compilation, text: str) -> None:
    """Every fact and every diagnostic points at words of its line, and every fact has a name of its own."""
    lines = text.split("\n")
    facts = list(stated(found.contract))
    assert len({fact.name for fact in facts}) == len(facts)
    for cite in [*(fact.cite for fact in facts), *(each.cite for each in found.diagnostics)]:
        assert plain(cite.words) in plain(lines[cite.line - 1])


def plain(line: str) -> str:
    """A line by its letters and digits: links by their text, no marks."""
    line = line.replace("&lt;", "").replace("&gt;", "").replace("<br/>", "").replace("<br>", "")
    return re.sub(r"[^\w./:]+", "", re.sub(r"\]\([^)]*\)", "", line))


def test_a_page_with_everything_states_it_all_and_doubts_the_rest() -> None:
    found = explained(WHOLE)
    stands_there(found, WHOLE)
    facts = {fact.name: fact.value for fact in stated(found.contract)}
    assert facts["permissions.Delegated (work or school account).Of a chat"] == "Thing.Read, Thing.Write.All"
    assert facts["permissions.Delegated (work).team /teams"] == "A.Read, B.Read"
    assert facts["routes./things/{id | name}/turn(by='{angle}')"].startswith("GET ")
    assert facts["parameters.where.default"] == "x | y"
    assert (facts["parameters.kinds.max_items"], facts["parameters.kinds.required"]) == ("25", "false")
    assert (facts["path_parameters.angle.maximum"], facts["query_parameters.$top.maximum"]) == ("360", "50")
    assert found.contract.success_statuses == (202, 201)
    assert {each.why for each in found.diagnostics} >= {
        "it denies 200",
        "a Boolean has no such bound",
        "it is no yes and no no",
        "it is no table of parameters",
        "the contract holds no lengths",
        "this example sends 'colour', which no row lists",
        "an example states nothing, and the page states 201, 202",
    }


@given(st.text(alphabet=st.sampled_from("#`|-\n >*[]()<!-_0POST /a.é\xa0\ufeff\r\x85\u2028\u200e59&;:{}'\"")))
def test_any_text_compiles_or_is_refused(text: str) -> None:
    for page in (
        text,
        f"# x\n## HTTP request\n{text}",
        f"# x\n{text}\n## HTTP request\n```http\nPOST /a\n```\n## Permissions\n{text}\n## Response\n{text}",
        f"{SMALL}## Request body\n|Parameter|Type|Description|\n{text}",
        f"{SMALL}## Request body\n|Parameter|Type|Description|\n|-|-|-|\n|it|{text}|{text}|\n",
    ):
        try:
            explained(page)
        except HarnessError:
            continue


@given(st.binary(max_size=200), damaged_pages())
def test_any_included_file_compiles_or_is_refused(data: bytes, text: str) -> None:
    for part in (data.decode("latin-1"), text):
        files = {"../../includes/beta-disclaimer.md": part}
        try:
            explain(WHOLE, edition="page", page="page.md", included=files.get)
        except HarnessError:
            continue
