"""The chosen edition decides; the others' word is weighed, never mixed up with its own."""

from dataclasses import replace

import pytest

from harness.cite import Cite
from harness.contract.editions import EDITIONS, documentation, schema
from harness.contract.model import Contract, Fact, Header, Listing, Parameter, Route
from harness.contract.precedence import Documentation, Standing, Voice, Weighing


def minimum(contract: Contract) -> Fact[int] | None:
    found = contract.parameter("timeout")
    return found.minimum if found else None


def scheme(contract: Contract) -> Fact[str] | None:
    found = contract.parameter("callbackUri")
    return found.scheme if found else None


def content_type(contract: Contract) -> Header | None:
    return contract.header("Content-Type")


def seen(verdict: Weighing | None) -> tuple[Standing, str, tuple[str, ...]] | None:
    if verdict is None:
        return None
    return verdict.standing, verdict.deciding.edition, tuple(voice.edition for voice in verdict.documented_by)


def test_a_broken_constraint_of_the_chosen_edition_contradicts_it() -> None:
    for name in ("v1.0", "beta"):
        verdict = documentation(name).constraint(minimum, lambda fact: fact.value <= 5)
        assert seen(verdict) == (Standing.CONTRADICTED, name, ())
        assert verdict is not None
        assert verdict.cite.words == "A number from 15 to 90, both included."


def test_where_the_chosen_edition_is_silent_the_first_broken_constraint_of_another_counts() -> None:
    verdict = documentation("reference").constraint(minimum, lambda fact: fact.value <= 5)
    assert seen(verdict) == (Standing.CONSTRAINED_ELSEWHERE, "v1.0", ())
    header = documentation("beta").constraint(content_type, lambda _: False)
    assert seen(header) == (Standing.CONSTRAINED_ELSEWHERE, "reference", ())


@pytest.mark.parametrize("name", EDITIONS)
def test_what_holds_is_no_finding(name: str) -> None:
    assert documentation(name).constraint(minimum, lambda fact: fact.value <= 15) is None
    assert documentation(name).constraint(scheme, lambda fact: fact.value == "https") is None


def test_a_constraint_that_no_edition_states_is_no_finding() -> None:
    assert documentation().constraint(lambda _: None, lambda _: False) is None


def test_a_constraint_that_another_edition_sees_otherwise_is_documented_there() -> None:
    def cited(edition: str, value: int) -> Contract:
        contract = documentation("v1.0").chosen
        listing = contract.parameters
        assert listing is not None
        fact = Fact(value, Cite(f"{edition}.md", 1, "w"))
        changed = tuple(replace(each, minimum=fact) if each.name == "timeout" else each for each in listing)
        return replace(contract, edition=edition, parameters=replace(listing, entries=changed))

    known = Documentation(cited("mine", 15), (cited("theirs", 5), cited("others", 20)), schema())
    assert seen(known.constraint(minimum, lambda fact: fact.value <= 10)) == (
        Standing.DOCUMENTED_ELSEWHERE,
        "mine",
        ("theirs",),
    )


@pytest.mark.parametrize(
    ("chosen", "status", "expected"),
    [
        ("reference", 204, None),
        ("reference", 202, (Standing.DOCUMENTED_ELSEWHERE, "reference", ("v1.0", "beta"))),
        ("reference", 200, (Standing.CONTRADICTED, "reference", ())),
        ("v1.0", 202, None),
        ("v1.0", 204, (Standing.DOCUMENTED_ELSEWHERE, "v1.0", ("reference",))),
        ("beta", 204, (Standing.DOCUMENTED_ELSEWHERE, "beta", ("reference",))),
        ("beta", 201, (Standing.CONTRADICTED, "beta", ())),
    ],
)
def test_a_status_is_weighed_by_the_lists_of_successes(
    chosen: str, status: int, expected: tuple[Standing, str, tuple[str, ...]] | None
) -> None:
    verdict = documentation(chosen).listed(lambda each: each.successes, lambda fact: fact.value == status)
    assert seen(verdict) == expected


def test_a_verdict_points_at_the_line_that_decides_and_at_those_that_document() -> None:
    verdict = documentation().listed(lambda each: each.successes, lambda fact: fact.value == 202)
    assert verdict is not None
    assert "204 No Content" in verdict.cite.words
    assert all("202 Accepted" in voice.cite.words for voice in verdict.documented_by)
    assert (
        verdict.documented_by[0].cite.url
        == "https://learn.microsoft.com/graph/api/call-redirect?view=graph-rest-1.0"
    )


def masks(contract: Contract) -> Listing[Parameter] | None:
    return contract.parameters


def is_mask(parameter: Parameter) -> bool:
    return parameter.name == "maskCallee"


OUTRIGHT = {"v1.0": Standing.CONTRADICTED}


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [("reference", None), ("v1.0", Standing.CONTRADICTED), ("beta", None)],
)
def test_an_edition_can_be_stated_outright_whatever_the_others_document(
    chosen: str, expected: Standing | None
) -> None:
    verdict = documentation(chosen).listed(masks, is_mask, OUTRIGHT)
    assert (verdict.standing if verdict else None) is expected
    if verdict:
        assert verdict.cite.words == "Request body"
        assert [voice.edition for voice in verdict.documented_by] == ["reference", "beta"]


def test_without_an_outright_word_the_lists_decide() -> None:
    verdict = documentation("v1.0").listed(masks, is_mask)
    assert seen(verdict) == (Standing.DOCUMENTED_ELSEWHERE, "v1.0", ("reference", "beta"))


def test_an_outright_word_counts_although_the_edition_lists_it() -> None:
    def is_notification(route: Route) -> bool:
        return route.path == "/participantLeftNotification/call/redirect"

    outright = {"reference": Standing.CONSTRAINED_ELSEWHERE}
    verdict = documentation().listed(lambda each: each.routes, is_notification, outright)
    assert seen(verdict) == (Standing.CONSTRAINED_ELSEWHERE, "reference", ())
    assert verdict is not None
    assert verdict.cite.words == "POST /participantLeftNotification/call/redirect"


def test_a_page_without_a_list_forbids_nothing_that_another_documents() -> None:
    known = documentation("v1.0")
    silent = replace(known, chosen=replace(known.chosen, parameters=None))
    assert silent.listed(masks, is_mask) is None
    unknown = silent.listed(masks, lambda each: each.name == "nonsense")
    assert seen(unknown) == (Standing.CONSTRAINED_ELSEWHERE, "reference", ())
    ordered = replace(silent, others=()).listed(masks, is_mask, OUTRIGHT)
    assert ordered == Weighing(Standing.CONTRADICTED, Voice("v1.0", known.chosen.routes.cite))


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ("reference", (Standing.DEPRECATED_ELSEWHERE, "beta", ())),
        ("v1.0", (Standing.DEPRECATED_ELSEWHERE, "beta", ())),
        ("beta", (Standing.DEPRECATED, "beta", ())),
    ],
)
def test_a_deprecation_is_the_word_of_the_edition_that_states_it(
    chosen: str, expected: tuple[Standing, str, tuple[str, ...]]
) -> None:
    def advice(contract: Contract) -> Fact[str] | None:
        route = contract.route("/app/calls/{id}/redirect")
        return route.deprecated if route else None

    assert seen(documentation(chosen).deprecation(advice)) == expected


def test_what_nobody_deprecates_is_no_finding() -> None:
    assert documentation().deprecation(lambda _: None) is None
