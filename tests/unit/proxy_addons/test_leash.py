"""The leash is tested where it holds a process: tests/unit/test_closed_proxy.py."""

import asyncio
import os

import pytest

from proxy_addons import leash


def test_the_end_of_standard_input_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    ends, ours = os.pipe()
    monkeypatch.setattr(leash, "INPUT", ends)
    told: list[bool] = []

    async def held() -> None:
        over = asyncio.Event()

        def end() -> None:
            told.append(True)
            over.set()

        leash.hold(end)
        os.write(ours, b"nobody reads this")
        await asyncio.sleep(0.05)
        assert told == []
        os.close(ours)
        await asyncio.wait_for(over.wait(), 5)
        await asyncio.sleep(0.05)

    asyncio.run(held())
    os.close(ends)
    assert told == [True]
