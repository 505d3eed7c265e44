"""An error says what happened and what to do."""

import pickle

from harness.errors import CassetteError, HarnessError


def test_an_error_prints_its_message_and_its_hint_on_one_line() -> None:
    error = HarnessError("the port is taken", hint="choose another with --port")
    assert str(error) == "the port is taken; choose another with --port"
    assert (error.message, error.hint) == ("the port is taken", "choose another with --port")


def test_a_cassette_error_is_a_harness_error() -> None:
    assert isinstance(CassetteError("a", hint="b"), HarnessError)


def test_an_error_is_the_same_in_another_process() -> None:
    error = pickle.loads(pickle.dumps(CassetteError("it is empty", hint="give another")))
    assert type(error) is CassetteError
    assert (str(error), error.message, error.hint) == (
        "it is empty; give another",
        "it is empty",
        "give another",
    )
