"""What a store's library raises, as one sentence."""

import threading

import pytest

from harness.remote.trouble import MissingError, RemoteError, asked, trouble

URL = "s3://calls/a.yaml"
CHECK_AWAY = "check its address and the network"
CHECK_ALL = "check the URL, the credentials and the store"


class EndpointConnectionError(ConnectionError):
    """As botocore's."""


class ClientResponseError(Exception):
    """As aiohttp's."""

    status = 503


def missing_since(cause: Exception) -> FileNotFoundError:
    error = FileNotFoundError("https://host/a?sig=hunter2")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (FileNotFoundError("x"), "there is no such file, folder or bucket; check the URL"),
        (PermissionError("x"), "access is denied; check the credentials, and what they are allowed"),
        (EndpointConnectionError("x"), f"the store cannot be reached; {CHECK_AWAY}"),
        (missing_since(TimeoutError()), f"the store gave no answer in time; {CHECK_AWAY}, or try again"),
        (ClientResponseError("https://host/?sig=hunter2"), f"the store answered 503; {CHECK_ALL}"),
        (KeyError("hunter2"), f"KeyError; {CHECK_ALL}"),
        (
            ValueError("no account in https://me:hunter2@host/c?sig=hunter2 is told\nmore"),
            f"no account in https://host/c is told; {CHECK_ALL}",
        ),
    ],
)
def test_an_error_becomes_a_sentence_without_what_may_be_secret(error: Exception, sentence: str) -> None:
    assert str(trouble(URL, error)) == f"{URL}: {sentence}"


def test_what_is_missing_is_an_error_of_its_own() -> None:
    assert isinstance(trouble(URL, FileNotFoundError("x")), MissingError)


def test_a_sentence_of_ours_stays() -> None:
    ours = RemoteError("no", hint="never")
    assert trouble(URL, ours) is ours


def test_an_answer_comes_back() -> None:
    assert asked(URL, lambda: 3) == 3


def test_an_answer_that_does_not_come_is_waited_for_in_bounded_time() -> None:
    never = threading.Event()
    with pytest.raises(RemoteError, match="gave no answer in time"):
        asked(URL, never.wait, seconds=0.05)
    never.set()
