"""Whom a redirect calls, beside who called whom, as dialogues."""

import pytest

from tests.unit.rules.call.test_outcome import unjudged
from tests.unit.rules.dialogue import BOT, CALLER, broken, dialogue


def called(target: str, callee: str = "application", status: int = 202) -> str:
    ring = f"0.0 platform incoming callee={callee}\n0.2 bot 202\n"
    return f"{ring}1.0 bot redirect target={target}\n1.2 graph {status}"


def found(text: str, *codes: str) -> list[tuple[str, str]]:
    return [(code, severity) for code, severity, _ in broken(text, "v1.0", *codes) if code != "RDR001"]


def test_a_call_goes_back_neither_to_the_bot_nor_to_the_caller() -> None:
    assert found(called("user")) == []
    assert found(called("bot")) == [("RDQ031", "warning")]
    assert found(called("caller")) == [("RDC020", "warning")]


def test_ids_compare_without_case_and_dashes() -> None:
    bare = BOT.replace("-", "").upper()
    identity = f'[{{"identity":{{"application":{{"id":"{bare}"}}}}}}]'
    text = called("user").replace("target=user", f"targets={identity}")
    assert ("RDQ031", "warning") in found(text, "RDQ031")


def test_the_same_id_of_another_kind_is_somebody_else() -> None:
    identity = f'[{{"identity":{{"guest":{{"id":"{CALLER}"}}}}}}]'
    assert found(called("user").replace("target=user", f"targets={identity}"), "RDC020") == []


@pytest.mark.parametrize(
    ("callee", "expected"),
    [
        ("applicationInstance", []),
        ("phone", []),
        ("user", [("RDC019", "error")]),
        ("application", [("RDC019", "error")]),
    ],
)
def test_a_telephone_is_reached_from_a_number_or_an_application_instance_only(
    callee: str, expected: list[tuple[str, str]]
) -> None:
    assert found(called("phone", callee), "RDC019") == expected
    assert found(called("user", callee), "RDC019") == []


@pytest.mark.parametrize(("code", "target"), [("RDC019", "phone"), ("RDC020", "user"), ("RDQ031", "user")])
def test_without_the_notification_nobody_knows_who_called_whom(code: str, target: str) -> None:
    _, redirect = dialogue(called(target))
    assert unjudged([redirect], code) == {"the recording does not hold the incoming notification"}
