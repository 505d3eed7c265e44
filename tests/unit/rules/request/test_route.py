"""What the path names: a known spelling, its root, and the id of a call."""

import pytest

from harness.contract.editions import documentation
from harness.rules import judge
from tests.unit.rules.exchanges import CALL, found, own_documentation, redirect, severities

GRAPH = "https://graph.microsoft.com"
KNOWN = [
    f"/v1.0/communications/calls/{CALL}/redirect",
    f"/beta/communications/calls/{CALL}/redirect",
    f"/v1.0//communications/calls//{CALL}/redirect",
    f"/v1.0/communications/calls/{CALL}/redirect/",
    f"/v1.0/communications/calls('{CALL}')/redirect",
    "/v1.0/communications/calls/9F2C61B80D4E4A378B15C7E3A6904D52/redirect",
    "/v1.0/communications/calls/7c1e5a90-3d42-8f06-b1a7-5550e3c8d921/redirect",
]
UNKNOWN = [
    f"/v1.0/calls/{CALL}/redirect",
    f"/v1.0/me/calls/{CALL}/redirect",
    f"/v1.0/communications/call/{CALL}/redirect",
    f"/v1.0/communications/calls/{CALL}/actions/redirect",
    f"/v1.0/communications/calls/{CALL}/Redirect",
    f"/v1.0/Communications/Calls/{CALL}/redirect",
    f'/v1.0/communications/calls("{CALL}")/redirect',
    "/v1.0/participantJoinedNotification/call/redirect",
    f"/v1.0/applications/calls/{CALL}/redirect",
]


@pytest.mark.parametrize("path", KNOWN)
def test_every_known_spelling_is_accepted(path: str) -> None:
    assert found(redirect(url=GRAPH + path), "v1.0") == []


@pytest.mark.parametrize("path", UNKNOWN)
def test_any_other_spelling_is_an_error(path: str) -> None:
    assert severities("RDQ002", redirect(url=GRAPH + path), "request.uri") == "error error error"


@pytest.mark.parametrize("version", ["", "/v2.0", "/v1.1"])
def test_a_path_needs_a_version_that_graph_has(version: str) -> None:
    exchange = redirect(url=f"{GRAPH}{version}/communications/calls/{CALL}/redirect")
    assert severities("RDQ002", exchange, "request.uri") == "error error error"


@pytest.mark.parametrize("call", [f"calls/{CALL}", f"calls('{CALL}')"])
def test_the_whole_name_of_the_action_is_accepted_and_told(call: str) -> None:
    exchange = redirect(url=f"{GRAPH}/v1.0/communications/{call}/microsoft.graph.redirect")
    assert severities("RDQ006", exchange, "request.uri") == "info info info"


@pytest.mark.parametrize("version", ["v1.0", "beta"])
def test_app_is_information_under_reference_an_error_under_v1_and_a_warning_under_beta(version: str) -> None:
    exchange = redirect(url=f"{GRAPH}/{version}/app/calls/{CALL}/redirect")
    assert severities("RDQ003", exchange, "request.uri") == "info error warning"
    cites = [
        finding.cite.page
        for name in ("reference", "v1.0", "beta")
        for finding in judge(exchange, documentation(name))
        if finding.cite
    ]
    assert cites == ["beta.md", "v1.0.md", "beta.md"]


def test_a_page_of_ones_own_without_app_is_told_who_documents_it() -> None:
    exchange = redirect(url=f"{GRAPH}/v1.0/app/calls/{CALL}/redirect")
    [finding] = judge(exchange, own_documentation())
    assert (finding.rule, str(finding.severity), finding.cite and finding.cite.page) == (
        "RDQ003",
        "info",
        "mine.md",
    )
    assert finding.message == "the root is /app: reference and beta document it, this page does not"


def test_applications_is_a_warning_everywhere() -> None:
    exchange = redirect(url=f"{GRAPH}/beta/applications/5f0b7c1e/calls/{CALL}/redirect")
    assert severities("RDQ004", exchange, "request.uri") == "warning warning warning"


@pytest.mark.parametrize("root", ["participantLeftNotification", "participantJoiningNotification"])
def test_a_notification_root_is_a_warning_only_where_it_is_listed(root: str) -> None:
    exchange = redirect(url=f"{GRAPH}/v1.0/{root}/call/redirect")
    assert severities("RDQ005", exchange, "request.uri") == "warning error error"
    [finding] = judge(exchange, documentation("reference"))
    assert "listed but not addressable" in finding.message
    assert finding.cite
    assert root in finding.cite.words


@pytest.mark.parametrize(
    ("segment", "flaw"),
    [
        ("{id}", "braces"),
        ("{callId}", "braces"),
        ("%7Bid%7D", "braces"),
        ("${call.id}", "braces"),
        (f"{{{CALL}}}", "braces"),
        ("<id>", "angle brackets"),
        (":id", "route pattern"),
        (":callId", "route pattern"),
        ("undefined", "not there"),
        ("null", "not there"),
        ("None", "not there"),
        ("[object%20Object]", "object"),
        ("callId", "name of the parameter"),
        ("%20", "missing"),
    ],
)
def test_a_placeholder_where_the_id_belongs_is_an_error(segment: str, flaw: str) -> None:
    exchange = redirect(url=f"{GRAPH}/v1.0/communications/calls/{segment}/redirect")
    assert severities("RDQ009", exchange, "request.uri") == "error error error"
    assert all(flaw in finding.message for finding in judge(exchange, documentation()))


@pytest.mark.parametrize("tail", ["calls/redirect", "calls//redirect", "calls('')/redirect"])
def test_an_id_that_is_missing_is_an_error(tail: str) -> None:
    exchange = redirect(url=f"{GRAPH}/v1.0/communications/{tail}")
    assert severities("RDQ009", exchange, "request.uri") == "error error error"


@pytest.mark.parametrize(
    "identifier", ["57", "the-call", CALL[:-1], CALL + "0", "9f2c61b8-0d4e4a37-8b15c7e3-a6904d52"]
)
def test_an_id_of_another_shape_is_a_warning_and_is_not_quoted(identifier: str) -> None:
    exchange = redirect(url=f"{GRAPH}/v1.0/communications/calls/{identifier}/redirect")
    assert severities("RDQ009", exchange, "request.uri") == "warning warning warning"
    [finding] = judge(exchange, documentation())
    assert identifier not in finding.message.replace("32", "")


def test_a_placeholder_under_app_is_told_with_both_faults() -> None:
    exchange = redirect(url=f"{GRAPH}/v1.0/app/calls/{{callId}}/redirect")
    assert [code for code, _, _ in found(exchange, "reference")] == ["RDQ003", "RDQ009"]


@pytest.mark.parametrize(
    "path",
    [
        "/v1.0/print/printers/9f2c/jobs/12/redirect",
        "/v1.0/print/shares/9f2c/jobs/12/microsoft.graph.redirect",
        f"/v1.0/communications/calls/{CALL}/answer",
        f"/v1.0/communications/calls/{CALL}",
        "/v1.0/users",
        "",
    ],
)
def test_what_is_no_redirect_of_a_call_is_not_judged(path: str) -> None:
    assert found(redirect(b"", method="GET", url=GRAPH + path, headers={}), "v1.0") == []


def test_a_url_that_cannot_be_split_is_judged_as_far_as_it_goes() -> None:
    codes = [
        code for code, _, _ in found(redirect(url="https://[/v1.0/communications/calls/1/redirect"), "v1.0")
    ]
    assert codes == ["RDQ002", "RDQ008"]
