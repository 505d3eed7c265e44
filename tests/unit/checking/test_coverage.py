"""What a check put to the test: each fact by what a recording has to hold for it."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from harness.checking.coverage import OF_CALLS, OF_REDIRECTS, Coverage, Covered
from harness.checking.verdict import Event, Figures, Judged, Part, Read
from harness.contract.editions import EDITIONS, documentation, edition
from harness.contract.facts import stated
from harness.contract.precedence import Documentation
from harness.exchange import Exchange, Origin, Request, Response, Way
from harness.rules import RULES
from tests.unit.rules.exchanges import CALL, ERROR, PHONE, URL, USER, members, own_documentation, redirect

APP = URL.replace("/communications/", "/app/")
QUALIFIED = URL.replace("/redirect", "/microsoft.graph.redirect")
TYPED = members(targets=[{"@odata.type": "#microsoft.graph.invitationParticipantInfo", **USER}])
SEVERAL = members(targets=[USER, USER], timeout=...)
TIMED = Judged("a.yaml", Part.CALL, 1, 1, CALL, "call", (), (), figures=Figures(CALL, 11.0, None, None))
UNTIMED = replace(TIMED, figures=Figures(CALL, None, None, None))


def judged(exchange: Exchange, *rules: str) -> Judged:
    return Judged("a.yaml", Part.EXCHANGE, 1, 1, CALL, "redirect", rules, (), exchange=exchange)


def covered(told: Documentation, *events: Event | Exchange) -> Covered:
    """The facts after these events."""
    coverage = Coverage(told, ())
    for event in events:
        coverage.add(judged(event) if isinstance(event, Exchange) else event)
    return coverage.facts


def shown(*events: Event | Exchange, name: str = "beta") -> set[str]:
    """The facts of an edition that these events exercise and a bare redirect does not."""
    bare = redirect(members(targets=..., timeout=..., callbackUri=...), headers={}, url="/calls/x/redirect")
    return {*covered(documentation(name), *events).exercised} - {
        *covered(documentation(name), bare).exercised
    }


def test_nothing_is_exercised_by_nothing() -> None:
    assert covered(documentation(), Read("a.yaml")).exercised == ()
    assert "routes" in covered(documentation(), Read("a.yaml")).never


def test_any_redirect_exercises_the_lists_and_what_it_must_hold() -> None:
    empty = redirect(members(targets=..., timeout=..., callbackUri=...), headers={}, url="/calls/x/redirect")
    assert covered(documentation("beta"), empty).exercised == (
        *("routes", "headers", "headers.Authorization.required", "parameters"),
        *("parameters.timeout.default.one", "parameters.maskCallee.default", "parameters.maskCaller.default"),
    )


@pytest.mark.parametrize(
    ("sent", "facts"),
    [
        (redirect(members(targets=..., callbackUri=...), headers={}, url="/x/calls/1/redirect"), "timeout"),
        (redirect(members(callbackUri=..., timeout=...), headers={}, url="/x/calls/1/redirect"), "targets"),
        (redirect(members(targets=..., timeout=...), headers={}, url="/x/calls/1/redirect"), "callbackUri"),
    ],
)
def test_a_parameter_that_is_sent_exercises_what_is_stated_of_it(sent: Exchange, facts: str) -> None:
    bounds = {"timeout": ("minimum", "maximum"), "targets": ("max_items",), "callbackUri": ("scheme",)}
    name = f"parameters.{facts}"
    assert shown(sent) == {name, *(f"{name}.{bound}" for bound in bounds[facts])}


def test_a_bound_is_exercised_by_a_value_that_it_can_bind() -> None:
    facts = shown(redirect(members(timeout="30", callbackUri=7, targets={})))
    assert "parameters.timeout" in facts
    assert not {name for name in facts if re.search("minimum|maximum|max_items|scheme", name)}
    assert "parameters.timeout.minimum" not in shown(redirect(members(timeout=True)))


def test_a_closed_list_is_exercised_by_a_text_of_it_or_not() -> None:
    name = "parameters.targetDisposition"
    assert {name, f"{name}.values", f"{name}.deprecated"} <= shown(
        redirect(members(targetDisposition="nonsense"))
    )


def test_a_default_is_exercised_by_leaving_out_what_it_is_of() -> None:
    several, one = "parameters.timeout.default.several", "parameters.timeout.default.one"
    told = documentation("beta")
    assert several in covered(told, redirect(SEVERAL)).exercised
    assert one in covered(told, redirect(SEVERAL)).never
    assert one in covered(told, redirect(members(timeout=...))).exercised
    assert {several, one} <= {*covered(told, redirect(members(timeout=30))).never}


def test_a_body_that_is_no_object_exercises_no_parameter() -> None:
    facts = covered(documentation("beta"), redirect(b"[]")).exercised
    assert not [name for name in facts if name.startswith("parameters")]


@pytest.mark.parametrize("url", [APP, APP.replace("/v1.0/", "/beta/"), APP.replace(CALL, "57")])
def test_a_route_is_exercised_by_a_request_to_it_and_so_is_that_it_is_deprecated(url: str) -> None:
    name = "routes./app/calls/{callId}/redirect"
    facts = covered(documentation("beta"), redirect(url=url))
    assert {name, f"{name}.deprecated"} <= {*facts.exercised}
    assert "routes./communications/calls/{callId}/redirect" in facts.never


def test_the_names_of_a_routes_parameters_do_not_matter() -> None:
    told = own_documentation()
    assert "routes./communications/calls/{id}/redirect" in covered(told, redirect()).exercised


def test_headers_are_exercised_when_they_are_sent() -> None:
    sent = redirect(headers={"content-TYPE": "text/plain"})
    facts = covered(documentation(), sent)
    assert {"headers.Content-Type", "headers.Content-Type.value"} <= {*facts.exercised}
    assert {"headers.Authorization", "headers.Authorization.value"} <= {*facts.never}


@pytest.mark.parametrize(
    ("answer", "origin", "seen"),
    [
        (Response(202), Origin.LIVE, {"successes", "successes.202"}),
        (Response(202), Origin.SIMULATED, {"successes", "successes.202"}),
        (Response(204), Origin.LIVE, {"successes"}),
        (Response(400, body=ERROR), Origin.LIVE, set()),
        (Response(202), Origin.FAULT, set()),
        (None, Origin.LIVE, set()),
    ],
)
def test_a_success_is_exercised_when_the_service_answered_so(
    answer: Response | None, origin: Origin, seen: set[str]
) -> None:
    facts = covered(documentation("v1.0"), redirect(answer=answer, origin=origin)).exercised
    assert {name for name in facts if name.startswith("successes")} == seen


@pytest.mark.parametrize("sent", [redirect(TYPED), redirect(url=QUALIFIED)])
def test_the_namespace_is_exercised_where_it_stands(sent: Exchange) -> None:
    assert "namespace" in covered(documentation(), sent).exercised
    assert "namespace" in covered(documentation(), redirect()).never


def test_the_notation_of_a_number_is_exercised_by_a_telephone_among_the_targets() -> None:
    assert "phone_format" in shown(redirect(members(targets=[USER, PHONE])))
    assert "phone_format" not in shown(redirect(members(targets=[{"identity": {"phone": {}}}, 7])))


def test_a_permission_is_exercised_when_the_roles_of_the_token_are_known() -> None:
    known = replace(redirect(), facts={"token_has_calls_initiate": False})
    assert "permissions.Application" in shown(known)
    assert "permissions.Application" in covered(documentation("v1.0"), redirect()).never


def test_what_no_recording_can_show_is_not_counted() -> None:
    for told in (documentation("v1.0"), replace(documentation("v1.0"), records_by_policy=True)):
        facts = covered(told)
        left_out = {fact.name for fact in stated(told.chosen)} - {*facts.exercised, *facts.never}
        assert {name.partition(".")[0] for name in left_out} == {
            "permissions",
            "window" if told.records_by_policy else "recording_window",
        }


@pytest.mark.parametrize(("by_policy", "name"), [(False, "window"), (True, "recording_window")])
def test_a_window_is_exercised_when_the_time_that_was_left_is_known(by_policy: bool, name: str) -> None:
    told = replace(documentation("v1.0"), records_by_policy=by_policy)
    assert covered(told, TIMED).exercised == (name,)
    assert name in covered(told, UNTIMED).never


def test_what_is_no_redirect_exercises_nothing() -> None:
    answer = Request("POST", URL.replace("/redirect", "/answer"), body=members())
    webhook = replace(redirect(), way=Way.TO_BOT)
    assert covered(documentation(), Exchange(answer, Response(204), Way.TO_GRAPH), webhook).exercised == ()


def test_rules_are_exercised_when_they_looked_and_could_tell() -> None:
    coverage = Coverage(documentation(), {"RDR001", "RDQ040", "RDQ041"})
    coverage.add(judged(redirect(), "RDQ040"))
    coverage.add(replace(TIMED, rules=("RDR001",)))
    assert coverage.rules == Covered(("RDQ040", "RDR001"), ("RDQ041",))
    assert Coverage(documentation(), (rule.code for rule in RULES)).rules.exercised == ()


def names() -> Iterator[str]:
    for name in EDITIONS:
        yield from (fact.name for fact in stated(edition(name)))
    # pages of other actions and of several resources
    yield from ("permissions.Application.calls", "routes.GET /communications/calls", "path_parameters.id")
    yield from ("query_parameters", "parameters.targets.min_items")
    yield from (fact.name for fact in stated(own_documentation("|a.b|Int32|From 1 to 3.|").chosen))


@pytest.mark.parametrize("name", sorted(set(names())))
def test_every_fact_has_its_row(name: str) -> None:
    assert name in OF_CALLS or any(re.fullmatch(pattern, name) for pattern, _ in OF_REDIRECTS)


@pytest.mark.parametrize("pattern", [pattern for pattern, _ in OF_REDIRECTS])
def test_every_row_has_its_fact(pattern: str) -> None:
    def decides(name: str) -> str | None:
        return next((each for each, _ in OF_REDIRECTS if re.fullmatch(each, name)), None)

    assert pattern in {decides(name) for name in names()}
