"""What says nothing about the conversation, and what does."""

from harness.diff import NOISE
from harness.diff.noise import NOISY_HEADERS


def test_each_noisy_header_is_noise_in_the_request_and_in_the_response() -> None:
    for name in NOISY_HEADERS:
        assert NOISE[f"headers.{name}"]
        assert NOISE[f"response.headers.{name}"]


def test_what_a_client_obeys_or_proves_itself_with_is_never_noise() -> None:
    told = {"authorization", "retry-after", "www-authenticate", "location", "scenario-id", "content-type"}
    assert not told & NOISY_HEADERS.keys()


def test_the_ids_and_the_date_of_an_error_are_noise_in_both_spellings() -> None:
    assert {path for path in NOISE if "body" in path} == {
        f"response.body.error.{spelling}{member}"
        for spelling in ("innerError", "innererror")
        for member in (".date", ".request-id", ".client-request-id")
    }
