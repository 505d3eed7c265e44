"""A call's address in all its spellings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.address import (
    CLOUDS,
    Address,
    address,
    canonical_id,
    cloud_of,
    is_graph,
    is_guid,
    is_login,
    is_platform,
    is_redirect,
    same_call,
    without_origin,
)

SPELLINGS = [
    ("/v1.0/communications/calls/57/redirect", Address("v1.0", "communications", "57", "redirect")),
    ("/v1.0//communications//calls/57/redirect", Address("v1.0", "communications", "57", "redirect")),
    ("/beta/app/calls/57/redirect", Address("beta", "app", "57", "redirect")),
    ("/beta/applications/9/calls/57/redirect", Address("beta", "applications", "57", "redirect")),
    ("/beta/applications/9/calls('57')/redirect", Address("beta", "applications", "57", "redirect")),
    ("/v1.0/communications/calls('57')/redirect", Address("v1.0", "communications", "57", "redirect")),
    (
        "/v1.0/communications/calls/57/microsoft.graph.redirect",
        Address("v1.0", "communications", "57", "redirect", qualified=True),
    ),
    (
        "/v1.0/participantLeftNotification/call/redirect",
        Address("v1.0", "participantLeftNotification", "", "redirect"),
    ),
    (
        "/beta/participantJoiningNotification/call/redirect",
        Address("beta", "participantJoiningNotification", "", "redirect"),
    ),
    ("/communications/calls/57", Address("", "communications", "57", "")),
    ("/v1.0/communications/calls/57/answer", Address("v1.0", "communications", "57", "answer")),
    ("/v1.0/communications/calls/a%20b/redirect", Address("v1.0", "communications", "a b", "redirect")),
    ("/v1.0/communications/calls//redirect", Address("v1.0", "communications", "", "redirect")),
]

NONE = [
    "/",
    "",
    "/v1.0",
    "/v1.0/communications",
    "/v1.0/communications/calls",
    "/v1.0/communications/onlineMeetings/57",
    "/v1.0/communications/calls/57/operations/3",
    "/v1.0/applications",
    "/v1.0/applications/9",
    "/v1.0/applications/9/owners/3",
    "/v1.0/participantLeftNotification/redirect",
    "/v1.0/print/printers/1/jobs/2/redirect",
]


@pytest.mark.parametrize(("path", "expected"), SPELLINGS)
def test_each_spelling_reduces_to_one_address(path: str, expected: Address) -> None:
    assert address(path) == expected
    assert address(f"https://graph.microsoft.com{path}") == expected


@pytest.mark.parametrize("path", NONE)
def test_a_path_that_names_no_call_has_no_address(path: str) -> None:
    assert address(path) is None


@pytest.mark.parametrize(
    ("path", "template"),
    [
        ("/v1.0/app/calls/57/microsoft.graph.redirect", "/app/calls/{callId}/redirect"),
        ("/beta/applications/9/calls/57/redirect", "/applications/{applicationId}/calls/{callId}/redirect"),
        ("/v1.0/participantLeftNotification/call/redirect", "/participantLeftNotification/call/redirect"),
        ("/communications/calls/57", "/communications/calls/{callId}"),
    ],
)
def test_a_template_is_the_route_as_a_page_lists_it(path: str, template: str) -> None:
    found = address(path)
    assert found is not None
    assert found.template == template


@pytest.mark.parametrize("path", [path for path, found in SPELLINGS if found.action == "redirect"])
def test_every_spelling_of_a_redirect_is_one(path: str) -> None:
    assert is_redirect(f"https://graph.microsoft.com{path}")


@pytest.mark.parametrize(
    "path",
    [
        "/v1.0/communications/Calls/57/Redirect",
        "/communications/calls/57/redirect",
        "/v1.0/users/9/calls/57/redirect",
        "/v1.0/communications/calls/57/redirect/?x=1",
        "/v1.0/communications/calls/57/redirect()",
        "/v1.0/communications/calls/57/microsoft.graph.redirect()",
        "/v1.0/communications/calls/57/graph.redirect",
        "/v1.0/communications/calls/57%2Fredirect",
        "/v1.0/communications/calls%2F57%2fredirect",
        "/v1.0/communications/calls/57/%2572edirect",
        "/v1.0/communications/calls/57/%25252572edirect",
        "/v1.0/communications/calls/57/redirect;x=1",
        "/v1.0/communications/calls/57/redirect/.",
        "/v1.0/communications/calls/57/redirect/x/..",
        "/v1.0/communications/calls/57/redirect/x",
        "/v1.0/communications/calls/57/redirect%20",
        "/v1.0/communications/calls/57/%0aredirect%00",
        "/v1.0/communications/calls/57\\redirect",
        "/v1.0/print/../communications/calls/57/redirect",
        "/v1.0/jobs/../communications/calls/57/redirect",
        "//[/v1.0/communications/calls/57/redirect?x=://",
    ],
)
def test_a_redirect_in_a_mistaken_spelling_is_seen_as_one(path: str) -> None:
    assert is_redirect(path)


@pytest.mark.parametrize(
    "path",
    [
        "/v1.0/print/printers/1/jobs/2/redirect",
        "/beta/print/shares/1/jobs/2/microsoft.graph.redirect",
        "/v1.0/communications/calls/57/answer",
        "/v1.0/communications/calls/57",
        "/v1.0/communications/calls/57/redirects",
        "/v1.0/communications/calls/57/no-redirect",
        "/v1.0/communications/callRecords/57/redirect",
        "/v1.0/communications/calls/57?then=redirect",
        "/v1.0/redirect",
        "/v1.0/redirect/calls",
        "/",
    ],
)
def test_what_redirects_no_call_is_none(path: str) -> None:
    assert not is_redirect(path)


def test_every_cloud_is_known_by_its_hosts() -> None:
    assert all(is_graph(cloud.graph.upper()) and is_login(cloud.login) for cloud in CLOUDS)
    assert all(is_graph(f"{cloud.graph}.") and is_login(f"{cloud.login}.") for cloud in CLOUDS)
    assert not is_graph("example.com")
    assert not is_login("graph.microsoft.com")


def test_the_hosts_that_tell_the_platforms_keys_are_none_of_either() -> None:
    assert is_platform("LOGIN.botframework.com.")
    assert not is_platform("login.microsoftonline.com")
    assert not is_login("login.botframework.com")


def test_the_cloud_of_a_host_says_in_which_versions_it_has_the_redirect() -> None:
    assert [cloud_of(cloud.graph.upper()) for cloud in CLOUDS] == list(CLOUDS)
    assert cloud_of("graph.microsoft.com.") is CLOUDS[0]
    assert cloud_of("login.microsoftonline.com") is None
    assert {cloud.versions for cloud in CLOUDS} == {("v1.0", "beta"), ("v1.0",), ()}


@pytest.mark.parametrize(
    ("text", "guid"),
    [
        ("5af1c0de-0000-4000-8000-00000000abcd", True),
        ("5AF1C0DE0000400080000000" + "0000ABCD", True),
        ("5af1c0de-0000-4000-8000-00000000abc", False),
        ("5af1c0de0000-4000-8000-00000000abcd", False),
        ("{5af1c0de-0000-4000-8000-00000000abcd}", False),
        ("", False),
    ],
)
def test_a_guid_is_known_in_either_spelling(text: str, guid: bool) -> None:
    assert is_guid(text) is guid


def test_ids_compare_without_case_and_dashes() -> None:
    assert same_call("5AF1C0DE-0000-4000-8000-00000000ABCD", "5af1c0de0000400080000000" + "0000abcd")
    assert not same_call("5af1c0de-0000-4000-8000-00000000abcd", "5af1c0de-0000-4000-8000-00000000abce")
    assert canonical_id("Not-A-Guid") == "not-a-guid"


def test_a_url_without_its_origin_is_path_and_query() -> None:
    assert without_origin("https://bot.example/api//calls?a=1") == "/api//calls?a=1"


@given(st.text())
def test_no_text_makes_an_address_raise(text: str) -> None:
    address("/" + text)
    is_redirect("/" + text)
