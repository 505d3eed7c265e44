"""What went wrong with a file, in one sentence that names it."""

from pathlib import Path

import pytest

from harness.errors import CassetteError
from harness.library.trouble import named


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (FileNotFoundError(2, "No such file or directory"), "a.yaml: there is no such file; check the path"),
        (OSError(28, "No space left on device"), "a.yaml: No space left on device; make room on the disk"),
        (
            OSError(28, "only 3 of 9 bytes could be written"),
            "a.yaml: only 3 of 9 bytes could be written; make ",
        ),
        (PermissionError(13, "Permission denied"), "a.yaml: Permission denied; check the path, its "),
        (OSError("odd"), "a.yaml: odd; check"),
        (CassetteError("it is empty", hint="record again"), "a.yaml: it is empty; record again"),
    ],
)
def test_trouble_names_its_file(error: Exception, said: str) -> None:
    with pytest.raises(CassetteError) as caught, named(Path("a.yaml")):
        raise error
    assert str(caught.value).startswith(said)


def test_a_mistake_of_ours_is_not_taken_for_trouble_with_a_file() -> None:
    with pytest.raises(ZeroDivisionError), named(Path("a.yaml")):
        raise ZeroDivisionError
