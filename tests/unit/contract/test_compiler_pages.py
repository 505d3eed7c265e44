"""Whole pages of other hands, layouts and years compile to all they state and to nothing else."""

from tests.unit.contract.stating import facts


def test_a_page_of_another_hand_compiles_too() -> None:
    found = facts(
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
    assert found == {
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


def test_a_generated_page_compiles_to_what_its_author_left_there() -> None:
    found = facts(
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
    assert found == {
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
    found = facts(
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
    assert found == {
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
