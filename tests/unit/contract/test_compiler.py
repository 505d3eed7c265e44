"""A page compiles to what it states and to nothing else."""

import re
from dataclasses import replace

import pytest

from harness.contract.compiler import compile_page, explain
from harness.contract.editions import EDITIONS
from harness.contract.editions.__main__ import FOLDER
from harness.contract.facts import stated
from harness.contract.model import Contract

PAGES = {name: (FOLDER / f"{name}.md").read_text(encoding="utf-8") for name in EDITIONS}

SMALL = """# call: redirect
## HTTP request
```http
POST /communications/calls/{id}/redirect
```
"""


def compiled(text: str) -> Contract:
    return compile_page(text, edition="page", page="page.md")


def facts(contract: Contract) -> dict[str, str]:
    return {fact.name: fact.value for fact in stated(contract)}


def test_the_smallest_page_states_its_routes_and_nothing_else() -> None:
    assert facts(compiled(SMALL)) == {
        "routes": "1",
        "routes./communications/calls/{id}/redirect": "POST /communications/calls/{id}/redirect",
    }


@pytest.mark.parametrize("name", EDITIONS)
@pytest.mark.parametrize(
    "disguise",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        lambda text: text.replace("Request body", "Request\xa0body").replace(
            "At most 25", "At\xa0most\xa025"
        ),
        lambda text: text.replace("``` http", "~~~http").replace("```", "~~~"),
        lambda text: text.replace("|targets|", "| targets |").replace(
            "|timeout|Int32|", "|`timeout`|**Int32**|"
        ),
        lambda text: text.replace("## Response\n", "##   Response ##\n"),
        lambda text: text.replace("## Request body", "## REQUEST BODY"),
    ],
    ids=[
        "CRLF",
        "byte order mark",
        "no-break spaces",
        "tildes",
        "marks in cells",
        "closed heading",
        "capitals",
    ],
)
def test_spelling_of_the_layout_does_not_matter(name: str, disguise) -> None:  # type: ignore[no-untyped-def]
    assert facts(compiled(disguise(PAGES[name]))) == facts(compiled(PAGES[name]))


def test_a_page_of_another_hand_compiles_too() -> None:
    contract = compiled(
        """# call: pass on
Namespace: microsoft.graph

[!INCLUDE [warning](../includes/warning.md)]

Bots have little time. The timeout is 20 seconds for regular bots, and 7 seconds for policy-based ones.

## Permissions
|Permission type|Least privileged permissions|Higher privileged permissions|
|:--|:--|:--|
|Delegated (work or school account)|Not supported.|Not supported.|
|Application|Calls.One.All|Calls.Two.All, Calls.Three.All|

## HTTP request
Use one of these.
```http
POST /a/{id}/pass
GET /a/{id}/pass?$select=id
```
> **Note:** The `/b` path
> has been deprecated.

```http
POST /b/{id}/pass
```

## Request headers
|Header|Value|
|:--|:--|
|Authorization|Bearer {token}. Required. Learn more [elsewhere](/auth).|
|Content-Type|`application/json`. Optional.|

## Request body
# [HTTP](#tab/http)
|Property|Type|Description|
|:--|:--|:--|
|who|Collection(microsoft.graph.identity)|Required. Up to 3.|
|how|graph.kind|The possible values are: `a`, `b`, `c`. The default value is `a`.|
|long|Edm.Int64|At least 2. No more than 9. The default value is 5.|
---
## Response
If all goes well, you get `200 OK` or `202 Accepted`, else `404 Not Found`.

## Examples
# [C#](#tab/csharp)
Numbers are in
E.164 format.
---
"""
    )
    assert facts(contract) == {
        "namespace": "microsoft.graph",
        "window": "20 s",
        "recording_window": "7 s",
        "permissions.Delegated (work or school account)": "not supported",
        "permissions.Application": "Calls.One.All, Calls.Two.All, Calls.Three.All",
        "routes": "3",
        "routes.POST /a/{id}/pass": "POST /a/{id}/pass",
        "routes.GET /a/{id}/pass": "GET /a/{id}/pass",
        "routes./b/{id}/pass": "POST /b/{id}/pass",
        "routes./b/{id}/pass.deprecated": "Note: The `/b` path has been deprecated.",
        "headers": "2",
        "headers.Authorization": "Authorization",
        "headers.Authorization.value": "Bearer {token}",
        "headers.Authorization.required": "true",
        "headers.Content-Type": "Content-Type",
        "headers.Content-Type.value": "application/json",
        "headers.Content-Type.required": "false",
        "parameters": "3",
        "parameters.who": "identity collection",
        "parameters.who.required": "true",
        "parameters.who.max_items": "3",
        "parameters.how": "kind",
        "parameters.how.values": "a, b, c",
        "parameters.how.default": "a",
        "parameters.long": "Int64",
        "parameters.long.minimum": "2",
        "parameters.long.maximum": "9",
        "parameters.long.default": "5",
        "successes": "2",
        "successes.200": "200",
        "successes.202": "202",
        "phone_format": "E.164",
    }


def test_a_sentence_that_wraps_is_cited_by_the_line_where_it_begins() -> None:
    contract = compiled(f"{SMALL}> Since long\n> ago. The `/communications`\n> path is deprecated.\n")
    advice = contract.routes.entries[0].deprecated
    assert advice is not None
    assert advice.value == "The `/communications` path is deprecated."
    assert (advice.cite.line, advice.cite.words) == (7, "ago. The `/communications`"[5:])


def test_placeholders_and_examples_state_nothing() -> None:
    page = PAGES["reference"]
    assert "**TODO" in page
    assert '"timeout": "Integer"' in page
    assert compiled(page).permissions == ()
    assert not any(
        re.search(r"TODO|Integer", fact.value + fact.cite.words) for fact in stated(compiled(page))
    )


def test_a_published_page_is_taken_from_the_front_matter_only_when_it_is_https() -> None:
    for url, expected in [
        ("https://docs.example/x", "https://docs.example/x"),
        ("javascript:alert(1)", None),
    ]:
        contract = compiled(f"---\nurl: {url}\n---\n{SMALL}")
        assert contract.url == expected
        assert {fact.cite.url for fact in stated(contract)} == {expected}


@pytest.mark.parametrize("front", ["a: [", "- 1", "url: {a: b}", "date: 2024-99-99", "? [a]\n: b", "\x00"])
def test_front_matter_that_cannot_be_read_states_nothing(front: str) -> None:
    assert compiled(f"---\n{front}\n---\n{SMALL}").url is None


def test_every_edition_compiles_the_same_under_any_name() -> None:
    for name, text in PAGES.items():
        contract = compile_page(text, edition="mine", page=f"{name}.md")
        assert replace(contract, edition=name) == compile_page(text, edition=name, page=f"{name}.md")


def test_diagnostics_stand_in_the_order_of_the_page_and_those_of_included_files_behind() -> None:
    page = f"{SMALL}[!INCLUDE [a](a.md)]\n## Response\nIt never answers `200 OK`.\n## Permissions\nA.Read\n"
    table = "## Request headers\n|Colour|\n|-|\n|red|\n"
    found = explain(page, edition="page", page="page.md", included={"a.md": table}.get)
    assert [(each.cite.page, each.cite.line) for each in found.diagnostics] == [
        ("page.md", 8),
        ("page.md", 10),
        ("a.md", 2),
    ]


def test_a_generated_page_compiles_to_what_its_author_left_there() -> None:
    contract = compiled(
        """---
title: "wipe action"
---
# wipe action

> **Important:** This may change.

## Prerequisites
One of these is needed.

|Permission type|Permissions (from most to least privileged)|
|:---|:---|
|Delegated (work or school account)|Devices.Wipe.All, Devices.Read.All|
|Application|**TODO: Provide applicable permissions.**|

## HTTP Request
<!-- {
  "blockType": "ignored"
}
-->
``` http
POST /devices/{deviceId}/wipe
POST /users/{userId}/devices/{deviceId}/wipe
```

## Request headers
|Header|Value|
|:---|:---|
|Authorization|Bearer &lt;token&gt; Required.|
|Accept|application/json|

## Request body
|Property|Type|Description|
|:---|:---|:---|
|keepData|Boolean|Not yet documented|
|level|Int32|**TODO: from 1 to 5**|

## Response
If successful, this action returns a `204 No Content` response code.
"""
    )
    assert facts(contract) == {
        "permissions.Delegated (work or school account)": "Devices.Read.All, Devices.Wipe.All",
        "routes": "2",
        "routes./devices/{deviceId}/wipe": "POST /devices/{deviceId}/wipe",
        "routes./users/{userId}/devices/{deviceId}/wipe": "POST /users/{userId}/devices/{deviceId}/wipe",
        "headers": "2",
        "headers.Authorization": "Authorization",
        "headers.Authorization.value": "Bearer <token>",
        "headers.Authorization.required": "true",
        "headers.Accept": "Accept",
        "headers.Accept.value": "application/json",
        "parameters": "2",
        "parameters.keepData": "Boolean",
        "parameters.level": "Int32",
        "successes": "1",
        "successes.204": "204",
    }


def test_a_page_that_gets_compiles_with_what_stands_in_its_address() -> None:
    contract = compiled(
        """# user: view
Namespace: microsoft.graph

## HTTP request
```http
GET /users/{id | name}/view(from='{from}')?to={to}
```
## Function parameters
|Parameter|Type|Description|
|-|-|-|
|from|DateTimeOffset|The first moment. Required.|

## Query parameters
|Parameter|Type|Description|
|-|-|-|
|to|DateTimeOffset|The last moment. Optional.

## Request body
Do not supply a request body for this method.

## Response
`200 OK` and a list.
"""
    )
    assert facts(contract) == {
        "namespace": "microsoft.graph",
        "routes": "1",
        "routes./users/{id | name}/view(from='{from}')": "GET /users/{id | name}/view(from='{from}')",
        "path_parameters": "1",
        "path_parameters.from": "DateTimeOffset",
        "path_parameters.from.required": "true",
        "query_parameters": "1",
        "query_parameters.to": "DateTimeOffset",
        "query_parameters.to.required": "false",
        "parameters": "0",
        "successes": "1",
        "successes.200": "200",
    }


def test_the_same_page_gives_the_same_bytes() -> None:
    for text in PAGES.values():
        assert compiled(text).to_json() == compiled(text).to_json()
