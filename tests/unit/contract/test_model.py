"""A contract answers by name, and survives JSON unchanged."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.cite import Cite
from harness.contract.editions import EDITIONS, edition
from harness.contract.model import (
    Contract,
    Count,
    Default,
    Fact,
    Header,
    Listing,
    Parameter,
    Permission,
    Route,
)
from harness.errors import HarnessError

WORDS = st.text(st.characters(codec="utf-8"))
CITES = st.builds(Cite, WORDS, st.integers(1, 9999), WORDS, st.none() | WORDS)


def facts[T](values: st.SearchStrategy[T]) -> st.SearchStrategy[Fact[T]]:
    return st.builds(Fact, values, CITES)


def listings[T](entries: st.SearchStrategy[T]) -> st.SearchStrategy[Listing[T]]:
    return st.builds(Listing, st.lists(entries, max_size=3).map(tuple), CITES)


NUMBERS = st.integers(0, 2**53)
ROUTES = st.builds(Route, WORDS, WORDS, CITES, st.none() | facts(WORDS))
HEADERS = st.builds(Header, WORDS, CITES, st.none() | facts(WORDS), st.none() | facts(st.booleans()))
DEFAULTS = st.builds(Default, NUMBERS | st.booleans() | WORDS, st.none() | st.sampled_from(Count), CITES)
PARAMETERS = st.builds(
    Parameter,
    name=WORDS,
    type=WORDS,
    collection=st.booleans(),
    cite=CITES,
    required=st.none() | facts(st.booleans()),
    deprecated=st.none() | facts(WORDS),
    minimum=st.none() | facts(NUMBERS),
    maximum=st.none() | facts(NUMBERS),
    max_items=st.none() | facts(NUMBERS),
    scheme=st.none() | facts(WORDS),
    values=st.none() | facts(st.lists(WORDS).map(tuple)),
    defaults=st.lists(DEFAULTS, max_size=2).map(tuple),
    min_items=st.none() | facts(NUMBERS),
)
PERMISSIONS = st.builds(Permission, WORDS, st.lists(WORDS).map(tuple), CITES, st.none() | WORDS)
CONTRACTS = st.builds(
    Contract,
    edition=WORDS,
    title=WORDS,
    page=WORDS,
    url=st.none() | WORDS,
    namespace=st.none() | facts(WORDS),
    routes=listings(ROUTES),
    headers=st.none() | listings(HEADERS),
    parameters=st.none() | listings(PARAMETERS),
    successes=st.none() | listings(facts(st.integers(200, 299))),
    permissions=st.lists(PERMISSIONS, max_size=2).map(tuple),
    window=st.none() | facts(NUMBERS),
    recording_window=st.none() | facts(NUMBERS),
    phone_format=st.none() | facts(WORDS),
    path_parameters=st.none() | listings(PARAMETERS),
    query_parameters=st.none() | listings(PARAMETERS),
)


@given(CONTRACTS)
def test_json_carries_a_contract_unchanged_and_is_stable(contract: Contract) -> None:
    text = contract.to_json()
    again = Contract.from_json(text, name="page.json")
    assert again == contract
    assert again.to_json() == text


@pytest.mark.parametrize(
    "text",
    [b"", b"[]", b"{}", b"\xff", b'{"edition": 3}', b"{" * 100_000, b'{"a":' * 100_000],
    ids=["empty", "list", "object", "not UTF-8", "wrong type", "deep", "deeper"],
)
def test_json_that_is_no_contract_is_refused_by_name(text: bytes) -> None:
    with pytest.raises(HarnessError, match=r"^mine\.json is no compiled contract: "):
        Contract.from_json(text, name="mine.json")


@given(st.sampled_from(EDITIONS), st.text(string.ascii_letters, min_size=1))
def test_a_route_is_found_whatever_its_placeholder_is_called(name: str, placeholder: str) -> None:
    route = edition(name).route(f"/communications/calls/{{{placeholder}}}/redirect")
    assert route is not None
    assert route.path == "/communications/calls/{callId}/redirect"
    assert edition(name).route(f"/communications/calls/{placeholder}/redirect") is None


def test_a_header_is_found_in_any_case_and_a_parameter_only_as_written() -> None:
    contract = edition("reference")
    assert contract.header("content-TYPE") is not None
    assert contract.header("Accept") is None
    assert contract.parameter("maskCallee") is not None
    assert contract.parameter("maskcallee") is None


def test_a_permission_is_found_by_its_kind_and_absent_where_the_page_is_silent() -> None:
    permission = edition("v1.0").permission("Application")
    assert permission is not None
    assert permission.names == ("Calls.Initiate.All",)
    assert edition("reference").permission("Application") is None
    assert edition("v1.0").permission("Application", "user") is None


@pytest.mark.parametrize(
    ("name", "parameter", "targets", "value"),
    [
        ("v1.0", "timeout", 1, 55),
        ("v1.0", "timeout", 2, 60),
        ("v1.0", "timeout", 25, 60),
        ("beta", "maskCallee", 3, False),
        ("reference", "timeout", 1, None),
        ("v1.0", "callbackUri", 1, None),
    ],
)
def test_a_default_depends_on_the_number_of_targets_where_the_page_says_so(
    name: str, parameter: str, targets: int, value: int | bool | None
) -> None:
    found = edition(name).parameter(parameter)
    assert found is not None
    default = found.default(targets)
    assert (default.value if default else None) == value


@pytest.mark.parametrize(("name", "statuses"), [("reference", (204,)), ("v1.0", (202,)), ("beta", (202,))])
def test_the_success_statuses_are_those_of_the_page(name: str, statuses: tuple[int, ...]) -> None:
    assert edition(name).success_statuses == statuses


def test_a_listing_is_counted_and_walked_in_page_order() -> None:
    assert len(edition("reference").routes) == 4
    assert next(iter(edition("reference").routes)).path == "/app/calls/{callId}/redirect"
