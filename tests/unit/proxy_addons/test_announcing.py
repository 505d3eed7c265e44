"""An announcement is whole; a place where it cannot be is told; and what is no news."""

import asyncio
import json
import logging
from pathlib import Path

import pytest

from harness.errors import HarnessError
from proxy_addons.announcing import announce, is_news


@pytest.mark.parametrize(
    ("raised", "news"),
    [(asyncio.CancelledError(), False), (ZeroDivisionError(), True), (None, True)],
)
def test_of_what_asyncio_logs_only_a_cancelled_connection_is_no_news(
    raised: BaseException | None, news: bool
) -> None:
    told = (type(raised), raised, None) if raised else None
    assert is_news(logging.LogRecord("asyncio", logging.ERROR, "", 1, "Exception", (), told)) is news


def test_an_announcement_is_whole_or_not_there(tmp_path: Path) -> None:
    announce(tmp_path / "ready.json", {"a": 1})
    announce(tmp_path / "ready.json", {"b": [2]})
    announce(None, {"c": 3})
    assert json.loads((tmp_path / "ready.json").read_text()) == {"b": [2]}
    assert [path.name for path in tmp_path.iterdir()] == ["ready.json"]


def test_a_place_where_nothing_can_be_written_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(HarnessError, match="cannot be written: No such file or directory"):
        announce(tmp_path / "nowhere" / "ready.json", {})
