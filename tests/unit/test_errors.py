"""An error says what happened and what to do."""

from harness.errors import CassetteError, HarnessError


def test_an_error_prints_its_message_and_its_hint_on_one_line() -> None:
    error = HarnessError("the port is taken", hint="choose another with --port")
    assert str(error) == "the port is taken; choose another with --port"
    assert (error.message, error.hint) == ("the port is taken", "choose another with --port")


def test_a_cassette_error_is_a_harness_error() -> None:
    assert isinstance(CassetteError("a", hint="b"), HarnessError)
