"""Which members a written path means."""

import pytest

from harness.diff.paths import Paths, general

TARGET = "redirect.body.targets[1].identity.user.id"


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("timeout", "redirect.body.timeout"),
        ("redirect.body.timeout", "redirect.body.timeout"),
        ("redirect", "redirect"),
        ("redirect", "redirect.body.timeout"),
        ("headers", "incoming.headers.x-odd"),
        ("headers.x-odd", "incoming.response.headers.x-odd"),
        ("targets", TARGET),
        ("targets.identity.user", TARGET),
        ("targets[1].identity", TARGET),
        ("targets[*].identity", TARGET),
        ("targets.identity.*.id", TARGET),
        ("*.body", TARGET),
        ('body["@odata.type"]', 'redirect.body["@odata.type"]'),
        ('["odd.name"]', 'redirect.body["odd.name"].deep'),
        ("value.resourceData.state", "incoming.body.value[0].resourceData.state"),
    ],
)
def test_a_path_covers_the_member_that_it_names_and_what_is_in_it(written: str, path: str) -> None:
    assert Paths((written,)).cover(path)


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("timeout", "redirect.body.timeouts"),
        ("time", "redirect.body.timeout"),
        ("body.timeout", "redirect.body.inner.timeout"),
        ("targets[0].identity", TARGET),
        ("redirect.timeout", "redirect.body.timeout"),
        ("name", 'redirect.body["odd.name"]'),
        ("redirect.body.timeout", "redirect"),
    ],
)
def test_it_covers_no_other(written: str, path: str) -> None:
    assert not Paths((written,)).cover(path)


def test_a_member_is_named_by_a_path_that_ends_with_it() -> None:
    assert Paths(("targets",)).name("redirect.body.targets")
    assert not Paths(("targets",)).name(TARGET)
    assert Paths(("identity.user",)).name("redirect.body.targets[0].identity.user")


def test_no_path_means_nothing_and_one_of_several_is_enough() -> None:
    assert not Paths().cover("redirect")
    assert not Paths()
    assert (Paths(("timeout",)) | Paths(("targets",))).cover(TARGET)


@pytest.mark.parametrize("written", ["", " ", "a b", "a..b", ".a", "a.", "[x]", "a[", '["a', "a.[0]"])
def test_what_is_no_path_is_said(written: str) -> None:
    with pytest.raises(ValueError, match=r"is no path, such as redirect\.body\.timeout"):
        Paths((written,))


def test_the_elements_of_a_list_have_one_path_in_general() -> None:
    assert general(TARGET) == "redirect.body.targets[*].identity.user.id"
    assert general("redirect.body.timeout") == "redirect.body.timeout"
