"""Who a target is: one party of a known kind, with an id, and nobody twice."""

from typing import Any

import pytest

from harness.contract.editions import documentation
from harness.redaction.redactor import Redactor
from harness.rules import judge
from tests.unit.rules.exchanges import (
    PHONE,
    USER,
    USERS,
    alike,
    found_everywhere,
    members,
    redirect,
    severities,
)

ADA = "5e93a1c8-f04d-4762-9bd8-a20f6c75e31b"
TARGET = "request.body.targets[0]"
IDENTITY = f"{TARGET}.identity"


def naming(**identity: Any) -> bytes:
    """A body with one target of that identity."""
    return members(targets=[{"identity": identity}])


@pytest.mark.parametrize(
    ("identity", "said"),
    [
        ({}, "the identity names nobody"),
        ({"user": None}, "the identity names nobody"),
        ({"endpointType": "default"}, "the identity names nobody"),
        ({"telephone": "+12025550143"}, "the identity names nobody"),
        (
            {"user": {"id": ADA}, "phone": {"id": "+12025550143"}},
            "the identity names `user` and `phone`, and a target is one party",
        ),
        (
            {"user": {"id": ADA}, "guest": {"id": "a"}, "device": {"id": "b"}},
            "the identity names `device`, `user` and `guest`, and a target is one party",
        ),
    ],
)
def test_an_identity_that_names_nobody_or_several_is_a_warning(identity: dict[str, Any], said: str) -> None:
    exchange = redirect(naming(**identity))
    assert severities("RDQ024", exchange, IDENTITY) == "warning warning warning"
    [finding] = judge(exchange, documentation())
    assert finding.message == said
    assert finding.cite


def test_null_beside_a_party_names_nobody_else() -> None:
    identity = {"user": {"id": ADA}, "phone": None, "application": None}
    assert found_everywhere(redirect(naming(**identity))) == alike()


@pytest.mark.parametrize(
    ("name", "fix"),
    [
        ("telephone", "Call it `phone`."),
        ("users", "Call it `user`."),
        ("applicationinstances", "Call it `applicationInstance`."),
        ("group", None),
        ("callQueue", None),
    ],
)
def test_a_kind_that_the_schema_does_not_have_is_a_warning(name: str, fix: str | None) -> None:
    exchange = redirect(naming(**{name: {"id": ADA}}))
    assert severities("RDQ025", exchange, f"{IDENTITY}.{name}") == "warning warning warning"
    [finding] = judge(exchange, documentation())
    assert finding.fix == fix or (fix is None and finding.fix.startswith("Name one of `application`, "))


def test_a_stranger_beside_a_known_party_is_told_too() -> None:
    exchange = redirect(naming(user={"id": ADA}, chat={"id": "x"}))
    assert severities("RDQ025", exchange, f"{IDENTITY}.chat") == "warning warning warning"


KINDS = (
    *("application", "applicationInstance", "assertedIdentity", "azureCommunicationServicesUser"),
    *("device", "encrypted", "guest", "onPremises", "phone", "user"),
)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_the_schema_is_known(kind: str) -> None:
    known = "+12025550143" if kind == "phone" else ADA
    assert found_everywhere(redirect(naming(**{kind: {"id": known}}))) == alike()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("party", "flaw"),
    [
        ({}, "is missing"),
        ({"displayName": "Ada"}, "is missing"),
        ({"id": None}, "is null"),
        ({"id": ""}, "is empty"),
        ({"id": " "}, "is empty"),
    ],
)
def test_a_party_without_an_id_is_an_error(kind: str, party: dict[str, Any], flaw: str) -> None:
    exchange = redirect(naming(**{kind: party}))
    assert severities("RDQ027", exchange, f"{IDENTITY}.{kind}.id") == "error error error"
    [finding] = judge(exchange, documentation())
    assert finding.message == f"the {kind}'s id {flaw}, so the target names nobody"


@pytest.mark.parametrize(("value", "flaw"), [(7, "a number"), ({}, "an object"), (True, "a boolean")])
def test_an_id_that_is_no_text_is_an_error_of_one_rule(value: Any, flaw: str) -> None:
    exchange = redirect(naming(user={"id": value}))
    assert severities("RDQ027", exchange, f"{IDENTITY}.user.id") == "error error error"
    [finding] = judge(exchange, documentation())
    assert f"is {flaw}, not a string" in finding.message
    phone = redirect(naming(phone={"id": value}))
    assert severities("RDQ028", phone, f"{IDENTITY}.phone.id") == "warning error error"


@pytest.mark.parametrize("kind", ["user", "application", "applicationInstance"])
@pytest.mark.parametrize(
    "value", ["ada@bot.example", "Ada", f"8:orgid:{ADA}", f"{{{ADA}}}", ADA[:-1], f"{ADA} ", "+12025550143"]
)
def test_an_id_that_is_no_guid_is_a_warning_masked_or_not(kind: str, value: str) -> None:
    exchange = redirect(naming(**{kind: {"id": value}}))
    for each in (exchange, Redactor(b"a key for tests").exchange(exchange)):
        assert severities("RDQ029", each, f"{IDENTITY}.{kind}.id") == "warning warning warning"
        [finding] = judge(each, documentation())
        assert value not in finding.message + finding.fix


@pytest.mark.parametrize("value", [ADA, ADA.upper(), ADA.replace("-", "").upper()])
def test_a_guid_may_be_spelt_in_any_way_masked_or_not(value: str) -> None:
    exchange = redirect(naming(user={"id": value}))
    assert found_everywhere(exchange) == alike()
    assert found_everywhere(Redactor(b"a key for tests").exchange(exchange)) == alike()


@pytest.mark.parametrize("kind", ["guest", "encrypted", "onPremises", "azureCommunicationServicesUser"])
def test_the_ids_of_other_kinds_may_be_anything(kind: str) -> None:
    assert found_everywhere(redirect(naming(**{kind: {"id": "8:acs:x_y"}}))) == alike()


def twice(kind: str, one: str, other: str) -> bytes:
    return members(targets=[{"identity": {kind: {"id": each}}} for each in (one, other)])


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("user", ADA, ADA),
        ("user", ADA, ADA.upper()),
        ("application", ADA, ADA.replace("-", "")),
        ("guest", "ada", "ada"),
    ],
)
def test_a_party_that_is_named_twice_is_a_warning_masked_or_not(kind: str, one: str, other: str) -> None:
    exchange = redirect(twice(kind, one, other))
    for each in (exchange, Redactor(b"a key for tests").exchange(exchange)):
        assert severities("RDQ030", each, "request.body.targets[1]") == "warning warning warning"


def test_each_repeat_is_told() -> None:
    exchange = redirect(members(targets=[USER, USERS[1], USER, USERS[1], USERS[2], USER]))
    wheres = [each.where for each in judge(exchange, documentation())]
    assert wheres == [f"request.body.targets[{at}]" for at in (2, 3, 5)]


def test_a_number_that_is_named_twice_is_told_beside_that_it_rings_with_others() -> None:
    seen = found_everywhere(redirect(members(targets=[PHONE, PHONE])))
    where = "request.body.targets[0].identity.phone"
    assert seen == alike(("RDQ030", "warning", "request.body.targets[1]"), ("RDQ032", "info", where))


@pytest.mark.parametrize(
    ("one", "other"),
    [({"user": {"id": ADA}}, {"application": {"id": ADA}}), (USER["identity"], USERS[1]["identity"])],
)
def test_another_kind_or_another_id_is_somebody_else(one: Any, other: Any) -> None:
    exchange = redirect(members(targets=[{"identity": one}, {"identity": other}]))
    assert found_everywhere(exchange) == alike()


@pytest.mark.parametrize("number", ["112", "+1 202 555 0143"])
def test_numbers_that_are_not_in_e164_are_not_compared(number: str) -> None:
    seen = found_everywhere(redirect(twice("phone", number, number)))
    assert {code for each in seen.values() for code, _, _ in each} == {"RDQ028", "RDQ032"}
