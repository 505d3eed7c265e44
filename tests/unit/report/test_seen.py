"""What a comparison of files was about."""

from harness.report.seen import Seen


def test_files_that_only_one_folder_has_are_said() -> None:
    assert Seen().alone == ""
    assert Seen(1, 0).alone == "1 file in OLD only"
    assert Seen(0, 2).alone == "2 files in NEW only"
    assert (
        Seen(5, 5).alone
        == "5 files in OLD only, 5 files in NEW only: their calls were compared with each other"
    )
